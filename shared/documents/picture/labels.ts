import type { Box, Label } from './layout-types.ts';
import { fitted, widthOf } from './text-width.ts';

export interface LabelLook {
  readonly anchor: Label['anchor'];
  readonly size: number;
  readonly bold?: boolean;
  readonly mono?: boolean;
  readonly secondary?: boolean;
}

/** A line of text at a place, shortened to its room. */
export function label(whole: string, x: number, y: number, room: number, look: LabelLook): Label {
  const { anchor, size, bold = false, mono = false, secondary = false } = look;
  const text = fitted(whole, room, { size, bold, mono });
  const w = Math.min(widthOf(text, { size, bold, mono }), room);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - w : x - w / 2;
  const box: Box = { x: left, y: y - size, w, h: size * 1.25 };
  return { text, whole, x, y, anchor, size, bold, mono, secondary, box };
}
