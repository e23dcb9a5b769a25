import { useCallback, useState } from 'react';
import type { Problem } from '../../../../shared/ipc/contract.ts';
import { problemOf } from '../../../api/problem.ts';
import { Banner } from '../../../components/banner.tsx';
import { useOpen } from '../../../state/use-app.ts';
import { PreviewPages } from './preview-pages.tsx';
import { usePreview } from './use-preview.ts';
import { t } from '../../../i18n/t.ts';

/** Why there is no PDF of what the forms hold now. */
function Obstacle({ problem, old }: { readonly problem: Problem; readonly old: boolean }) {
  return (
    <div className="preview-problem">
      <Banner tone="fail" icon="fail" title={problem.message} alert>
        {problem.cure === null ? null : <p>{problem.cure}</p>}
        {problem.findings.slice(0, 3).map((finding) => (
          <p key={`${finding.path} ${finding.message}`}>
            <span className="mono">{finding.path}</span> {finding.message}
          </p>
        ))}
        {old ? <p>{t('What is shown below is the request before that.')}</p> : null}
      </Banner>
    </div>
  );
}

/** The PDF beside the rows: the very file that Save writes. */
export function PreviewPanel({
  paper,
  selected,
}: {
  readonly paper: 'a4' | 'letter';
  readonly selected: number | null;
}) {
  const { preview } = useOpen();
  const { shown, busy, problem } = usePreview(paper, true);
  const [fault, setFault] = useState<Problem | null>(null);
  const onFault = useCallback((error: unknown): void => setFault(problemOf(error)), []);
  const [wrong] = preview.findings;
  const invalid: Problem | null =
    wrong === undefined
      ? null
      : {
          message: t('The site has to be put right before there is a PDF of it.'),
          cure: null,
          findings: preview.findings,
        };
  const stands = invalid ?? problem ?? fault;
  return (
    <>
      {stands === null ? null : <Obstacle problem={stands} old={shown !== null} />}
      {shown === null ? (
        <p className="preview-empty sub">
          {stands === null ? t('Making the PDF.') : t('There is no page to show.')}
        </p>
      ) : (
        <PreviewPages shown={shown} busy={busy} selected={selected} onFault={onFault} />
      )}
      {shown?.preview.remarks.map((remark) => (
        <p key={remark} className="preview-remark small sub">
          {remark}
        </p>
      ))}
    </>
  );
}
