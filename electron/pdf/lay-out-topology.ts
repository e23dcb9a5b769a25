import type {
  Paragraph,
  Run,
  TextStyle,
  Topology,
  TopologyNode,
  TopologyZone,
} from '../../shared/documents/model.ts';
import { layOutParagraph } from './break-lines.ts';
import type { TextContext } from './inline-widgets.ts';
import { ink, mm } from './ink.ts';
import { shift, tagNode, type Op, type TagNode } from './ops.ts';
import { stack, strip, type Strip } from './strips.ts';

/** The picture of section 2: nodes on the left, the customer's firewalls in the middle, one box a zone on the right. */
export function layOutTopology(context: TextContext, model: Topology, width: number, parent: TagNode): Strip {
  const tag = tagNode(parent, 'Figure', { alt: model.says });
  const pen = new Pen(context, tag);
  const zoneX = width * 0.64;
  const gap = 3 * mm;
  // Few zones get higher boxes, so that the arrows of each stand apart and the picture fills its page.
  const roomy = Math.min(26 * mm, (148 * mm + gap) / Math.max(1, model.zones.length) - gap);
  const zones = model.zones.map((zone) => pen.zone(zone, width - zoneX, roomy));
  const nodes = model.nodes.map((node) => pen.node(node));
  const zonesHeight = zones.reduce((sum, zone) => sum + zone.height + gap, -gap);
  const nodesHeight = nodes.reduce((sum, node) => sum + node.height + gap, -gap);
  const height = Math.max(zonesHeight, nodesHeight, 60 * mm) + 4 * mm;
  const wall = { x: width * 0.37, w: 11 * mm, y: 1 * mm, h: height - 2 * mm };
  const ops: Op[] = [
    { kind: 'rect', ...wall, fill: ink.head, stroke: ink.text, width: 1.5, radius: 1.5, tag: null },
    ...pen.turned(model.firewalls, wall.x + wall.w / 2, height / 2),
  ];
  let y = (height - nodesHeight) / 2;
  for (const node of nodes) {
    ops.push(...shift(node.ops, 0, y));
    for (const portY of node.ports) {
      ops.push({
        kind: 'line',
        x: node.right,
        y: y + portY,
        x2: wall.x,
        y2: y + portY,
        width: 1.6,
        color: ink.text,
        tag: null,
      });
    }
    y += node.height + gap;
  }
  y = (height - zonesHeight) / 2;
  for (const [index, zone] of zones.entries()) {
    ops.push(...shift(zone.ops, zoneX, y));
    const source = model.zones[index];
    if (source !== undefined) ops.push(...pen.arrows(source, wall.x + wall.w, zoneX, y, zone.height));
    y += zone.height + gap;
  }
  return strip(height, ops);
}

class Pen {
  readonly #context: TextContext;
  readonly #tag: TagNode;

  constructor(context: TextContext, tag: TagNode) {
    this.#context = context;
    this.#tag = tag;
  }

  zone(zone: TopologyZone, width: number, least: number): Strip {
    const pad = 2 * mm;
    const lines = [
      this.#text('group', width - 2 * pad, { kind: 'text', text: zone.name, bold: true }),
      ...zone.entries.map((entry) =>
        this.#text(
          'cell',
          width - 2 * pad,
          { kind: 'text', text: `${entry.name} ` },
          { kind: 'text', text: entry.addresses, secondary: true },
        ),
      ),
    ];
    const inner = stack(lines);
    const arrows = Number(zone.out !== null) + Number(zone.in !== null);
    const height = Math.max(inner.height + 2.6 * mm, (arrows * 8 + 4) * mm, least);
    return strip(height, [
      { kind: 'rect', x: 0, y: 0, w: width, h: height, stroke: ink.text, width: 1, radius: 1.5, tag: null },
      ...shift(inner.ops, pad, 1.3 * mm),
    ]);
  }

  /** A node with its ports on its right edge. `ports`: heights of those that carry traffic. */
  node(node: TopologyNode): Strip & { readonly right: number; readonly ports: readonly number[] } {
    const width = 48 * mm;
    const portWidth = 16 * mm;
    const pad = 2 * mm;
    const head = stack([
      this.#text('body', width - 2 * pad, { kind: 'text', text: node.name, bold: true }),
      ...node.about.map((text) => this.#text('cell', width - 2 * pad, { kind: 'text', text })),
    ]);
    const ops: Op[] = [...shift(head.ops, pad, 1.6 * mm)];
    const ports: number[] = [];
    let y = head.height + 4 * mm;
    for (const port of node.ports) {
      const lines = stack([
        ...port.addresses.map((text) =>
          this.#text('cell', width - portWidth, { kind: 'text', text, bold: true }),
        ),
        this.#text('id', width - portWidth, { kind: 'text', text: port.zone, secondary: true }),
      ]);
      const height = Math.max(lines.height, 6 * mm);
      const middle = y + height / 2;
      ops.push(...shift(lines.ops, pad, y + (height - lines.height) / 2));
      ops.push(this.#portBox(width - portWidth / 2, middle, portWidth, port.connected));
      ops.push(this.#portLabel(port.label, width, middle, port.connected));
      if (port.connected) ports.push(middle);
      y += height + 2.4 * mm;
    }
    const box: Op = {
      kind: 'rect',
      x: 0,
      y: 0,
      w: width,
      h: y,
      stroke: ink.text,
      width: 1.5,
      radius: 1.5,
      tag: null,
    };
    return { ...strip(y, [box, ...ops]), right: width + portWidth / 2, ports };
  }

  arrows(zone: TopologyZone, from: number, to: number, top: number, height: number): Op[] {
    const both = zone.out !== null && zone.in !== null;
    const ops: Op[] = [];
    const label = (text: string, y: number): void => {
      const laid = this.#text('id', to - from - 9 * mm, { kind: 'text', text });
      ops.push(...shift(laid.ops, from + 4.5 * mm, y - laid.height - 1));
    };
    if (zone.out !== null) {
      const y = top + height * (both ? 0.38 : 0.55);
      ops.push({
        kind: 'line',
        x: from,
        y,
        x2: to,
        y2: y,
        width: 1.2,
        color: ink.text,
        arrow: true,
        tag: null,
      });
      label(`out: ${zone.out}`, y);
    }
    if (zone.in !== null) {
      const y = top + height * (both ? 0.8 : 0.55);
      ops.push({
        kind: 'line',
        x: to,
        y,
        x2: from,
        y2: y,
        width: 1.2,
        color: ink.text,
        dash: [4, 2.6],
        arrow: true,
        tag: null,
      });
      label(`in: ${zone.in}`, y);
    }
    return ops;
  }

  turned(text: string, x: number, y: number): Op[] {
    const width = this.#context.faces.width({ face: 'bold', text }, 9);
    return [
      {
        kind: 'text',
        x: x + 3.2,
        y: y + width / 2,
        text,
        face: 'bold',
        size: 9,
        color: ink.text,
        turned: true,
        tag: this.#tag,
      },
    ];
  }

  #portBox(x: number, middle: number, w: number, connected: boolean): Op {
    const box = {
      kind: 'rect',
      x,
      y: middle - 2.7 * mm,
      w,
      h: 5.4 * mm,
      radius: 1.5,
      stroke: ink.text,
      tag: null,
    } as const;
    return connected
      ? { ...box, fill: ink.dark, width: 1.1 }
      : { ...box, fill: ink.white, width: 1, dash: [2.6, 2] };
  }

  /** White on black when the port is used. */
  #portLabel(text: string, x: number, middle: number, connected: boolean): Op {
    const face = connected ? 'bold' : 'regular';
    const own = this.#context.faces.width({ face, text }, 7.4);
    return {
      kind: 'text',
      x: x - own / 2,
      y: middle + 2.7,
      text,
      face,
      size: 7.4,
      color: connected ? ink.white : ink.text,
      tag: this.#tag,
    };
  }

  #text(style: TextStyle, width: number, ...runs: readonly Run[]): Strip {
    const paragraph: Paragraph = { kind: 'paragraph', style, runs };
    const laid = layOutParagraph(this.#context, paragraph, width, this.#tag);
    return strip(laid.height, laid.ops);
  }
}
