import { useState } from 'react';
import { ScreenTop } from '../../components/screen.tsx';
import { useOpen } from '../../state/use-app.ts';
import { HostKeyDialog } from './host-key-dialog.tsx';
import { RunView } from './run-view.tsx';
import { StartForm } from './start-form.tsx';
import type { WhatToRun } from './what-to-run.tsx';
import { t } from '../../i18n/t.ts';

/** Step 6: what is reachable, seen from the node. */
export function ChecksStep() {
  const { open } = useOpen();
  const [again, setAgain] = useState<WhatToRun | null>(null);
  const { run } = open;
  return (
    <>
      {run.kind === 'not-run' || (again !== null && run.kind !== 'running') ? (
        <div className="screen narrow">
          <ScreenTop title={t('What is reachable from the node?')}>
            {t(
              'Gatecheck signs in over SSH and tries every flow from the node; flows towards the node are tried from this laptop.',
            )}
          </ScreenTop>
          <StartForm first={again ?? 'all'} onStarted={() => setAgain(null)} />
        </div>
      ) : (
        <RunView run={run} onAgain={setAgain} />
      )}
      <HostKeyDialog />
    </>
  );
}
