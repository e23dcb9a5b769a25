import { useState } from 'react';
import type { Line } from '../../../shared/rules/lines.ts';
import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { useRoving } from '../../components/roving.ts';
import { Segments } from '../../components/segments.tsx';
import { BasisTag, PortTag } from '../../components/tags.tsx';
import { andList } from '../../components/words.ts';
import type { Preview } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { withPort } from '../deployment/port-table.tsx';
import { counterpartsOf, nodeSideOf, partyWords, serviceWords } from './line-words.ts';

const shownAtOnce = 200;

/** What the counterpart is called: its label, or the roles of the entry. */
function counterpartName(line: Line, preview: Preview): string {
  const { catalog } = preview;
  const labels = counterpartsOf(line).map((party) => party.label);
  if (labels.length === 1 && labels[0] !== null && labels[0] !== undefined) return labels[0];
  const entry = catalog.entries.find((one) => one.id === line.entry);
  return andList((entry?.roles ?? []).map((role) => catalog.roles[role]?.title ?? role)) || line.title;
}

/** Whom to ask for a missing address. */
export function whomToAsk(line: Line, preview: Preview): string {
  const { catalog } = preview;
  const roles = catalog.entries.find((one) => one.id === line.entry)?.roles ?? [];
  const vendor = roles.some((role) => catalog.roles[role]?.knownBy === 'vendor');
  return vendor ? catalog.vendorContact : 'the customer';
}

function Addresses({ line, preview }: { readonly line: Line; readonly preview: Preview }) {
  const parties = counterpartsOf(line);
  if (parties.length === 0)
    return (
      <span className="state tone-unsure">
        <Icon name="inconclusive" /> address missing: ask {whomToAsk(line, preview)}
      </span>
    );
  return <span className="mono wrap sub">{parties.map(partyWords).join(', ')}</span>;
}

const ports = [
  { value: 'lan', label: 'LAN' },
  { value: 'wan', label: 'WAN' },
  { value: 'both', label: 'both' },
] as const;

function Why({ line }: { readonly line: Line }) {
  const { open, preview, acts } = useOpen();
  const entry = preview.catalog.entries.find((one) => one.id === line.entry);
  const chosen = open.history.present.entries?.[line.entry]?.port ?? null;
  const published = entry?.published;
  return (
    <dl className="why-here">
      <dt>On because</dt>
      <dd>
        {line.why.because} {line.why.purpose}
        {line.why.row === null
          ? ' Proposed by Gatecheck, not by the source.'
          : ` (source, row ${line.why.row})`}
        {line.why.publishedCondition === null ? '' : ` The source: “${line.why.publishedCondition}”`}
      </dd>
      <dt>Service</dt>
      <dd>
        <span className="mono">{serviceWords(line)}</span>
        {line.group === null ? '' : ': any of these is enough'}
        {published === null || published === undefined
          ? ''
          : `, published as ${published.services.join(', ')}`}
      </dd>
      <dt>Level</dt>
      <dd>
        {line.level} <BasisTag basis={line.levelBasis} />
      </dd>
      <dt>Port</dt>
      <dd>
        {line.portBasis === 'assumed' ? `${line.port.toUpperCase()} is our assumption.` : null}
        {line.portBasis === 'chosen' ? `${line.port.toUpperCase()} is your choice.` : null}
        {line.portBasis === 'source' ? 'In One-Arm the LAN port carries everything (source).' : null}{' '}
        {preview.rules.deployment === 'inline' && entry !== undefined ? (
          <Segments
            name={`Port of ${line.title}`}
            segments={ports}
            chosen={chosen}
            assumed={entry.inline.port}
            onChoose={(port) => acts.edit((site) => withPort(site, line.entry, port))}
          />
        ) : null}
      </dd>
      <dt>If denied</dt>
      <dd>{line.why.ifDenied}</dd>
      {line.unchecked === null ? null : (
        <>
          <dt>Check</dt>
          <dd>{line.unchecked}</dd>
        </>
      )}
    </dl>
  );
}

function Row({
  line,
  number,
  opened,
  onToggle,
  roving,
}: {
  readonly line: Line;
  readonly number: number;
  readonly opened: boolean;
  readonly onToggle: () => void;
  readonly roving: ReturnType<ReturnType<typeof useRoving>['row']>;
}) {
  const { preview } = useOpen();
  const other = counterpartName(line, preview);
  const [from, to] = line.direction === 'in' ? [other, line.node] : [line.node, other];
  const missing = counterpartsOf(line).length === 0;
  return (
    <>
      <tr data-row className={`${opened ? 'opened' : ''} ${missing ? 'missing-row' : ''}`} {...roving}>
        <td className="sub">{number}</td>
        <td>
          {from} <Icon name="right" />
          <span className="unseen"> to </span> {to}
          <br />
          <Addresses line={line} preview={preview} />
        </td>
        <td className="mono wrap">
          {serviceWords(line)}
          {line.group === null ? null : <span className="line-2">any of these</span>}
        </td>
        <td>
          <PortTag port={line.port} /> <BasisTag basis={line.portBasis} />
          <span className="line-2 mono wrap">
            {nodeSideOf(line).map(partyWords).join(', ') || 'address missing'}
          </span>
        </td>
        <td>
          {line.title}
          <span className="line-2">{line.level}</span>
        </td>
        <td className="num">
          <Act
            size="sm"
            look="flat"
            icon={opened ? 'up' : 'down'}
            label={`Why row ${number}, ${line.title}`}
            expanded={opened}
            onAct={onToggle}
          />
        </td>
      </tr>
      {opened ? (
        <tr className="opened">
          <td colSpan={6}>
            <Why line={line} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** The rows of the request. */
export function LineTable({ lines }: { readonly lines: readonly Line[] }) {
  const [opened, setOpened] = useState<string | null>(null);
  const [limit, setLimit] = useState(shownAtOnce);
  const toggle = (id: string): void => setOpened(opened === id ? null : id);
  const shown = lines.slice(0, limit);
  const roving = useRoving((index) => {
    const line = shown[index];
    if (line !== undefined) toggle(line.id);
  });
  if (lines.length === 0)
    return <p className="sub">No rules yet. Switch a feature on, or add a rule of the site’s own.</p>;
  return (
    <div className="box">
      <table className="table line-table" aria-label="Rows of the request">
        <colgroup>
          <col style={{ width: 44 }} />
          <col />
          <col style={{ width: 130 }} />
          <col style={{ width: 160 }} />
          <col style={{ width: 180 }} />
          <col style={{ width: 48 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">Who starts → who answers</th>
            <th scope="col">Service</th>
            <th scope="col">Node’s port</th>
            <th scope="col">Why</th>
            <th scope="col">
              <span className="unseen">Open</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((line, index) => (
            <Row
              key={line.id}
              line={line}
              number={index + 1}
              opened={opened === line.id}
              onToggle={() => toggle(line.id)}
              roving={roving.row(index)}
            />
          ))}
        </tbody>
      </table>
      <div className="table-foot">
        <span>
          Rows 1 to {shown.length} of {lines.length}
        </span>
        {shown.length < lines.length ? (
          <Act size="sm" onAct={() => setLimit(limit + shownAtOnce)}>
            Show more
          </Act>
        ) : null}
        <span className="dim">
          <kbd>Space</kbd> opens a row’s why
        </span>
      </div>
    </div>
  );
}
