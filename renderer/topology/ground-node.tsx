import type { Node, NodeProps } from '@xyflow/react';
import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import type { Box, Label, PictureLayout } from '../../shared/documents/picture/layout-types.ts';

export type GroundNodeType = Node<{ readonly layout: PictureLayout }, 'ground'>;

function Text({ label, className = '' }: { readonly label: Label; readonly className?: string }) {
  return (
    <text
      x={label.x}
      y={label.y}
      textAnchor={label.anchor}
      fontSize={label.size}
      className={`${label.bold ? 'strong' : ''} ${label.mono ? 'mono' : ''} ${label.secondary ? 'second' : ''} ${className}`}
    >
      {label.text}
      {label.text === label.whole ? null : <title>{label.whole}</title>}
    </text>
  );
}

function Rect({
  box,
  className,
  rx = 0,
}: {
  readonly box: Box;
  readonly className: string;
  readonly rx?: number;
}) {
  return <rect x={box.x} y={box.y} width={box.w} height={box.h} rx={rx} className={className} />;
}

/** What does not change while checks run: the node with its ports, walls with gates, zones. Said in words beside the picture. */
export const GroundNode = memo(function GroundNode({ data }: NodeProps<GroundNodeType>) {
  const { width, height, device, bars, ports, texts, walls, groups, captions, cable } = data.layout;
  const [start, ...rest] = cable;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <svg className="topo-ground-drawing" width={width} height={height} aria-hidden="true" focusable="false">
        {walls.map((box) => (
          <Rect key={`${box.x} ${box.y}`} box={box} className="wall" />
        ))}
        {start === undefined ? null : (
          <path
            className="cable"
            d={`M${start.x} ${start.y}${rest.map(({ x, y }) => `L${x} ${y}`).join('')}`}
          />
        )}
        <Rect box={device} className="device" rx={3} />
        {bars.map((box) => (
          <Rect key={box.x} box={box} className="wall" />
        ))}
        {ports.map(({ tag, label, connected }) => (
          <g key={`${tag.x} ${tag.y}`}>
            <Rect box={tag} className={connected ? 'port' : 'port off'} rx={2} />
            <Text label={label} className={connected ? 'on-port' : ''} />
          </g>
        ))}
        {[...texts, ...groups, ...captions].map((label) => (
          <Text key={`${label.x} ${label.y} ${label.whole}`} label={label} />
        ))}
      </svg>
    </>
  );
});
