import { useEffect, useRef, useState } from 'react';
import type { NumberedLine } from '../../../shared/documents/change-request/facts.ts';
import { Act } from '../../components/act.tsx';
import { FindingsBanner } from '../../components/findings-banner.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { SwitchNote } from '../../components/switch-note.tsx';
import { useOpen } from '../../state/use-app.ts';
import { AskBar } from './ask-bar.tsx';
import { ExportBox } from './export-box.tsx';
import type { ExportChoice } from './export-formats.ts';
import { storeChoice, storedChoice } from './export-formats.ts';
import { LineTable } from './line-table.tsx';
import { MissingBanner } from './missing-banner.tsx';
import { RequestFields } from './request-fields.tsx';
import type { SideView } from './side-panel.tsx';
import { SidePanel } from './side-panel.tsx';
import { SinceWritten } from './since-written.tsx';
import { useRequestFacts } from './use-request-facts.ts';
import { t, tn } from '../../i18n/t.ts';

/** Counted in rows, as the table below and the documents number them. */
function Readouts({ lines }: { readonly lines: readonly NumberedLine[] }) {
  const count = (is: (line: NumberedLine['line']) => boolean): number =>
    lines.filter(({ line }) => is(line)).length;
  const figures: readonly (readonly [number, string, boolean])[] = [
    [lines.length, t('rows'), false],
    [count((line) => line.direction === 'in'), t('in'), false],
    [count((line) => line.direction === 'out'), t('out'), false],
    [count((line) => line.level === 'required'), t('required'), false],
    [count((line) => line.portBasis === 'assumed'), t('ports assumed'), true],
    [count((line) => line.from.length === 0 || line.to.length === 0), t('no address'), true],
  ];
  return (
    <dl className="meter">
      {figures.map(([figure, word, warns]) => (
        <div key={word} className={warns && figure > 0 ? 'tone-unsure' : ''}>
          <dd>{figure}</dd>
          <dt>{word}</dt>
        </div>
      ))}
    </dl>
  );
}

const narrow = 1100;

/** Step 5: what the customer's firewall team is asked to permit. */
export function RequestStep() {
  const { open } = useOpen();
  const facts = useRequestFacts();
  const { lines, sameSubnet } = facts;
  const request = open.history.present.request;
  const number = request?.number ?? '';
  const [fields, setFields] = useState(number === '');
  const [choice, setChoice] = useState(storedChoice);
  const [side, setSide] = useState<SideView | null>(() => (window.innerWidth < narrow ? null : 'pdf'));
  const [wide, setWide] = useState(false);
  const [selected, setSelected] = useState<string | null>(null);
  const [denied, setDenied] = useState<ReadonlySet<string>>(new Set());
  /** The focus follows the panel: into it, and back to the button that opens it. */
  const moves = useRef(false);
  const choose = (next: ExportChoice): void => {
    setChoice(next);
    storeChoice(next);
  };
  const deny = (id: string): void =>
    setDenied(new Set(denied.has(id) ? [...denied].filter((one) => one !== id) : [...denied, id]));
  /** The form stands below the files: opening it brings it into view. */
  const toggleFields = (): void => {
    setFields(!fields);
    if (!fields)
      setTimeout(() => document.querySelector('#parties-head')?.scrollIntoView({ block: 'start' }), 0);
  };
  const closeSide = (): void => {
    setWide(false);
    setSide(null);
    moves.current = true;
  };
  const openSide = (): void => {
    setSide('pdf');
    moves.current = true;
  };
  useEffect(() => {
    if (!moves.current) return;
    moves.current = false;
    const place = side === null ? '#show-preview' : '.side-tab';
    document.querySelector<HTMLElement>(place)?.focus();
  }, [side]);
  return (
    <div className={`split request-split ${side === null ? 'closed' : ''}`}>
      <div className="screen">
        <ScreenTop
          title={t('Change request {{number}}', { number }).trim()}
          acts={
            <div className="row-acts">
              <Act icon="pen" expanded={fields} onAct={toggleFields}>
                {t('Parties and window')}
              </Act>
              {side === null ? (
                <Act id="show-preview" icon="pdf" onAct={openSide}>
                  {t('Preview')}
                </Act>
              ) : null}
            </div>
          }
        >
          {t('Revision {{revision}}. What the customer’s firewall team is asked to permit.', {
            revision: request?.revision ?? 'A',
          })}
        </ScreenTop>
        <FindingsBanner />
        <AskBar facts={facts} />
        <SinceWritten />
        <Readouts lines={lines} />
        <MissingBanner lines={lines} />
        <ExportBox choice={choice} onChange={choose} />
        {fields ? <RequestFields /> : null}
        <LineTable
          lines={lines}
          selected={selected}
          onSelect={setSelected}
          denied={side === 'denied' ? denied : null}
          onDeny={deny}
        />
        {sameSubnet.length === 0 ? null : (
          <p className="small sub">
            {tn(
              '{{count}} flow inside the node’s own subnet: no firewall rule expected, checked all the same.',
              '{{count}} flows inside the node’s own subnet: no firewall rule expected, checked all the same.',
              sameSubnet.length,
            )}
          </p>
        )}
        <SwitchNote />
      </div>
      {side === null ? null : (
        <SidePanel
          view={side}
          onView={(view) => {
            setWide(false);
            setSide(view);
          }}
          wide={wide}
          onWide={() => setWide(!wide)}
          onClose={closeSide}
          paper={choice.paper}
          selected={lines.find(({ line }) => line.id === selected)?.number ?? null}
          denied={denied}
          onClear={() => setDenied(new Set())}
        />
      )}
    </div>
  );
}
