import type { RunSettings } from '../../state/acts.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { t } from '../../i18n/t.ts';

export type Method = 'password' | 'key-file' | 'agent';

/** What is typed to sign in to one host. Lives in the window only, never in the draft. */
export interface SignIn {
  readonly method: Method;
  readonly password: string;
  readonly file: { readonly id: string; readonly name: string } | null;
  readonly passphrase: string;
}

export const emptySignIn: SignIn = { method: 'password', password: '', file: null, passphrase: '' };

type HostCredentials = RunSettings['hosts'][number];

/** A host that the run signs in to. */
export interface SignInHost {
  /** Node name, or `jump:HOST`. */
  readonly key: string;
  readonly title: string;
}

/** Nodes and jump hosts, each once. */
export function hostsOf(site: SiteFile): readonly SignInHost[] {
  const hosts = site.nodes.flatMap((node): SignInHost[] => [
    ...(node.ssh?.jump ?? []).map((hop) => ({
      key: `jump:${hop.host}`,
      title: t('jump host {{host}}', { host: hop.host }),
    })),
    { key: node.name, title: node.name },
  ]);
  return hosts.filter((host, index) => hosts.findIndex((one) => one.key === host.key) === index);
}

/** What still has to be typed for a host; null: nothing. */
export function missingOf(host: SignInHost, signIn: SignIn): string | null {
  if (signIn.method === 'password' && signIn.password === '')
    return t('Type the password for {{title}}.', { title: host.title });
  if (signIn.method === 'key-file' && signIn.file === null)
    return t('Choose a key file for {{title}}.', { title: host.title });
  return null;
}

function credentialsOf(signIn: SignIn): HostCredentials['credentials'] {
  switch (signIn.method) {
    case 'password':
      return [{ kind: 'password', password: signIn.password }];
    case 'key-file':
      return signIn.file === null
        ? []
        : [
            {
              kind: 'key-file',
              file: signIn.file.id,
              passphrase: signIn.passphrase === '' ? null : signIn.passphrase,
            },
          ];
    case 'agent':
      return [{ kind: 'agent' }];
  }
}

/** The settings of a run over all nodes. */
export function runSettings(
  hosts: readonly SignInHost[],
  signIns: Readonly<Record<string, SignIn>>,
  /** Hosts whose sign-in is kept; what is typed counts before it. */
  kept: readonly string[] = [],
): RunSettings {
  return {
    nodes: [],
    hosts: hosts.map((host) => ({
      host: host.key,
      credentials:
        signIns[host.key] === undefined && kept.includes(host.key)
          ? [{ kind: 'kept' }]
          : credentialsOf(signIns[host.key] ?? emptySignIn),
    })),
    allowLarge: false,
  };
}
