import { useMemo, useState } from 'react';
import type { Line } from '../../../shared/rules/lines.ts';
import { consolidate } from '../../../shared/rules/lines.ts';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { Choice } from '../../components/fields.tsx';
import { FindingsBanner } from '../../components/findings-banner.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { andList, plural } from '../../components/words.ts';
import { WrittenList } from '../../components/written-files.tsx';
import { useOpen } from '../../state/use-app.ts';
import { counterpartsOf } from './line-words.ts';
import { LineTable, whomToAsk } from './line-table.tsx';
import { RequestFields } from './request-fields.tsx';

function Readouts() {
  const { rules } = useOpen().preview;
  const count = (is: (rule: (typeof rules.rules)[number]) => boolean): number =>
    rules.rules.filter(is).length;
  const figures: readonly (readonly [number, string, boolean])[] = [
    [rules.rules.length, 'rules', false],
    [count((rule) => rule.direction === 'in'), 'in', false],
    [count((rule) => rule.direction === 'out'), 'out', false],
    [count((rule) => rule.level === 'required'), 'required', false],
    [count((rule) => rule.portBasis === 'assumed'), 'ports assumed', true],
    [count((rule) => rule.from.length === 0 || rule.to.length === 0), 'no address', true],
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

function MissingBanner({ lines }: { readonly lines: readonly Line[] }) {
  const { open, preview, acts } = useOpen();
  const missing = lines.filter((line) => counterpartsOf(line).length === 0);
  if (missing.length === 0) return null;
  const asked = [...new Set(missing.map((line) => whomToAsk(line, preview)))];
  const titles = [...new Set(missing.map((line) => line.title))];
  const question = `Firewall rules for ${open.history.present.customer?.site ?? 'a new node'}: which addresses are used for ${andList(titles)}?`;
  return (
    <Banner
      tone="unsure"
      icon="inconclusive"
      title={`${plural(missing.length, 'row')} ${missing.length === 1 ? 'has' : 'have'} no counterpart: ${andList(titles)}`}
      acts={
        <>
          <Act
            size="sm"
            icon="copy"
            onAct={() => void navigator.clipboard.writeText(question).catch(() => undefined)}
          >
            Copy question
          </Act>
          <Act size="sm" onAct={() => acts.goTo('endpoints')}>
            Enter addresses
          </Act>
        </>
      }
    >
      <p>Ask {andList(asked)}. “Any” is never written in their place; the request stays a draft.</p>
    </Banner>
  );
}

function SaveBox() {
  const { open, preview, acts } = useOpen();
  const [paper, setPaper] = useState<'a4' | 'letter'>('a4');
  const stale = open.request !== null && open.request.rulesKey !== preview.rulesKey;
  const valid = preview.findings.length === 0;
  return (
    <section className="box" aria-labelledby="save-head">
      <div className="box-head">
        <h2 id="save-head">Files</h2>
        <div className="row-acts">
          <Choice
            label={<span className="unseen">Paper</span>}
            value={paper}
            onChange={(value) => setPaper(value === 'letter' ? 'letter' : 'a4')}
            options={[
              { value: 'a4', label: 'A4' },
              { value: 'letter', label: 'Letter' },
            ]}
          />
          <Act
            icon="save"
            look={valid && (open.request === null || stale) ? 'filled' : 'plain'}
            onAct={() => void acts.saveRequest(['pdf', 'json'], paper)}
          >
            Save PDF and JSON
          </Act>
        </div>
      </div>
      <div className="pad">
        {open.request === null ? (
          <p className="sub">
            Not written yet.{' '}
            {!valid
              ? 'It can be written once the site is put right.'
              : preview.rules.draft
                ? 'It will be marked as a draft: addresses are missing.'
                : 'Nothing is missing.'}
          </p>
        ) : (
          <>
            {stale ? <p className="tone-unsure">The rules changed since these files were written.</p> : null}
            <WrittenList written={open.request.written} />
          </>
        )}
      </div>
    </section>
  );
}

/** Step 5: what the customer's firewall team is asked to permit. */
export function RequestStep() {
  const { open, preview } = useOpen();
  const { lines, sameSubnet } = useMemo(() => consolidate(preview.rules), [preview.rules]);
  const request = open.history.present.request;
  const number = request?.number ?? '';
  const [fields, setFields] = useState(number === '');
  return (
    <div className="screen">
      <ScreenTop
        title={`Change request ${number}`.trim()}
        acts={
          <Act icon="pen" expanded={fields} onAct={() => setFields(!fields)}>
            Parties and window
          </Act>
        }
      >
        Revision {request?.revision ?? 'A'}. What the customer’s firewall team is asked to permit.
      </ScreenTop>
      <FindingsBanner />
      <Readouts />
      <MissingBanner lines={lines} />
      <SaveBox />
      {fields ? <RequestFields /> : null}
      <LineTable lines={lines} />
      {sameSubnet.length === 0 ? null : (
        <p className="small sub">
          {plural(sameSubnet.length, 'flow')} inside the node’s own subnet: no firewall rule expected, checked
          all the same.
        </p>
      )}
    </div>
  );
}
