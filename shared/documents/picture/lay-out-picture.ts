import { deviceHeight, layOutDevice } from './lay-out-device.ts';
import { laneHeight, layOutLane, type Columns } from './lay-out-lane.ts';
import { label } from './labels.ts';
import type { Box, Label, LaneShape, Measures, PictureLayout } from './layout-types.ts';
import type { Picture, PictureGroup, PictureWords, Side } from './types.ts';

const top = 12;
const headHeight = 22;
const captionHeight = 24;
const margin = 10;
/** From the counterpart's text to the device: where the flows are seen. */
const run = { text: 10, wall: 58, node: 52 };
const wallWidth = 6;
const gate = 26;
/** One-Arm: room below the device for the cable. */
const under = 20;

/** A picture on screen. */
export function screenMeasures(width: number): Measures {
  return { width, device: 128, title: 12, small: 11, onPaper: false, pitch: 36, nodes: 2, least: 200 };
}

/** A picture on paper: texts of one size, and room for what the device is. */
export function paperMeasures(width: number): Measures {
  return { width, device: 168, title: 11, small: 11, onPaper: true, pitch: 36, nodes: 4, least: 220 };
}

function columnsOf(side: Side, device: Box, oneArm: boolean, width: number): Columns {
  if (side === 'inner') {
    const host = device.x - run.node - run.wall;
    return {
      text: host - run.text,
      room: host - run.text - margin,
      host,
      wall: host + run.wall,
      node: device.x,
    };
  }
  const right = device.x + device.w;
  const host = right + run.node + run.wall;
  const text = host + run.text;
  return {
    text,
    room: width - margin - text,
    host,
    wall: host - run.wall,
    node: oneArm ? right + 18 : right,
  };
}

function sideHeight(
  groups: readonly PictureGroup[],
  heads: boolean,
  room: number,
  m: Measures,
  words: PictureWords,
): number {
  return groups.reduce(
    (sum, { lanes }) =>
      sum + (heads ? headHeight : 0) + lanes.reduce((own, lane) => own + laneHeight(lane, room, m, words), 0),
    0,
  );
}

/** Wall from top to bottom, without the gates and without the rows that pass none. */
function wallPieces(x: number, from: number, to: number, lanes: readonly LaneShape[]): Box[] {
  const holes = lanes
    .map(({ lane, row, mark }) =>
      lane.crosses ? [mark.y - gate / 2, mark.y + gate / 2] : [row.y - headHeight, row.y + row.h],
    )
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const pieces: Box[] = [];
  let y = from;
  for (const [start = 0, end = 0] of [...holes, [to, to]]) {
    if (start > y) pieces.push({ x: x - wallWidth / 2, y, w: wallWidth, h: start - y });
    y = Math.max(y, end);
  }
  return pieces;
}

/** Where everything stands. */
export function layOutPicture(picture: Picture, words: PictureWords, m: Measures): PictureLayout {
  const oneArm = picture.deployment === 'one-arm';
  const x = (m.width - m.device) / 2;
  const sides: readonly Side[] = ['inner', 'outer'];
  const shown = sides.filter((side) => side === 'inner' || picture.sides[side].length > 0);
  // A head for each group, unless nothing tells the groups apart.
  const heads = sides.some((side) => picture.sides[side].some(({ place }) => place.kind !== 'no-zone'));
  const draft = { x, y: top, w: m.device, h: 0 };
  const heightOf = (side: Side): number =>
    sideHeight(picture.sides[side], heads, columnsOf(side, draft, oneArm, m.width).room, m, words);
  const cabled = oneArm && picture.sides.outer.length > 0;
  const inner = Math.max(
    m.least,
    ...shown.map(heightOf),
    deviceHeight(picture, m, words) + (cabled ? under : 0),
  );
  const device: Box = { ...draft, h: inner - (cabled ? under : 0) };
  const bottom = top + inner;
  const groups: Label[] = [];
  const lanes: LaneShape[] = [];
  const walls: Box[] = [];
  const captions: Label[] = [];
  for (const side of shown) {
    const columns = columnsOf(side, device, oneArm, m.width);
    const all = picture.sides[side];
    const count = all.reduce((sum, group) => sum + group.lanes.length, 0);
    // What is left over goes between the lanes, not below the last.
    const spare = Math.min(14, (inner - heightOf(side)) / Math.max(1, count));
    let y = top + (inner - heightOf(side) - spare * count) / 2;
    const own: LaneShape[] = [];
    for (const group of all) {
      if (heads) {
        const anchor = side === 'inner' ? 'end' : 'start';
        const look = { anchor, size: m.small, bold: true, secondary: true } as const;
        groups.push(label(words.place(group.place, side), columns.text, y + 16, columns.room, look));
        y += headHeight;
      }
      for (const lane of group.lanes) {
        const height = laneHeight(lane, columns.room, m, words) + spare;
        own.push(layOutLane(lane, columns, y, height, m, words));
        y += height;
      }
    }
    lanes.push(...own);
    walls.push(...wallPieces(columns.wall, top - 4, bottom, own));
    const look = { size: m.small, secondary: true } as const;
    captions.push(
      label(words.firewall, columns.wall, bottom + 18, 190, { ...look, anchor: 'middle' }),
      label(words.side(side), side === 'inner' ? margin : m.width - margin, bottom + 18, columns.room - 80, {
        ...look,
        anchor: side === 'inner' ? 'start' : 'end',
      }),
    );
  }
  return {
    width: m.width,
    height: bottom + captionHeight,
    ...layOutDeviceParts(picture, device, m, words),
    cable: cabled ? cableOf(device, lanes, bottom - 8) : [],
    walls,
    groups,
    lanes,
    captions,
  };
}

function layOutDeviceParts(picture: Picture, box: Box, m: Measures, words: PictureWords) {
  const { ports, texts, bars } = layOutDevice(picture, box, m, words);
  return { device: box, ports, texts, bars };
}

/** From the first outer lane down, below the device, and up into its LAN edge. */
function cableOf(device: Box, lanes: readonly LaneShape[], y: number): { x: number; y: number }[] {
  const outer = lanes.filter(({ lane }) => lane.side === 'outer');
  const x = device.x + device.w + 18;
  const first = Math.min(...outer.map(({ mark }) => mark.y));
  return [
    { x, y: first },
    { x, y },
    { x: device.x + 5, y },
    { x: device.x + 5, y: device.y + device.h },
  ];
}
