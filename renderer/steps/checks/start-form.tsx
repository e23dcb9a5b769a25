import { useEffect, useState } from 'react';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { FindingsBanner } from '../../components/findings-banner.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTask } from '../../components/use-task.ts';
import { plural } from '../../components/words.ts';
import { useOpen } from '../../state/use-app.ts';
import { mustType } from '../../pages/identity/identity-acts.tsx';
import { SignInFields } from './sign-in-fields.tsx';
import type { SignIn, SignInHost } from './sign-in.ts';
import { emptySignIn, hostsOf, missingOf, runSettings } from './sign-in.ts';
import { SshFields } from './ssh-fields.tsx';
import { firstWatchDraft, WatchFields, whyNoWatch } from './watch-fields.tsx';
import type { WhatToRun } from './what-to-run.tsx';
import { WhatToRunChoice } from './what-to-run.tsx';
import { t } from '../../i18n/t.ts';

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
    <section className="box" aria-label={t('Sign in to {{title}}', { title: host.title })}>
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
    <Banner tone="note" icon="practice" title={t('The practice node runs inside this window’s own program')}>
      <p>
        {t(
          'No password is needed, nothing but this computer itself is spoken to, and everything that comes out is marked PRACTICE.',
        )}
      </p>
    </Banner>
  );
}

/** Before a run: how to sign in, and what will happen. */
export function StartForm({
  onStarted,
  first,
}: {
  readonly onStarted: () => void;
  /** What is chosen already. */
  readonly first: WhatToRun;
}) {
  const { open, preview, acts } = useOpen();
  const [signIns, setSignIns] = useState<Readonly<Record<string, SignIn>>>({});
  const latest = useTask(() => acts.latestReport());
  const [what, setWhat] = useState<WhatToRun>(first);
  const [watch, setWatch] = useState(firstWatchDraft);
  const watching = what === 'watch';
  const repeat = (what === 'not-passing' || watching) && latest.value !== null;
  useEffect(() => {
    if (watching) void acts.readIdentity();
  }, [acts, watching]);
  const practice = open.opened.practice !== null;
  const hosts = practice ? [] : hostsOf(open.history.present);
  const withoutSsh = practice
    ? undefined
    : open.history.present.nodes.find(
        (node) => (node.ssh?.user ?? '') === '' || (node.ssh?.host ?? '') === '',
      );
  const why =
    preview.findings.length > 0
      ? t('The checks wait until the site is put right.')
      : withoutSsh !== undefined
        ? t('Give the SSH host and user of {{name}}.', { name: withoutSsh.name })
        : (hosts
            .map((host) => missingOf(host, signIns[host.key] ?? emptySignIn))
            .find((one) => one !== null) ?? null);
  const asks = !practice && open.identity != null && mustType(open.identity);
  const whyNot =
    why ??
    (!watching
      ? null
      : !practice && open.identity === null
        ? t('Make your signing identity first (the key above): the watch ends with a signed report.')
        : whyNoWatch(watch, asks));
  const start = (): void => {
    onStarted();
    const settings = { ...runSettings(hosts, signIns), ...(repeat ? { onlyNotPassing: true } : {}) };
    const { seconds, minutes, notify, passphrase } = watch;
    void (watching
      ? acts.startWatch({
          ...{ ...settings, notify, everySeconds: Number(seconds), minutes: Number(minutes) },
          passphrase: asks ? passphrase : null,
        })
      : acts.startRun(settings));
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (whyNot === null) start();
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
      <WhatToRunChoice latest={latest.value} what={what} onChoose={setWhat} />
      {watching ? <WatchFields draft={watch} asks={asks} onChange={setWatch} /> : null}
      <div className="row-acts">
        <Act
          id="start-checks"
          submit
          look="filled"
          size="lg"
          icon="play"
          off={whyNot !== null}
          onAct={() => undefined}
        >
          {watching ? t('Start the watch') : t('Start the checks')}
        </Act>
        {whyNot === null ? (
          <span className="sub">
            {plural(preview.rules.flows.length, 'flow')} from {plural(preview.rules.rules.length, 'rule')}.
            Nothing is installed or left on a node.
          </span>
        ) : (
          <span className="tone-unsure" role="status">
            <Icon name="inconclusive" /> {whyNot}
          </span>
        )}
      </div>
    </form>
  );
}
