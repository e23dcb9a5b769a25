import '@xyflow/react/dist/base.css';
import type { Node, NodeHandle } from '@xyflow/react';
import { Position, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { LaneShape, PictureLayout } from '../../shared/documents/picture/layout-types.ts';
import type { PictureLane } from '../../shared/documents/picture/types.ts';
import type { Rule } from '../../shared/rules/types.ts';
import { Act } from '../components/act.tsx';
import { t } from '../i18n/t.ts';
import type { FlowEdgeType } from './flow-edge.tsx';
import { FlowEdge } from './flow-edge.tsx';
import type { GroundNodeType } from './ground-node.tsx';
import { GroundNode } from './ground-node.tsx';
import type { LaneCalls } from './lane-calls.ts';
import type { LaneNodeType } from './lane-node.tsx';
import { LaneNode } from './lane-node.tsx';
import { LaneTip } from './lane-tip.tsx';

const nodeTypes = { lane: LaneNode, ground: GroundNode };
const edgeTypes = { flow: FlowEdge };
const groundId = 'ground';
const zoomStep = 1.25;
/** Smaller, a lane is no target for a finger any more, and its words cannot be read: then the picture is moved instead. */
const leastZoom = 0.7;
const quiet = { 'aria-roledescription': undefined };

export interface CanvasProps {
  readonly layout: PictureLayout;
  readonly placeOf: (lane: PictureLane) => string;
  /** Width of the pane; its height follows from the layout. */
  readonly width: number;
  readonly height: number;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly isChosen: (lane: PictureLane) => boolean;
  readonly onChoose: (lane: PictureLane) => void;
  readonly label: string;
}

function useLaneTip(): {
  readonly shown: string | null;
  readonly calls: Omit<LaneCalls, 'choose'>;
  readonly stay: () => void;
  readonly leave: () => void;
  readonly close: () => boolean;
} {
  const [pointed, setPointed] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const stay = useCallback(() => window.clearTimeout(timer.current), []);
  const point = useCallback(
    (lane: PictureLane | null) => {
      stay();
      // The pointer needs a moment to reach the tip itself, and to cross a lane without opening it.
      timer.current = window.setTimeout(() => setPointed(lane?.id ?? null), lane === null ? 200 : 120);
    },
    [stay],
  );
  useEffect(() => stay, [stay]);
  const leave = useCallback(() => point(null), [point]);
  const focus = useCallback((lane: PictureLane | null) => setFocused(lane?.id ?? null), []);
  const calls = useMemo(() => ({ point, focus }), [point, focus]);
  const shown = pointed ?? focused;
  const close = (): boolean => {
    if (shown === null) return false;
    stay();
    setPointed(null);
    setFocused(null);
    return true;
  };
  return { shown, calls, stay, leave, close };
}

/**
 * What React Flow would measure of a node. It forgets what it measured whenever a node is made anew, with every keystroke, and
 * draws no line to a node that it has no measures of; the layout knows them all.
 */
function measures(
  { w, h }: { readonly w: number; readonly h: number },
  handle: Pick<NodeHandle, 'type' | 'position'>,
): Required<Pick<Node, 'width' | 'height' | 'measured' | 'handles'>> {
  const x = handle.position === Position.Right ? w : 0;
  return {
    width: w,
    height: h,
    measured: { width: w, height: h },
    handles: [{ ...handle, x, y: h / 2, width: 1, height: 1 }],
  };
}

function laneNodes(
  { layout, placeOf, isChosen }: CanvasProps,
  calls: LaneCalls,
  tip: { readonly id: string; readonly lane: string | null },
): LaneNodeType[] {
  return layout.lanes.map((shape) => ({
    id: shape.lane.id,
    type: 'lane',
    position: { x: shape.row.x, y: shape.row.y },
    ...measures(shape.row, {
      type: 'source',
      position: shape.lane.side === 'inner' ? Position.Right : Position.Left,
    }),
    zIndex: 2,
    domAttributes: quiet,
    data: {
      shape,
      place: placeOf(shape.lane),
      chosen: isChosen(shape.lane),
      tip: tip.lane === shape.lane.id ? tip.id : undefined,
      calls,
    },
  }));
}

function edgesOf(shapes: readonly LaneShape[]): FlowEdgeType[] {
  return shapes.map((shape) => ({
    id: shape.lane.id,
    type: 'flow',
    source: shape.lane.id,
    target: groundId,
    zIndex: 1,
    domAttributes: { 'aria-hidden': true },
    data: { shape },
  }));
}

function Canvas(props: CanvasProps) {
  const { layout, width, height, rules, onChoose, label } = props;
  const flow = useReactFlow();
  const id = useId();
  const tip = useLaneTip();
  const { calls: tipCalls, shown } = tip;
  const calls = useMemo(() => ({ ...tipCalls, choose: onChoose }), [tipCalls, onChoose]);
  const zoom = Math.max(leastZoom, Math.min(1, width / layout.width));
  const whole = useMemo(
    () => ({ x: Math.max(0, (width - layout.width * zoom) / 2), y: 0, zoom }),
    [width, layout.width, zoom],
  );
  const fit = useCallback(() => void flow.setViewport(whole), [flow, whole]);
  useEffect(fit, [fit]);
  const ground = useMemo(
    (): GroundNodeType => ({
      id: groundId,
      type: 'ground',
      position: { x: 0, y: 0 },
      ...measures({ w: layout.width, h: layout.height }, { type: 'target', position: Position.Left }),
      zIndex: 0,
      domAttributes: quiet,
      data: { layout },
    }),
    [layout],
  );
  const nodes = [ground, ...laneNodes(props, calls, { id: `${id}-tip`, lane: shown })];
  const edges = useMemo(() => edgesOf(layout.lanes), [layout]);
  const shape = shown === null ? undefined : layout.lanes.find(({ lane }) => lane.id === shown);
  const zoomBy = (by: number): void => void flow.zoomTo(flow.getZoom() * by);
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') zoomBy(zoomStep);
    else if (event.key === '-') zoomBy(1 / zoomStep);
    else if (event.key === '0') fit();
    else if (event.key !== 'Escape' || !tip.close()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** A lane that has the focus is always in view. */
  const onFocus = (event: { readonly target: Element }): void => {
    const name = event.target.getAttribute('data-lane');
    const own = layout.lanes.find(({ lane }) => lane.id === name);
    if (own === undefined) return;
    const view = flow.getViewport();
    const top = own.row.y * view.zoom + view.y;
    const left = own.row.x * view.zoom + view.x;
    const seen =
      top >= 0 &&
      top + own.row.h * view.zoom <= height &&
      left >= -1 &&
      left + own.row.w * view.zoom <= width + 1;
    if (!seen) void flow.setCenter(own.row.x + own.row.w / 2, own.row.y + own.row.h / 2, { zoom: view.zoom });
  };
  return (
    <div className="topo-canvas" onKeyDown={onKey} onFocus={onFocus}>
      <div className="topo-pane" style={{ height }}>
        <ReactFlow
          id={id}
          ref={(element) => element?.setAttribute('role', 'group')}
          aria-label={label}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          defaultViewport={whole}
          minZoom={Math.min(0.4, zoom)}
          maxZoom={3}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          zoomOnScroll={false}
          zoomOnDoubleClick={false}
          preventScrolling={false}
          panActivationKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          deleteKeyCode={null}
          disableKeyboardA11y
          proOptions={{ hideAttribution: true }}
        />
        {shape === undefined ? null : (
          <LaneTip
            id={`${id}-tip`}
            shape={shape}
            rules={rules}
            pane={{ width, height }}
            onStay={tip.stay}
            onLeave={tip.leave}
          />
        )}
      </div>
      <div className="topo-foot">
        <span className="sub">
          {layout.lanes.some(({ strokes }) => strokes.some(({ arrow }) => arrow))
            ? t('The arrow points at who answers.')
            : t('Lines become arrows when addresses are entered.')}
        </span>
        <Act size="sm" icon="minus" label={t('Zoom out')} onAct={() => zoomBy(1 / zoomStep)} />
        <Act size="sm" icon="plus" label={t('Zoom in')} onAct={() => zoomBy(zoomStep)} />
        <Act size="sm" onAct={fit}>
          {t('Fit')}
        </Act>
      </div>
    </div>
  );
}

/** The picture, drawn by React Flow. */
export function FlowCanvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}
