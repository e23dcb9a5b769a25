import type { RequestFacts, RequestKind } from '../../../shared/documents/change-request/facts.ts';
import { whyNoRequest } from '../../../shared/documents/change-request/revise.ts';
import { isLaterRevision } from '../../../shared/rules/compare-lines.ts';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { Segments } from '../../components/segments.tsx';
import { dateTime } from '../../components/words.ts';
import { useOpen } from '../../state/use-app.ts';
import { nextRevision } from './next-revision.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

const asks = () =>
  [
    { value: 'all', label: t('everything') },
    { value: 'report', label: t('only what is blocked') },
    { value: 'earlier', label: t('what changed since') },
  ] as const;

/** What the request leaves out, and by which word. */
function leavesOut(kind: RequestKind, fileName: string): string {
  switch (kind.kind) {
    case 'request':
      return '';
    case 'removal':
      return t('Withdraws every row.');
    case 'delta':
      return tn(
        'Since revision {{revision}} ({{fileName}}): {{count}} row stays as it is.',
        'Since revision {{revision}} ({{fileName}}): {{count}} rows stay as they are.',
        kind.unchanged.length,
        { revision: kind.since.revision, fileName },
      );
    case 'only-blocked':
      return tn(
        'By {{fileName}} of {{when}}: {{count}} row is open already, in the annex with the evidence.',
        'By {{fileName}} of {{when}}: {{count}} rows are open already, in the annex with the evidence.',
        kind.open.length,
        { fileName, when: dateTime(kind.report.createdAt) },
      );
  }
}

/** Whether the request asks for everything, for what a report saw blocked, or for the difference to an earlier one. */
export function AskBar({ facts }: { readonly facts: RequestFacts }) {
  const { open, preview, acts } = useOpen();
  const { against } = open;
  const since = against?.since ?? undefined;
  const checked = against?.checked ?? undefined;
  const practice = open.opened.practice !== null;
  const why = whyNoRequest({ site: preview.site, practice, since, checked });
  const revision = open.history.present.request?.revision ?? 'A';
  const later =
    since !== undefined && !isLaterRevision(revision, since.file.revision)
      ? nextRevision(since.file.revision)
      : null;
  const remarks = facts.asks.kind === 'delta' || facts.asks.kind === 'only-blocked' ? facts.asks.remarks : [];
  return (
    <>
      <div className="ask-bar">
        <span className="small sub">{t('Asks for')}</span>
        <Segments
          name={t('What the request asks for')}
          segments={asks()}
          chosen={since !== undefined ? 'earlier' : checked !== undefined ? 'report' : 'all'}
          onChoose={(value) => void acts.holdAgainst(value === 'all' ? null : value)}
        />
        <span className="small sub wrap">{leavesOut(facts.asks, against?.fileName ?? '')}</span>
      </div>
      {why === null ? null : (
        <Banner
          tone="unsure"
          icon="inconclusive"
          title={said(why.message)}
          acts={
            later === null ? undefined : (
              <Act
                size="sm"
                onAct={() =>
                  acts.edit((site) => ({ ...site, request: { ...site.request, revision: later } }))
                }
              >
                {t('Make it revision {{revision}}', { revision: later })}
              </Act>
            )
          }
        >
          <p>{said(why.cure)}</p>
        </Banner>
      )}
      {remarks.map((remark) => (
        <p key={remark} className="small sub">
          {said(remark)}
        </p>
      ))}
    </>
  );
}
