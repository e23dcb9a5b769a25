import { useViewport } from '@xyflow/react';
import { useMemo } from 'react';
import type { LaneShape } from '../../shared/documents/picture/layout-types.ts';
import type { Rule } from '../../shared/rules/types.ts';
import { said } from '../i18n/said.ts';
import { t, tn } from '../i18n/t.ts';

const shownRules = 4;
const shownAddresses = 6;
const tipWidth = 340;

interface TipLine {
  readonly key: string;
  readonly rule: Rule;
  readonly services: Set<string>;
  readonly nodes: Set<string>;
}

/** Rules that say the same of different services and nodes are one line. */
function linesOf(rules: readonly Rule[]): TipLine[] {
  const lines = new Map<string, TipLine>();
  for (const rule of rules) {
    const key = `${rule.entry} ${rule.direction} ${rule.port} ${rule.why.purpose}`;
    const line = lines.get(key) ?? { key, rule, services: new Set(), nodes: new Set() };
    line.services.add(rule.service);
    line.nodes.add(rule.node);
    lines.set(key, line);
  }
  return [...lines.values()];
}

function RuleLine({ line }: { readonly line: TipLine }) {
  const { rule, services, nodes } = line;
  const values = { services: [...services].join(', '), port: rule.port.toUpperCase() };
  return (
    <li>
      {rule.direction === 'out'
        ? t('{{services}} out by {{port}}', values)
        : t('{{services}} in by {{port}}', values)}
      {nodes.size > 1 ? ` · ${tn('{{count}} node', '{{count}} nodes', nodes.size)}` : ''}
      {rule.portBasis === 'assumed' ? ` · ${t('port assumed')}` : ''}
      <br />
      <span className="dim">{said(rule.why.purpose)}</span>
    </li>
  );
}

/** The rules of a lane: counterpart, services, why. Stays while it is pointed at; Esc closes it. */
export function LaneTip({
  id,
  shape,
  rules,
  pane,
  onStay,
  onLeave,
}: {
  readonly id: string;
  readonly shape: LaneShape;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly pane: { readonly width: number; readonly height: number };
  readonly onStay: () => void;
  readonly onLeave: () => void;
}) {
  const { x, y, zoom } = useViewport();
  const { lane, row } = shape;
  const own = useMemo(() => lane.items.flatMap((item) => rules.get(item) ?? []), [lane, rules]);
  const lines = useMemo(() => linesOf(own), [own]);
  const upper = y + (row.y + row.h) * zoom;
  const below = upper < pane.height * 0.55;
  const from = x + (lane.side === 'inner' ? row.x : row.x + row.w - tipWidth / zoom) * zoom;
  const left = Math.max(4, Math.min(pane.width - tipWidth - 4, from));
  const place = below ? { top: upper } : { bottom: pane.height - (y + row.y * zoom) };
  const addresses = lane.addresses.slice(0, shownAddresses);
  const more = lane.addresses.length - addresses.length;
  return (
    <div
      id={id}
      role="tooltip"
      className="topo-tip"
      style={{ left, maxWidth: `min(${tipWidth}px, 100%)`, ...place }}
      onMouseEnter={onStay}
      onMouseLeave={onLeave}
    >
      <strong>{lane.names.map(said).join(', ')}</strong>
      <p className="mono">
        {addresses.length === 0 ? t('No address yet.') : addresses.join(', ')}
        {more > 0 ? ` ${t('and {{count}} more', { count: more })}` : ''}
      </p>
      <ul>
        {lines.slice(0, shownRules).map((line) => (
          <RuleLine key={line.key} line={line} />
        ))}
      </ul>
      {lines.length > shownRules ? (
        <p className="sub">{tn('{{count}} more rule', '{{count}} more rules', lines.length - shownRules)}</p>
      ) : null}
    </div>
  );
}
