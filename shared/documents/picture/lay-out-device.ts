import type { Box, Label, Measures, PortShape } from './layout-types.ts';
import { label } from './labels.ts';
import { wrapped } from './text-width.ts';
import type { Picture, PictureNode, PicturePort, PictureWords } from './types.ts';

const barWidth = 10;
const tag = { w: 38, h: 16 };
const line = 14;

export interface Device {
  readonly box: Box;
  readonly ports: readonly PortShape[];
  readonly texts: readonly Label[];
  readonly bars: readonly Box[];
}

interface Written {
  readonly text: string;
  readonly mono: boolean;
}

function portTexts(port: PicturePort, measures: Measures, words: PictureWords): Written[] {
  const plain = (text: string): Written => ({ text, mono: false });
  if (!port.connected) return [plain(words.notConnected)];
  const { addresses, note } = port;
  const shown =
    addresses.length === 0
      ? [plain(words.noAddress)]
      : addresses.length > 3
        ? [plain(words.addresses(addresses.length))]
        : addresses.map((text) => ({ text, mono: /^[0-9a-f.:]+$/i.test(text) }));
  if (note === undefined) return shown;
  return [...shown, ...wrapped(note, roomIn(measures), { size: measures.small }).map(plain)];
}

function roomIn(measures: Measures): number {
  return measures.device - 2 * barWidth - 4;
}

function aboutLines({ about = [] }: PictureNode, measures: Measures): string[] {
  return about.flatMap((text) => wrapped(text, roomIn(measures), { size: measures.small }));
}

/** Many nodes stand as one, with how many addresses they have. */
function shownNodes(picture: Picture, most: number, words: PictureWords): PictureNode[] {
  if (picture.nodes.length <= most) return [...picture.nodes];
  const ports = (picture.nodes[0]?.ports ?? []).map((port, index) => ({
    ...port,
    addresses: picture.nodes.flatMap((node) => node.ports[index]?.addresses ?? []),
  }));
  return [{ name: words.nodes(picture.nodes), ports }];
}

/** How high the device must be for its texts. */
export function deviceHeight(picture: Picture, measures: Measures, words: PictureWords): number {
  const nodes = shownNodes(picture, measures.nodes, words);
  return nodes.reduce(
    (sum, node) =>
      sum +
      26 +
      aboutLines(node, measures).length * line +
      node.ports.reduce((own, port) => own + tag.h + 6 + portTexts(port, measures, words).length * line, 0),
    20,
  );
}

/** The node, or several above each other, with a port at each edge that takes flows. */
export function layOutDevice(picture: Picture, box: Box, measures: Measures, words: PictureWords): Device {
  const nodes = shownNodes(picture, measures.nodes, words);
  const inline = picture.deployment === 'inline';
  const middle = box.x + box.w / 2;
  const room = roomIn(measures);
  const texts: Label[] = [];
  const ports: PortShape[] = [];
  let y = box.y + (box.h - deviceHeight(picture, measures, words)) / 2 + 10;
  for (const node of nodes) {
    y += 16;
    texts.push(label(node.name, middle, y, room, { anchor: 'middle', size: measures.title + 1, bold: true }));
    for (const text of aboutLines(node, measures)) {
      y += line;
      texts.push(label(text, middle, y, room, { anchor: 'middle', size: measures.small, secondary: true }));
    }
    y += 10;
    for (const port of node.ports) {
      const at: Box = { x: middle - tag.w / 2, y, w: tag.w, h: tag.h };
      const name = label(port.port.toUpperCase(), middle, y + 12, tag.w, {
        anchor: 'middle',
        size: measures.small,
        bold: true,
      });
      ports.push({ port: port.port, connected: port.connected, tag: at, label: name });
      y += tag.h + 1;
      for (const { text, mono } of portTexts(port, measures, words)) {
        y += line;
        texts.push(
          label(text, middle, y - 2, room, { anchor: 'middle', size: measures.small, mono, secondary: true }),
        );
      }
      y += 5;
    }
  }
  const left: Box = { x: box.x, y: box.y, w: barWidth, h: box.h };
  const right: Box = { ...left, x: box.x + box.w - barWidth };
  return { box, ports, texts, bars: inline ? [left, right] : [left] };
}
