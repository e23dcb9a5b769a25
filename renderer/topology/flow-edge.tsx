import type { Edge, EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { LaneShape, Stroke } from '../../shared/documents/picture/layout-types.ts';
import { lookOf } from './looks.ts';

export type FlowEdgeType = Edge<{ readonly shape: LaneShape }, 'flow'>;

const markSize = 16;

function Line({ stroke, shape }: { readonly stroke: Stroke; readonly shape: LaneShape }) {
  const { x1, x2, y, kind, arrow } = stroke;
  const sight = shape.lane.ways.find(({ way }) => way === stroke.way)?.sight ?? shape.lane.sight;
  const back = x2 > x1 ? -7 : 7;
  return (
    <g className={`tone-${lookOf(sight).tone} way-${sight.state}`}>
      <path className={`topo-${kind}`} d={`M${x1} ${y}H${arrow ? x2 + back : x2}`} />
      {arrow ? <path className="topo-head" d={`M${x2} ${y} l${back} -4 v8 Z`} /> : null}
    </g>
  );
}

/** A lane's flows by direction, and its mark where they probably stop. Said by the lane's button, so hidden here. */
export const FlowEdge = memo(function FlowEdge({ data }: EdgeProps<FlowEdgeType>) {
  if (data === undefined) return null;
  const { shape } = data;
  const { tone, icon } = lookOf(shape.lane.sight);
  const { x, y } = shape.mark;
  return (
    <g className={shape.lane.assumed ? 'topo-assumed' : ''}>
      {shape.strokes.map((stroke, index) => (
        <Line key={index} stroke={stroke} shape={shape} />
      ))}
      {icon === null ? null : (
        <g className={`tone-${tone}`}>
          <circle className="topo-ground" cx={x} cy={y} r={markSize / 2 + 2} />
          <use
            className="topo-mark"
            href={`#i-${icon}`}
            x={x - markSize / 2}
            y={y - markSize / 2}
            width={markSize}
            height={markSize}
          />
        </g>
      )}
    </g>
  );
});
