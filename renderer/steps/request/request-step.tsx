import { useEffect, useRef, useState } from 'react';
import type { NumberedLine } from '../../../shared/documents/change-request/facts.ts';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { FindingsBanner } from '../../components/findings-banner.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { SwitchNote } from '../../components/switch-note.tsx';
import { andList } from '../../components/words.ts';
import { useOpen } from '../../state/use-app.ts';
import { AskBar } from './ask-bar.tsx';
import { ExportBox } from './export-box.tsx';
import type { ExportChoice } from './export-formats.ts';
import { storeChoice, storedChoice } from './export-formats.ts';
import { counterpartsOf } from './line-words.ts';
import { LineTable, whomToAsk } from './line-table.tsx';
import { RequestFields } from './request-fields.tsx';
import type { SideView } from './side-panel.tsx';
import { SidePanel } from './side-panel.tsx';
import { SinceWritten } from './since-written.tsx';
import { useRequestFacts } from './use-request-facts.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

function Readouts() {
  const { rules } = useOpen().preview;
  const count = (is: (rule: (typeof rules.rules)[number]) => boolean): number =>
    rules.rules.filter(is).length;
  const figures: readonly (readonly [number, string, boolean])[] = [
    [rules.rules.length, t('rules'), false],
    [count((rule) => rule.direction === 'in'), t('in'), false],
    [count((rule) => rule.direction === 'out'), t('out'), false],
    [count((rule) => rule.level === 'required'), t('required'), false],
    [count((rule) => rule.portBasis === 'assumed'), t('ports assumed'), true],
    [count((rule) => rule.from.length === 0 || rule.to.length === 0), t('no address'), true],
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

function MissingBanner({ lines }: { readonly lines: readonly NumberedLine[] }) {
  const { open, preview, acts } = useOpen();
  const missing = lines.filter(({ line }) => counterpartsOf(line).length === 0);
  if (missing.length === 0) return null;
  const asked = [...new Set(missing.map((each) => whomToAsk(each, preview)))];
  const titles = [...new Set(missing.map(({ line }) => said(line.title)))];
  const question = t('Firewall rules for {{site}}: which addresses are used for {{services}}?', {
    site: open.history.present.customer?.site ?? t('a new node'),
    services: andList(titles),
  });
  return (
    <Banner
      tone="unsure"
      icon="inconclusive"
      title={tn(
        '{{count}} row has no counterpart: {{services}}',
        '{{count}} rows have no counterpart: {{services}}',
        missing.length,
        { services: andList(titles) },
      )}
      acts={
        <>
          <Act
            size="sm"
            icon="copy"
            onAct={() => void navigator.clipboard.writeText(question).catch(() => undefined)}
          >
            {t('Copy question')}
          </Act>
          <Act size="sm" onAct={() => acts.goTo('endpoints')}>
            {t('Enter addresses')}
          </Act>
        </>
      }
    >
      <p>
        {t('Ask {{whom}}. “Any” is never written in their place; the request stays a draft.', {
          whom: andList(asked),
        })}
      </p>
    </Banner>
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
              <Act icon="pen" expanded={fields} onAct={() => setFields(!fields)}>
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
        <SwitchNote />
        <SinceWritten />
        <Readouts />
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
