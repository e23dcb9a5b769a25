import { useEffect, useState } from 'react';
import { ScreenTop } from '../../components/screen.tsx';
import { t } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';
import { HostKeyDialog } from './host-key-dialog.tsx';
import type { Again } from './run-again.ts';
import { isSignedIn, runWithKept } from './run-again.ts';
import { RunView } from './run-view.tsx';
import { hostsOf } from './sign-in.ts';
import { StartForm } from './start-form.tsx';
import type { WhatToRun } from './what-to-run.tsx';

/** Hosts whose sign-in is kept, read anew when a run begins or ends. */
function useKeptHosts(moment: string): { readonly hosts: readonly string[]; readonly forget: () => void } {
  const { acts } = useOpen();
  const [hosts, setHosts] = useState<readonly string[]>([]);
  useEffect(() => {
    let current = true;
    void acts.keptSignIn().then(
      (kept) => {
        if (current) setHosts(kept.hosts);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [acts, moment]);
  return {
    hosts,
    forget: () => {
      setHosts([]);
      void acts.forgetSignIn().catch(() => undefined);
    },
  };
}

/** What the form is shown for, over a run that stands. */
interface Asked {
  readonly what: WhatToRun;
  readonly again: Again;
}

/** Step 6: what is reachable, seen from the node. */
export function ChecksStep() {
  const { open, preview, acts } = useOpen();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { run } = open;
  const kept = useKeptHosts(run.kind);
  const practice = open.opened.practice !== null;
  const site = open.history.present;

  /** At once where nothing has to be typed, else by the form. */
  const runAgain = (again: Again): void => {
    const ready = practice || isSignedIn(hostsOf(site), kept.hosts);
    const changed = run.kind !== 'not-run' && run.progress.rulesKey !== preview.rulesKey;
    const what = again.kind === 'these' && changed ? ({ kind: 'all' } as const) : again;
    if (ready && preview.findings.length === 0) void acts.startRun(runWithKept(site, practice, what));
    else setAsked({ what: 'all', again: what });
  };
  return (
    <>
      {run.kind === 'not-run' || (asked !== null && run.kind !== 'running') ? (
        <div className="screen narrow">
          <ScreenTop title={t('What is reachable from the node?')}>
            {t(
              'Gatecheck signs in over SSH and tries every flow from the node; flows towards the node are tried from this laptop.',
            )}
          </ScreenTop>
          <StartForm
            first={asked?.what ?? 'all'}
            again={asked?.again ?? { kind: 'all' }}
            kept={kept.hosts}
            onForget={kept.forget}
            onStarted={() => setAsked(null)}
          />
        </div>
      ) : (
        <RunView run={run} onAgain={runAgain} onAsk={(what) => setAsked({ what, again: { kind: 'all' } })} />
      )}
      <HostKeyDialog />
    </>
  );
}
