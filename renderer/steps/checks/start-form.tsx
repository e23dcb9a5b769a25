import { Checkbox } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { FindingsBanner } from '../../components/findings-banner.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTask } from '../../components/use-task.ts';
import { useOpen } from '../../state/use-app.ts';
import { mustType } from '../../pages/identity/identity-acts.tsx';
import type { Again } from './run-again.ts';
import { onlyOf, withoutKept } from './run-again.ts';
import { RunOptions } from './run-options.tsx';
import { SignInFields } from './sign-in-fields.tsx';
import type { SignIn, SignInHost } from './sign-in.ts';
import { emptySignIn, hostsOf, missingOf, runSettings } from './sign-in.ts';
import { SshFields } from './ssh-fields.tsx';
import { firstWatchDraft, WatchFields, whyNoWatch } from './watch-fields.tsx';
import type { WhatToRun } from './what-to-run.tsx';
import { WhatToRunChoice } from './what-to-run.tsx';
import { t, tn } from '../../i18n/t.ts';

function HostBox({
  host,
  signIn,
  kept,
  onChange,
}: {
  readonly host: SignInHost;
  /** Undefined: nothing was typed for it. */
  readonly signIn: SignIn | undefined;
  /** How to sign in is kept since the site was opened. */
  readonly kept: boolean;
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
        {kept && signIn === undefined ? (
          <div className="row-acts">
            <Icon name="key" />
            <span>{t('How you signed in is kept until this site is closed.')}</span>
            <Act
              size="sm"
              label={t('Sign in to {{host}} otherwise', { host: host.title })}
              onAct={() => onChange(emptySignIn)}
            >
              {t('Sign in otherwise')}
            </Act>
          </div>
        ) : (
          <SignInFields host={host} signIn={signIn ?? emptySignIn} onChange={onChange} />
        )}
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

/** The person's leave to keep the sign-in, in words; and the way to take it back. */
function KeepSignIn({
  keep,
  kept,
  onKeep,
  onForget,
}: {
  readonly keep: boolean;
  readonly kept: boolean;
  readonly onKeep: (keep: boolean) => void;
  readonly onForget: () => void;
}) {
  if (kept)
    return (
      <div>
        <Act size="sm" icon="trash" onAct={onForget}>
          {t('Forget how I signed in')}
        </Act>
      </div>
    );
  return (
    <Checkbox
      label={t('Keep how I sign in until this site is closed')}
      description={t(
        'In this program’s memory only, never on disk. Then a check can be run again with one press.',
      )}
      checked={keep}
      onChange={(event) => onKeep(event.currentTarget.checked)}
      classNames={{ label: 'check-label', input: 'check-input', description: 'field-help' }}
    />
  );
}

/** Before a run: how to sign in, and what will happen. */
export function StartForm({
  onStarted,
  first,
  again,
  kept,
  onForget,
}: {
  readonly onStarted: () => void;
  /** What is chosen already. */
  readonly first: WhatToRun;
  /** Some checks of the run that stands, made again. */
  readonly again: Again;
  /** Hosts whose sign-in is kept. */
  readonly kept: readonly string[];
  readonly onForget: () => void;
}) {
  const { open, preview, acts } = useOpen();
  const [signIns, setSignIns] = useState<Readonly<Record<string, SignIn>>>({});
  const latest = useTask(() => acts.latestReport());
  const [what, setWhat] = useState<WhatToRun>(first);
  const [watch, setWatch] = useState(firstWatchDraft);
  const [keep, setKeep] = useState(false);
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
        : (withoutKept(hosts, kept, signIns)
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
    const settings = {
      ...runSettings(hosts, signIns, kept),
      ...(repeat ? { onlyNotPassing: true } : {}),
      // Leave that was given holds for what is typed anew.
      ...(keep || kept.length > 0 ? { keepSignIn: true } : {}),
      ...(watching ? {} : onlyOf(again)),
    };
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
          signIn={signIns[host.key]}
          kept={kept.includes(host.key)}
          onChange={(signIn) => setSignIns({ ...signIns, [host.key]: signIn })}
        />
      ))}
      {hosts.length === 0 ? null : (
        <KeepSignIn keep={keep} kept={kept.length > 0} onKeep={setKeep} onForget={onForget} />
      )}
      {again.kind === 'these' ? (
        <p>
          <Icon name="rerun" />{' '}
          {tn(
            '{{count}} check is made again; everything else that was seen stays, with its time.',
            '{{count}} checks are made again; everything else that was seen stays, with its time.',
            again.checks.length,
          )}
        </p>
      ) : (
        <WhatToRunChoice latest={latest.value} what={what} onChoose={setWhat} />
      )}
      {again.kind === 'these' ? null : <RunOptions />}
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
            {t('{{flows}} from {{rules}}. Nothing is installed or left on a node.', {
              flows: tn('{{count}} flow', '{{count}} flows', preview.rules.flows.length),
              rules: tn('{{count}} rule', '{{count}} rules', preview.rules.rules.length),
            })}
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
