import { label } from './labels.ts';
import type { Label, LaneShape, Measures, Stroke } from './layout-types.ts';
import { goesThrough, nothingSent, stopsAt, worstWay } from './sights.ts';
import { widthOf, wrapped } from './text-width.ts';
import type { LaneWay, PictureLane, PictureWords } from './types.ts';

/** Where the parts of one side stand; the outer side is the inner one, seen in a mirror. */
export interface Columns {
  /** Where texts end (inner) or begin (outer). */
  readonly text: number;
  readonly room: number;
  readonly host: number;
  readonly wall: number;
  readonly node: number;
}

const noteLeading = 1.25;
const apart = 4;

function notesOf(lane: PictureLane, room: number, m: Measures, words: PictureWords): string[] {
  return words.notes(lane).flatMap((note) => wrapped(note, room, { size: m.small }));
}

/** On paper nobody can point at a name to read it whole: it goes on in the next line. */
function titlesOf(lane: PictureLane, room: number, m: Measures, words: PictureWords): string[] {
  const name = words.name(lane);
  return m.onPaper ? wrapped(name, room, { size: m.title, bold: true }) : [name];
}

/** How high a lane is at least. */
export function laneHeight(lane: PictureLane, room: number, m: Measures, words: PictureWords): number {
  const more = titlesOf(lane, room, m, words).length - 1;
  return m.pitch + (notesOf(lane, room, m, words).length + more) * m.small * noteLeading;
}

/** One direction: from where it starts to where it came, and the rest of its way. */
function strokesOf({ way, sight }: LaneWay, { host, wall, node }: Columns, y: number): Stroke[] {
  const [start, end] = way === 'out' ? [node, host] : [host, node];
  const whole = { way, y, x1: start, x2: end } as const;
  if (nothingSent(sight)) return [{ ...whole, kind: 'rest', arrow: false }];
  if (goesThrough(sight) || stopsAt(sight.observation) === 'host')
    return [{ ...whole, kind: 'flow', arrow: true }];
  return [
    { ...whole, x2: wall, kind: 'flow', arrow: false },
    { ...whole, x1: wall, kind: 'rest', arrow: false },
  ];
}

function markOf(lane: PictureLane, { host, wall, node }: Columns, y: number): LaneShape['mark'] {
  const { sight } = lane;
  if (goesThrough(sight) || stopsAt(sight.observation) === 'wall') return { x: wall, y, on: 'wall' };
  // The one who was asked: the counterpart of what goes out, the node for what comes in.
  return worstWay(lane.ways) === 'out'
    ? { x: (host + wall) / 2, y, on: 'counterpart' }
    : { x: (node + wall) / 2, y, on: 'node' };
}

/** Services, then what was seen: side by side, sharing the room; the state is never the one that is shortened. */
function secondLine(
  lane: PictureLane,
  columns: Columns,
  y: number,
  m: Measures,
  words: PictureWords,
): { about: Label; state: Label | null } {
  const { text, room } = columns;
  const size = m.small;
  const seen = words.state(lane);
  const inner = lane.side === 'inner';
  const anchor = inner ? 'end' : 'start';
  const base = { anchor, size } as const;
  if (seen === null)
    return { about: label(words.about(lane), text, y, room, { ...base, secondary: true }), state: null };
  const word = label(seen, text, y, room * 0.6, { ...base, bold: true });
  const left = room - word.box.w - 6;
  if (inner)
    return {
      about: label(`${words.about(lane)} ·`, word.box.x - 4, y, left, { ...base, secondary: true }),
      state: word,
    };
  const about = label(`${words.about(lane)} ·`, text, y, left, { ...base, secondary: true });
  const at = about.x + widthOf(about.text, { size }) + 4;
  return { about, state: { ...word, x: at, box: { ...word.box, x: at } } };
}

/** A lane at its place. */
export function layOutLane(
  lane: PictureLane,
  columns: Columns,
  y: number,
  height: number,
  m: Measures,
  words: PictureWords,
): LaneShape {
  const { text, room, node } = columns;
  const inner = lane.side === 'inner';
  const anchor = inner ? 'end' : 'start';
  const notes = notesOf(lane, room, m, words);
  const leading = m.small * noteLeading;
  const [name = '', ...more] = titlesOf(lane, room, m, words);
  const block = m.title + m.small * 1.35 + (notes.length + more.length) * leading;
  const first = y + (height - block) / 2 + m.title * 0.85;
  const second = first + more.length * leading + m.small * 1.35;
  const middle = y + height / 2;
  const both = lane.ways.length > 1;
  const left = inner ? text - room - 4 : Math.min(columns.node, node);
  return {
    lane,
    row: { x: left, y, w: inner ? node - left : text + room + 4 - left, h: height },
    title: label(name, text, first, room, { anchor, size: m.title, bold: m.onPaper }),
    more: more.map((part, index) =>
      label(part, text, first + (index + 1) * leading, room, { anchor, size: m.title, bold: true }),
    ),
    ...secondLine(lane, columns, second, m, words),
    notes: notes.map((note, index) =>
      label(note, text, second + (index + 1) * leading, room, { anchor, size: m.small, secondary: true }),
    ),
    strokes: lane.ways.flatMap((way, index) =>
      strokesOf(way, columns, both ? middle - apart + index * apart * 2 : middle),
    ),
    mark: markOf(lane, columns, middle),
  };
}
