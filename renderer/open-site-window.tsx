import type { ReactNode } from 'react';
import { useDeferredValue, useMemo } from 'react';
import { assertNever } from '../shared/lib/assert-never.ts';
import { Banner, ProblemBanner } from './components/banner.tsx';
import { FileBanners } from './components/file-banners.tsx';
import { Footer } from './components/footer.tsx';
import { Live } from './components/live.tsx';
import { SkipLink } from './components/skip-link.tsx';
import { Rail } from './components/rail.tsx';
import { dateTime } from './components/words.ts';
import type { Acts } from './state/acts.ts';
import { hasManyAddresses, previewOf } from './state/preview.ts';
import { observedCount } from './state/run-progress.ts';
import { withProposedInStep } from './state/proposed-rules.ts';
import type { OpenState } from './state/state.ts';
import { stepStates } from './state/step-states.ts';
import type { StepId } from './state/steps.ts';
import { OpenContext } from './state/use-app.ts';
import { ChecksStep } from './steps/checks/checks-step.tsx';
import { DeploymentStep } from './steps/deployment/deployment-step.tsx';
import { EndpointsStep } from './steps/endpoints/endpoints-step.tsx';
import { FeaturesStep } from './steps/features/features-step.tsx';
import { ReportStep } from './steps/report/report-step.tsx';
import { RequestStep } from './steps/request/request-step.tsx';
import { SiteStep } from './steps/site/site-step.tsx';
import { t, tn } from './i18n/t.ts';

function screenOf(step: StepId): ReactNode {
  switch (step) {
    case 'site':
      return <SiteStep />;
    case 'deployment':
      return <DeploymentStep />;
    case 'features':
      return <FeaturesStep />;
    case 'endpoints':
      return <EndpointsStep />;
    case 'request':
      return <RequestStep />;
    case 'checks':
      return <ChecksStep />;
    case 'report':
      return <ReportStep />;
    default:
      return assertNever(step);
  }
}

/** What a run says aloud, wherever the person is. */
function runSays({ run }: OpenState): string {
  if (run.kind === 'not-run') return '';
  const records = Object.values(run.progress.records);
  const fail = records.filter((record) => record.verdict === 'fail').length;
  const values = { done: records.length, fail };
  const all = run.progress.checks.length;
  return run.kind === 'running'
    ? tn(
        '{{done}} of {{count}} check, {{fail}} fail',
        '{{done}} of {{count}} checks, {{fail}} fail',
        all,
        values,
      )
    : run.kind === 'failed'
      ? tn(
          'The run stopped: {{done}} of {{count}} check saw something',
          'The run stopped: {{done}} of {{count}} checks saw something',
          all,
          { done: observedCount(run.progress) },
        )
      : tn(
          'Run over: {{done}} of {{count}} check, {{fail}} fail',
          'Run over: {{done}} of {{count}} checks, {{fail}} fail',
          all,
          values,
        );
}

export function OpenSiteWindow({
  open,
  acts,
  header,
  onSettled,
  onCloseProblem,
}: {
  readonly open: OpenState;
  readonly acts: Acts;
  readonly header: ReactNode;
  readonly onSettled: () => void;
  readonly onCloseProblem: () => void;
}) {
  const { present } = open.history;
  const later = useDeferredValue(present);
  // A site with thousands of addresses is derived after the keystroke is drawn.
  const shown = hasManyAddresses(present) ? later : present;
  const preview = useMemo(() => previewOf(shown), [shown]);
  const catalog = preview?.catalog;
  const actsHere = useMemo((): Acts => {
    if (catalog === undefined) return acts;
    return {
      ...acts,
      edit: (change, field) => acts.edit((draft) => withProposedInStep(draft, change(draft), catalog), field),
    };
  }, [acts, catalog]);
  if (preview === null) {
    return (
      <div className="window">
        {header}
        <main className="screen">
          <Banner
            tone="fail"
            icon="fail"
            title={t('This site needs a catalogue that is not in this version of Gatecheck.')}
          />
        </main>
      </div>
    );
  }
  const states = stepStates(open, preview);
  return (
    <OpenContext.Provider value={{ open, preview, states, acts: actsHere }}>
      <div className="window" onBlur={onSettled}>
        <SkipLink />
        {header}
        <Rail />
        <main className="content" key={open.step}>
          <FileBanners key={open.opened.id} open={open} acts={acts} />
          <Messages open={open} onCloseProblem={onCloseProblem} />
          {screenOf(open.step)}
        </main>
        <Footer />
        <Live says={runSays(open)} />
      </div>
    </OpenContext.Provider>
  );
}

/** Problems of the whole screen stand above it. */
function Messages({
  open,
  onCloseProblem,
}: {
  readonly open: OpenState;
  readonly onCloseProblem: () => void;
}) {
  const saveProblem = open.save.kind === 'failed' ? open.save.problem : null;
  const recovered =
    open.history.past.length === 0 && open.step === (open.opened.step ?? 'site')
      ? open.opened.recoveredFrom
      : null;
  if (open.problem === null && saveProblem === null && recovered === null) return null;
  return (
    <div className="messages">
      {recovered === null ? null : (
        <Banner
          tone="note"
          icon="info"
          title={t('Your edits of {{recovered}} are here again', { recovered: dateTime(recovered) })}
        >
          <p>{t('They were kept as a draft and are not in the site file yet.')}</p>
        </Banner>
      )}
      {open.problem === null ? null : <ProblemBanner problem={open.problem} onClose={onCloseProblem} />}
      {saveProblem === null ? null : <ProblemBanner problem={saveProblem} />}
    </div>
  );
}
