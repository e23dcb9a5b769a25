import { useState } from 'react';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { FindingsBanner } from '../../components/findings-banner.tsx';
import { Icon } from '../../components/icon.tsx';
import type { LatestReport } from '../../../shared/ipc/report-calls.ts';
import type { Segment } from '../../components/segments.tsx';
import { Segments } from '../../components/segments.tsx';
import { useTask } from '../../components/use-task.ts';
import { plural } from '../../components/words.ts';
import { useOpen } from '../../state/use-app.ts';
import { SignInFields } from './sign-in-fields.tsx';
import type { SignIn, SignInHost } from './sign-in.ts';
import { emptySignIn, hostsOf, missingOf, runSettings } from './sign-in.ts';
import { SshFields } from './ssh-fields.tsx';

function HostBox({
  host,
  signIn,
  onChange,
}: {
  readonly host: SignInHost;
  readonly signIn: SignIn;
  readonly onChange: (signIn: SignIn) => void;
}) {
  const { open } = useOpen();
  const index = open.history.present.nodes.findIndex((node) => node.name === host.key);
  const node = open.history.present.nodes[index];
  return (
    <section className="box" aria-label={`Sign in to ${host.title}`}>
      <div className="box-head">
        <h2>{host.title}</h2>
      </div>
      <div className="pad stack">
        {node === undefined ? null : <SshFields node={node} index={index} />}
        <SignInFields host={host} signIn={signIn} onChange={onChange} />
      </div>
    </section>
  );
}

function PracticeForm() {
  return (
    <Banner tone="note" icon="practice" title="The practice node runs inside this window’s own program">
      <p>
        No password is needed, nothing but this computer itself is spoken to, and everything that comes out is
        marked PRACTICE.
      </p>
    </Banner>
  );
}

type What = 'all' | 'not-passing';

const whatToRun: readonly Segment<What>[] = [
  { value: 'all', label: 'All checks' },
  { value: 'not-passing', label: 'Only what does not pass' },
];

/** All checks, or only what did not pass: the rest then comes from the latest signed report, with its times. */
function WhatToRun({
  latest,
  what,
  onChoose,
}: {
  readonly latest: LatestReport;
  readonly what: What;
  readonly onChoose: (what: What) => void;
}) {
  return (
    <div className="row-acts">
      <Segments name="What to run" segments={whatToRun} chosen={what} onChoose={onChoose} />
      <span className="sub">
        {what === 'all'
          ? 'Every check is made anew.'
          : `Passes are carried over from the report of ${latest.createdAt}, and marked with their times.`}
      </span>
    </div>
  );
}

/** Before a run: how to sign in, and what will happen. */
export function StartForm({
  onStarted,
  onlyFailed,
}: {
  readonly onStarted: () => void;
  /** What did not pass is chosen already. */
  readonly onlyFailed: boolean;
}) {
  const { open, preview, acts } = useOpen();
  const [signIns, setSignIns] = useState<Readonly<Record<string, SignIn>>>({});
  const latest = useTask(() => acts.latestReport());
  const [what, setWhat] = useState<What>(onlyFailed ? 'not-passing' : 'all');
  const repeat = what === 'not-passing' && latest.value !== null;
  const practice = open.opened.practice !== null;
  const hosts = practice ? [] : hostsOf(open.history.present);
  const withoutSsh = practice
    ? undefined
    : open.history.present.nodes.find(
        (node) => (node.ssh?.user ?? '') === '' || (node.ssh?.host ?? '') === '',
      );
  const why =
    preview.findings.length > 0
      ? 'The checks wait until the site is put right.'
      : withoutSsh !== undefined
        ? `Give the SSH host and user of ${withoutSsh.name}.`
        : (hosts
            .map((host) => missingOf(host, signIns[host.key] ?? emptySignIn))
            .find((one) => one !== null) ?? null);
  const start = (): void => {
    onStarted();
    void acts.startRun({ ...runSettings(hosts, signIns), ...(repeat ? { onlyNotPassing: true } : {}) });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (why === null) start();
      }}
    >
      <FindingsBanner />
      {practice ? <PracticeForm /> : null}
      {hosts.map((host) => (
        <HostBox
          key={host.key}
          host={host}
          signIn={signIns[host.key] ?? emptySignIn}
          onChange={(signIn) => setSignIns({ ...signIns, [host.key]: signIn })}
        />
      ))}
      {latest.value === null ? null : <WhatToRun latest={latest.value} what={what} onChoose={setWhat} />}
      <div className="row-acts">
        <Act
          id="start-checks"
          submit
          look="filled"
          size="lg"
          icon="play"
          off={why !== null}
          onAct={() => undefined}
        >
          Start the checks
        </Act>
        {why === null ? (
          <span className="sub">
            {plural(preview.rules.flows.length, 'flow')} from {plural(preview.rules.rules.length, 'rule')}.
            Nothing is installed or left on a node.
          </span>
        ) : (
          <span className="tone-unsure" role="status">
            <Icon name="inconclusive" /> {why}
          </span>
        )}
      </div>
    </form>
  );
}
