import type { ReadAnswer } from '../../../shared/ipc/contract.ts';
import type { Answer, AnsweredLine, Decision } from '../../../shared/documents/answer/schema.ts';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import type { IconName } from '../../components/icon.tsx';
import { Icon } from '../../components/icon.tsx';
import { WrittenList } from '../../components/written-files.tsx';
import { useOpen } from '../../state/use-app.ts';
import { FeatureLine } from './denied-panel.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

interface Look {
  readonly words: string;
  readonly icon: IconName;
  readonly tone: string;
}

const decisions = (): Readonly<Record<Decision, Look>> => ({
  approve: { words: t('approved'), icon: 'confirmed', tone: 'pass' },
  'in-place': { words: t('in place'), icon: 'confirmed', tone: 'pass' },
  withdraw: { words: t('withdrawn'), icon: 'confirmed', tone: 'pass' },
  deny: { words: t('denied'), icon: 'fail', tone: 'fail' },
  keep: { words: t('kept'), icon: 'fail', tone: 'fail' },
});

const undecided = (): Look => ({ words: t('not decided'), icon: 'inconclusive', tone: 'unsure' });

function Line({ line }: { readonly line: AnsweredLine }) {
  const { words, icon, tone } = line.decision === null ? undecided() : decisions()[line.decision];
  const { rule, by, active } = line.implementation;
  const record = [rule, by, active ?? ''].filter((text) => text !== '').join(', ');
  return (
    <li>
      <p>
        <span className="dim">{line.number}</span> {said(line.title)}{' '}
        <span className={`state tone-${tone}`}>
          <Icon name={icon} /> {words}
        </span>
        {line.by === 'all' ? <span className="small sub"> {t('by the box for all')}</span> : null}
      </p>
      {line.comment === '' ? null : <p className="small sub wrap">“{line.comment}”</p>}
      {record === '' ? null : <p className="small sub wrap">{t('Implemented: {{record}}', { record })}</p>}
    </li>
  );
}

/** Whether what was sent is still what was sent, with every place that differs. */
function Integrity({ integrity, findings }: Pick<Answer, 'integrity' | 'findings'>) {
  const changed = integrity.changes.length > 0;
  return (
    <div className="side-part">
      <h3>{t('What was fixed')}</h3>
      {[integrity.data, integrity.shown].map(({ answer, says }) => (
        <p key={says} className={answer === 'changed' ? 'tone-fail' : 'small sub'}>
          {said(says)}
        </p>
      ))}
      {changed ? (
        <ul aria-label={t('Altered places')}>
          {integrity.changes.map(({ place, sent, came }) => (
            <li key={place} className="small wrap">
              <b>{place}</b>: {t('sent “{{sent}}”, came “{{came}}”', { sent, came })}
            </li>
          ))}
        </ul>
      ) : null}
      {findings.map(({ path, message, cure }) => (
        <p key={`${path} ${message}`} className="small tone-unsure wrap">
          {path}: {said(message)} {said(cure)}
        </p>
      ))}
    </div>
  );
}

/** What Apply would change, and what it leaves. */
function Proposed({ read }: { readonly read: ReadAnswer }) {
  const { acts, open } = useOpen();
  const { ticket, addresses, left, offers } = read.proposal;
  const applied = open.answer?.applied ?? null;
  const changes = (ticket === null ? 0 : 1) + addresses.length;
  return (
    <div className="side-part">
      <h3>{t('What Apply changes')}</h3>
      {changes === 0 ? (
        <p className="small sub">{t('Nothing in the site. The answer is recorded.')}</p>
      ) : null}
      {ticket === null ? null : <p className="wrap">{t('Ticket: {{ticket}}', { ticket })}</p>}
      {addresses.map(({ title, values }) => (
        <p key={title} className="wrap">
          {said(title)}: <span className="mono">{values.join(', ')}</span>
        </p>
      ))}
      {left.map(({ path, message, cure }) => (
        <p key={`${path} ${message}`} className="small sub wrap">
          {t('Not applied, {{path}}:', { path })} {said(message)} {said(cure ?? '')}
        </p>
      ))}
      {offers.map(({ says }) => (
        <p key={says} className="small sub wrap">
          {t('You could: {{what}}', { what: said(says) })}
        </p>
      ))}
      {applied === null ? (
        <Act onAct={() => void acts.applyAnswer(read.id)}>{t('Apply')}</Act>
      ) : (
        <div role="status">
          <p className="tone-pass">
            <Icon name="confirmed" /> {t('Applied.')}
          </p>
          {applied.written === null ? (
            <p className="small sub">{t('The site has no file yet, so nothing was recorded beside it.')}</p>
          ) : (
            <WrittenList written={applied.written} />
          )}
        </div>
      )}
    </div>
  );
}

/** The request as it came back from the customer: read, held against what was sent, applied only at the person's word. */
export function AnswerPanel() {
  const { open, acts } = useOpen();
  const read = open.answer?.read ?? null;
  const choose = (
    <Act icon="folder" onAct={() => void acts.readAnswer()}>
      {read === null ? t('Read the filled request') : t('Read another file')}
    </Act>
  );
  if (read === null)
    return (
      <div className="denied-panel">
        <div className="side-part">
          <p className="sub">
            {t(
              'The PDF form or the workbook, as the customer filled it in. It is compared with what was sent; nothing changes before you press Apply.',
            )}
          </p>
          {choose}
        </div>
      </div>
    );
  const { answer, outcome, effect } = read;
  const { counts } = outcome;
  const hurt = effect.features.filter(({ fate }) => fate !== 'safe');
  return (
    <div className="denied-panel" tabIndex={0} role="region" aria-label={t('The answer')}>
      <div className="side-part">
        <Banner
          tone={outcome.kind === 'approved' ? 'pass' : 'unsure'}
          icon={outcome.kind === 'approved' ? 'confirmed' : 'inconclusive'}
          title={t(
            '{{fileName}}: {{approved}} approved, {{inPlace}} in place, {{denied}} denied, {{open}} not decided',
            {
              fileName: read.fileName,
              approved: counts.approved,
              inPlace: counts.inPlace,
              denied: counts.denied,
              open: counts.open,
            },
          )}
        >
          {outcome.says.map((says) => (
            <p key={says}>{said(says)}</p>
          ))}
        </Banner>
        <div className="row-acts">{choose}</div>
      </div>
      <Proposed read={read} />
      <Integrity integrity={answer.integrity} findings={answer.findings} />
      {hurt.length === 0 ? null : (
        <>
          <h3 className="side-part">
            {tn(
              'What the denial costs: {{count}} feature.',
              'What the denial costs: {{count}} features.',
              hurt.length,
            )}{' '}
            {said(effect.readiness.says)}
          </h3>
          <ul className="fates" aria-label={t('Features that the denial touches')}>
            {hurt.map((fate) => (
              <FeatureLine key={fate.feature} fate={fate} />
            ))}
          </ul>
        </>
      )}
      <ul className="fates" aria-label={t('Decisions')}>
        {answer.lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
    </div>
  );
}
