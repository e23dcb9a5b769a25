import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { CheckRecord } from '../../../shared/results/types.ts';
import type { Rule } from '../../../shared/rules/types.ts';
import { placeWord } from '../../../shared/verdicts/place-word.ts';
import { Act } from '../../components/act.tsx';
import { CopyAct } from '../../components/copy.tsx';
import { Chip, observationWord, toneOfVerdict, verdictWord } from '../../components/state-words.tsx';
import { BasisTag, PortTag } from '../../components/tags.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';
import { levelWords } from '../request/line-words.ts';
import type { Settling } from '../report/settle-form.tsx';
import { SettleForm } from '../report/settle-form.tsx';
import { engineerText, evidenceOf } from './evidence.ts';
import { decisionOf } from './rule-decision.ts';

function vantageWords({ vantage }: CheckRecord): string {
  if (vantage.kind === 'peer') return t('from node {{node}}', { node: vantage.node });
  return vantage.kind === 'laptop' ? t('from the laptop') : t('from the node');
}

/** How the check's rule is decided by a person, and the form for it. */
function Decision({
  rule,
  settling,
  onSettle,
}: {
  readonly rule: Rule;
  readonly settling: Settling | null;
  readonly onSettle: (kind: Settling | null) => void;
}) {
  const { open } = useOpen();
  const decided = decisionOf(open.history.present, rule);
  if (settling !== null)
    return (
      <div className="side-part settle-part">
        <h3>{settling === 'attest' ? t('Attest the rule') : t('Waive the rule')}</h3>
        <SettleForm
          obstacle={{ id: rule.id, digest: rule.digest }}
          kind={settling}
          onDone={() => onSettle(null)}
        />
      </div>
    );
  if (decided === null) return null;
  return (
    <p className="side-part">
      <Chip
        tone={decided.kind}
        icon={decided.kind}
        words={
          decided.kind === 'attested'
            ? t('The rule is attested by {{by}}', { by: decided.by })
            : t('The rule is waived by {{by}} until {{until}}', {
                by: decided.by,
                until: decided.until ?? '',
              })
        }
      />
    </p>
  );
}

function useFocusOn(id: string, heading: RefObject<HTMLHeadingElement | null>): void {
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, [id, heading]);
}

/** One check: verdict, the sentence, where and whose, evidence. It takes the focus; Esc gives it back. */
export function CheckDetails({
  record,
  rule,
  first,
  onClose,
  onLeave,
  onStep,
  onAgain,
}: {
  readonly record: CheckRecord;
  readonly rule: Rule | undefined;
  /** What a key in the table asked for. */
  readonly first: Settling | null;
  readonly onClose: () => void;
  /** The focus went on while the details cover the screen: they must not hide where it is. */
  readonly onLeave: () => void;
  /** To the check before or after it in the table; null: there is none. */
  readonly onStep: { readonly up: (() => void) | null; readonly down: (() => void) | null };
  /** Null: it cannot be made again now. */
  readonly onAgain: (() => void) | null;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOn(record.id, heading);
  const [settling, setSettling] = useState(first);
  const title = rule === undefined ? record.rule : `${said(rule.title)}, ${rule.service}`;
  const tone = record.observation === 'not-run' ? 'idle' : toneOfVerdict(record.verdict);
  const mayDecide = rule !== undefined && record.verdict !== 'pass';
  return (
    <aside
      className="side details"
      aria-label={t('Details of the check')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || currentTarget.contains(relatedTarget)) return;
        if (getComputedStyle(currentTarget).position === 'fixed') onLeave();
      }}
    >
      <div className="side-part">
        <div className="box-line">
          <Chip
            tone={tone}
            icon={record.observation}
            words={
              record.weak
                ? t('{{observation}}: {{verdict}}, weak', stateWords(record))
                : t('{{observation}}: {{verdict}}', stateWords(record))
            }
          />
          <span className="row-acts tight">
            <Act
              size="sm"
              look="flat"
              icon="up"
              label={t('Previous check')}
              off={onStep.up === null}
              onAct={() => onStep.up?.()}
            />
            <Act
              size="sm"
              look="flat"
              icon="down"
              label={t('Next check')}
              off={onStep.down === null}
              onAct={() => onStep.down?.()}
            />
            <Act size="sm" look="flat" icon="close" label={t('Close the details')} onAct={onClose} />
          </span>
        </div>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {rule === undefined ? null : (
          <p className="sub">
            {levelWords(rule.level)} · {vantageWords(record)}, <PortTag port={rule.port} />{' '}
            <BasisTag basis={rule.portBasis} />
          </p>
        )}
      </div>
      <p className="side-part says">{said(record.explanation)}</p>
      {rule === undefined ? null : <Decision rule={rule} settling={settling} onSettle={setSettling} />}
      {record.advice === null ? null : (
        <dl className="side-part pairs">
          <dt>{said(placeWord(record.advice.confidence))}</dt>
          <dd>{said(record.advice.where)}</dd>
          <dt>{t('Owner')}</dt>
          <dd>
            <b>{said(record.advice.owner)}</b>
          </dd>
          <dt>{t('Try next')}</dt>
          <dd>{said(record.advice.next)}</dd>
        </dl>
      )}
      <div className="side-part last">
        <h3>{t('Evidence')}</h3>
        <dl className="pairs">
          {evidenceOf(record).map(([key, text]) => (
            <div key={key} className="pair">
              <dt>{key}</dt>
              <dd className="mono wrap">{text}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="side-acts">
        {onAgain === null ? null : (
          <Act size="sm" icon="rerun" onAct={onAgain}>
            {t('Run it again')}
          </Act>
        )}
        {mayDecide && settling === null ? (
          <>
            <Act size="sm" icon="attested" onAct={() => setSettling('attest')}>
              {t('Attest')}
            </Act>
            <Act size="sm" icon="waived" onAct={() => setSettling('waive')}>
              {t('Waive')}
            </Act>
          </>
        ) : null}
        <CopyAct text={engineerText(record, title)}>{t('Copy for the engineer')}</CopyAct>
      </div>
    </aside>
  );
}

function stateWords({ observation, verdict }: CheckRecord): {
  readonly observation: string;
  readonly verdict: string;
} {
  return { observation: observationWord(observation), verdict: verdictWord(verdict) };
}
