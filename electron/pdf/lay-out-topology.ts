import { layOutPicture, paperMeasures } from '../../shared/documents/picture/lay-out-picture.ts';
import type { Label, LaneShape, PictureLayout, Stroke } from '../../shared/documents/picture/layout-types.ts';
import { pictureOfBlock } from '../../shared/documents/picture/picture-of-block.ts';
import type { Paragraph, Topology } from '../../shared/documents/model.ts';
import { layOutParagraph } from './break-lines.ts';
import type { TextContext } from './inline-widgets.ts';
import { ink, looks, mm } from './ink.ts';
import { shift, tagNode, type Op, type TagNode } from './ops.ts';
import { strip, type Strip } from './strips.ts';

/** Points for a unit of the layout, so that its texts have the size of a table's. */
const pointsForUnit = looks.cell.size / 11;

/** The topology with vectors: the layout that the window draws too, in the document's words. */
export function layOutTopology(context: TextContext, model: Topology, width: number, parent: TagNode): Strip {
  const tag = tagNode(parent, 'Figure', { alt: model.says });
  const { picture, words } = pictureOfBlock(model);
  const layout = layOutPicture(picture, words, paperMeasures(width / pointsForUnit));
  // A picture is never split: what is too high for a page all the same is drawn smaller.
  const room = context.pageHeight - 12 * mm;
  const scale = Math.min(pointsForUnit, room / layout.height);
  const pen = new Pen(context, tag, scale);
  const left = (width - layout.width * scale) / 2;
  return strip(layout.height * scale, shift(pen.draw(layout), left, 0));
}

class Pen {
  readonly #context: TextContext;
  readonly #tag: TagNode;
  readonly #scale: number;

  constructor(context: TextContext, tag: TagNode, scale: number) {
    this.#context = context;
    this.#tag = tag;
    this.#scale = scale;
  }

  draw(layout: PictureLayout): Op[] {
    const { walls, bars, cable, device, ports, texts, groups, captions, lanes } = layout;
    return [
      ...walls.map((box) => this.#rect(box, { fill: ink.dark })),
      ...cable.slice(1).map((to, index): Op => {
        const from = cable[index] ?? to;
        return this.#line(from.x, from.y, to.x, to.y, { width: 2.4 });
      }),
      this.#rect(device, { stroke: ink.text, width: 1.4, radius: 1.5, fill: ink.white }),
      ...bars.map((box) => this.#rect(box, { fill: ink.dark })),
      ...ports.flatMap(({ tag, label, connected }) => [
        this.#rect(
          tag,
          connected
            ? { fill: ink.dark, radius: 1.2 }
            : { stroke: ink.text, width: 0.9, dash: [2.6, 2], radius: 1.2 },
        ),
        ...this.#portName(label, connected),
      ]),
      ...[...groups, ...texts].flatMap((label) => this.#text(label)),
      ...lanes.flatMap((shape) => this.#lane(shape)),
      ...captions.flatMap((label) => this.#text(label)),
    ];
  }

  #lane({ title, more, about, notes, strokes }: LaneShape): Op[] {
    const texts = [title, ...more, about, ...notes];
    return [...texts.flatMap((label) => this.#text(label)), ...strokes.map((stroke) => this.#stroke(stroke))];
  }

  /** Solid: the node starts. Dashed: the counterpart starts. Dotted without an arrow: nobody to talk to yet. */
  #stroke({ x1, x2, y, way, kind, arrow }: Stroke): Op {
    if (kind === 'rest')
      return this.#line(x1, y, x2, y, { width: 0.8, dash: [1, 2.6], color: ink.fieldLine });
    return this.#line(x1, y, x2, y, { width: 1.2, arrow, ...(way === 'in' ? { dash: [4, 2.6] } : {}) });
  }

  #line(
    x: number,
    y: number,
    x2: number,
    y2: number,
    look: {
      readonly width: number;
      readonly color?: string;
      readonly dash?: readonly [number, number];
      readonly arrow?: boolean;
    },
  ): Op {
    const s = this.#scale;
    return { kind: 'line', x: x * s, y: y * s, x2: x2 * s, y2: y2 * s, color: ink.text, tag: null, ...look };
  }

  #rect(
    box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number },
    look: {
      readonly fill?: string;
      readonly stroke?: string;
      readonly width?: number;
      readonly radius?: number;
      readonly dash?: readonly [number, number];
    },
  ): Op {
    const s = this.#scale;
    return { kind: 'rect', x: box.x * s, y: box.y * s, w: box.w * s, h: box.h * s, tag: null, ...look };
  }

  /** White on black when the port is used. */
  #portName({ text, x, y }: Label, connected: boolean): Op[] {
    const face = connected ? 'bold' : 'regular';
    const size = looks.id.size * (this.#scale / pointsForUnit);
    const own = this.#context.faces.width({ face, text }, size);
    const color = connected ? ink.white : ink.text;
    const [left, base] = [x * this.#scale - own / 2, y * this.#scale - 0.4];
    return [{ kind: 'text', x: left, y: base, text, face, size, color, tag: this.#tag }];
  }

  /** A line of the layout as a paragraph, so that every script finds its font. */
  #text({ text, anchor, box, x, bold, secondary }: Label): Op[] {
    if (text === '') return [];
    const s = this.#scale;
    // The layout's width is more than any font needs; a point more keeps rounding from breaking the line.
    const room = box.w * s + 2;
    const left = anchor === 'end' ? x * s - room : anchor === 'middle' ? x * s - room / 2 : x * s;
    const paragraph: Paragraph = {
      kind: 'paragraph',
      style: 'cell',
      align: anchor === 'end' ? 'right' : anchor === 'middle' ? 'center' : 'left',
      runs: [{ kind: 'text', text, ...(bold ? { bold } : {}), ...(secondary ? { secondary } : {}) }],
    };
    const laid = layOutParagraph(this.#context, paragraph, room, this.#tag);
    return shift(laid.ops, left, box.y * s);
  }
}
