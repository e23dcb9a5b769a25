import type { Box, Label, Measures, PortShape } from './layout-types.ts';
import { label } from './labels.ts';
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
  readonly bold: boolean;
}

function portTexts(port: PicturePort, words: PictureWords): Written[] {
  if (!port.connected) return [{ text: words.notConnected, mono: false, bold: false }];
  if (port.addresses.length === 0) return [{ text: words.noAddress, mono: false, bold: false }];
  const shown = port.addresses.length > 3 ? [words.addresses(port.addresses.length)] : port.addresses;
  return shown.map((text) => ({ text, mono: port.addresses.length <= 3, bold: false }));
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
      sum + 26 + node.ports.reduce((own, port) => own + tag.h + 6 + portTexts(port, words).length * line, 0),
    20,
  );
}

/** The node, or several above each other, with a port at each edge that takes flows. */
export function layOutDevice(picture: Picture, box: Box, measures: Measures, words: PictureWords): Device {
  const nodes = shownNodes(picture, measures.nodes, words);
  const inline = picture.deployment === 'inline';
  const middle = box.x + box.w / 2;
  const room = box.w - 2 * barWidth - 4;
  const texts: Label[] = [];
  const ports: PortShape[] = [];
  let y = box.y + (box.h - deviceHeight(picture, measures, words)) / 2 + 10;
  for (const node of nodes) {
    y += 16;
    texts.push(label(node.name, middle, y, room, { anchor: 'middle', size: measures.title + 1, bold: true }));
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
      for (const { text, mono } of portTexts(port, words)) {
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
