import type { KeyboardEvent } from 'react';
import type { IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/state-words.tsx';
import { useOpen } from '../../state/use-app.ts';
import type { Lane, LaneState, LaneWay } from './lanes.ts';
import { nothingSent, stopsAt } from './lanes.ts';

const pitch = 30;
const width = 680;
const top = 24;

/** One side of the picture: where its parts stand. The outer side is the inner one, seen in a mirror. */
const sides = {
  inner: { text: 190, anchor: 'end', host: 200, wall: 256, node: 300 },
  outer: { text: 490, anchor: 'start', host: 480, wall: 424, node: 380 },
} as const;

const looks: Readonly<Record<LaneState, { readonly tone: Tone; readonly icon: IconName }>> = {
  pass: { tone: 'pass', icon: 'confirmed' },
  fail: { tone: 'fail', icon: 'fail' },
  inconclusive: { tone: 'unsure', icon: 'inconclusive' },
  running: { tone: 'running', icon: 'running' },
  waiting: { tone: 'idle', icon: 'not-run' },
  'not-run': { tone: 'idle', icon: 'not-run' },
  'no-address': { tone: 'idle', icon: 'not-run' },
};

function laneWords(lane: Lane): string {
  if (lane.state === 'no-address') return 'no address';
  if (lane.state === 'pass' || lane.observation === null) return lane.state;
  return lane.observation;
}

function Arrow({ x, y, to }: { readonly x: number; readonly y: number; readonly to: 'left' | 'right' }) {
  const tail = to === 'right' ? x - 7 : x + 7;
  return <path className="lane-head" d={`M${x} ${y} L${tail} ${y - 4} L${tail} ${y + 4} Z`} />;
}

/** The line of one direction: solid as far as the flow came, dotted behind it. */
function Line({ side, way, y }: { readonly side: Lane['side']; readonly way: LaneWay; readonly y: number }) {
  const { host, wall, node } = sides[side];
  const dead = nothingSent(way);
  const start = way.way === 'out' ? node : host;
  const end = way.way === 'out' ? host : node;
  const stop = way.state === 'pass' || stopsAt(way) === 'host' ? end : wall;
  return (
    <g className={`tone-${looks[way.state].tone} way-${way.state}`}>
      {stop === end ? null : <path className="lane-rest" d={`M${wall} ${y}H${end}`} />}
      <path className={dead ? 'lane-rest' : 'lane-line'} d={`M${start} ${y}H${stop}`} />
      {stop === end && !dead ? <Arrow x={end} y={y} to={end > start ? 'right' : 'left'} /> : null}
    </g>
  );
}

function LaneRow({
  lane,
  y,
  chosen,
  onChoose,
}: {
  readonly lane: Lane;
  readonly y: number;
  readonly chosen: boolean;
  readonly onChoose: (check: string) => void;
}) {
  const { text, anchor, wall, host } = sides[lane.side];
  const look = looks[lane.state];
  const icon = lane.state === 'pass' || lane.observation === null ? look.icon : lane.observation;
  const at = stopsAt(lane) === 'host' && lane.state !== 'pass' ? (host + wall) / 2 : wall;
  const both = lane.ways.length > 1;
  const { check } = lane;
  const act = (): void => {
    if (check !== null) onChoose(check);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    act();
  };
  return (
    <g
      className={`lane tone-${look.tone} ${chosen ? 'chosen' : ''} ${check === null ? '' : 'can-open'}`}
      {...(check === null
        ? { role: 'img' }
        : { role: 'button', tabIndex: 0, onClick: act, onKeyDown: onKey, 'aria-pressed': chosen })}
      aria-label={`${lane.title} ${lane.services} · ${laneWords(lane)}`}
    >
      <rect
        className="lane-ground"
        x={lane.side === 'inner' ? 4 : 384}
        y={y - 15}
        width="292"
        height="30"
        rx="2"
      />
      <text x={text} y={y - 2} textAnchor={anchor}>
        {`${lane.title} `}
      </text>
      <text x={text} y={y + 11} textAnchor={anchor} className="t11 t2">
        {lane.services} · <tspan className="lane-word">{laneWords(lane)}</tspan>
      </text>
      {lane.ways.map((way, index) => (
        <Line key={way.way} side={lane.side} way={way} y={both ? y - 4 + index * 8 : y} />
      ))}
      <circle className="surface" cx={at} cy={y} r="10" />
      <use className="lane-mark" href={`#i-${icon}`} x={at - 8} y={y - 8} width="16" height="16" />
    </g>
  );
}

function Wall({ x, height }: { readonly x: number; readonly height: number }) {
  return (
    <>
      <path className="ink" strokeWidth="6" strokeDasharray="14 20" d={`M${x} ${top - 14}V${height - 22}`} />
      <text x={x} y={height - 6} textAnchor="middle" className="t11 t2">
        firewall
      </text>
    </>
  );
}

/** Node, walls and counterparts: the mark sits where the flow probably stops. Shares its selection with the table. */
export function FlowPicture({
  lanes,
  chosen,
  onChoose,
}: {
  readonly lanes: readonly Lane[];
  /** Entry of the chosen check, or null. */
  readonly chosen: string | null;
  readonly onChoose: (check: string) => void;
}) {
  const { preview } = useOpen();
  const inner = lanes.filter((lane) => lane.side === 'inner');
  const outer = lanes.filter((lane) => lane.side === 'outer');
  const rows = Math.max(inner.length, outer.length, 2);
  const height = top + rows * pitch + 16;
  const { nodes } = preview.site;
  const gapOf = (list: readonly Lane[]): number => (rows * pitch) / Math.max(list.length, 1);
  const place = (list: readonly Lane[], index: number): number => top + gapOf(list) * (index + 0.5) - 6;
  return (
    <figure className="box picture">
      <svg
        className="drawing"
        viewBox={`0 0 ${width} ${height}`}
        aria-label="Who talks to the node"
        role="group"
      >
        <Wall x={sides.inner.wall} height={height} />
        {outer.length === 0 ? null : <Wall x={sides.outer.wall} height={height} />}
        <rect className="face" x="300" y={top - 14} width="80" height={height - 38} rx="2" strokeWidth="2" />
        <text x="340" y={height / 2 - 6} textAnchor="middle" className="b">
          {nodes.length === 1 ? nodes[0]?.name : `${nodes.length} nodes`}
        </text>
        <text x="340" y={height / 2 + 10} textAnchor="middle" className="t11 t2">
          {preview.rules.deployment === 'inline' ? 'LAN and WAN' : 'LAN'}
        </text>
        {[inner, outer].map((list) =>
          list.map((lane, index) => (
            <LaneRow
              key={lane.entry}
              lane={lane}
              y={place(list, index)}
              chosen={lane.entry === chosen}
              onChoose={onChoose}
            />
          )),
        )}
        <text x="8" y={height - 6} className="t11 t2">
          inner network
        </text>
        <text x={width - 8} y={height - 6} textAnchor="end" className="t11 t2">
          outside
        </text>
      </svg>
    </figure>
  );
}
