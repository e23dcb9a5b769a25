import type { Node, NodeProps } from '@xyflow/react';
import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import type { LaneShape } from '../../shared/documents/picture/layout-types.ts';
import type { LaneCalls } from './lane-calls.ts';
import { lookOf } from './looks.ts';

export type LaneNodeType = Node<
  {
    readonly shape: LaneShape;
    readonly place: string;
    readonly chosen: boolean;
    readonly tip: string | undefined;
    readonly calls: LaneCalls;
  },
  'lane'
>;

/** A counterpart: the whole row, from its name to the node, is the button. */
export const LaneNode = memo(function LaneNode({ data }: NodeProps<LaneNodeType>) {
  const { shape, place, chosen, tip, calls } = data;
  const { lane, title, about, state, notes, row } = shape;
  const inner = lane.side === 'inner';
  const { tone } = lookOf(lane.sight);
  // What was shortened is said in full after it: the name begins with what can be seen.
  const whole = [title, about].filter((label) => label.text !== label.whole).map((label) => label.whole);
  const left = title.anchor === 'end' ? 4 : title.x - row.x;
  return (
    <>
      <Handle type="source" position={inner ? Position.Right : Position.Left} isConnectable={false} />
      <button
        type="button"
        data-lane={lane.id}
        className={`topo-lane nopan ${chosen ? 'chosen' : ''} ${lane.missing ? 'missing' : ''}`}
        style={{ width: row.w, height: row.h }}
        aria-pressed={chosen}
        aria-describedby={tip}
        onClick={() => calls.choose(lane)}
        onMouseEnter={() => calls.point(lane)}
        onMouseLeave={() => calls.point(null)}
        onFocus={() => calls.focus(lane)}
        onBlur={() => calls.focus(null)}
      >
        <span
          className="topo-words"
          style={
            inner
              ? { left, width: title.x - row.x - left, textAlign: 'right' }
              : { left, right: 4, textAlign: 'left' }
          }
        >
          <span className="topo-title">{title.text} </span>
          <span className="topo-about">
            {about.text} {state === null ? null : <b className={`tone-${tone}`}>{state.text}</b>}
          </span>
          {notes.map((note) => (
            <span key={note.y} className="topo-about">
              {note.text}
            </span>
          ))}
          <span className="unseen"> · {[...whole, place].join(' · ')}</span>
        </span>
      </button>
    </>
  );
});
