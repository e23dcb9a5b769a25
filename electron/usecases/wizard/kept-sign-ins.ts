import { UseCaseError } from '../problem.ts';
import type { OpenedSite } from './open-sites.ts';
import type { HostCredentials } from './sign-in.ts';

/**
 * What the person let us keep to sign in with again, so that a second run needs no typing. In this process's memory only, by
 * the open site: it goes when the site is closed, and never comes near a disk.
 */
export interface KeptSignIns {
  readonly hostsOf: (opened: OpenedSite) => readonly string[];
  /** Puts in what is kept for hosts that ask for it. @throws UseCaseError bad-input when nothing is */
  readonly fillIn: (opened: OpenedSite, hosts: HostCredentials) => HostCredentials;
  readonly keep: (opened: OpenedSite, hosts: HostCredentials) => void;
  readonly forget: (opened: OpenedSite) => void;
}

export function keptSignIns(): KeptSignIns {
  // Weak: a site that is closed is not held here.
  const kept = new WeakMap<OpenedSite, Map<string, HostCredentials[number]['credentials']>>();
  return {
    hostsOf: (opened) => [...(kept.get(opened)?.keys() ?? [])],
    fillIn: (opened, hosts) =>
      hosts.map(({ host, credentials }) => {
        if (!credentials.some(({ kind }) => kind === 'kept')) return { host, credentials };
        const found = kept.get(opened)?.get(host);
        if (found === undefined)
          throw new UseCaseError(
            'bad-input',
            `How to sign in to ${host} is not kept any more.`,
            'Enter it again.',
          );
        return { host, credentials: found };
      }),
    keep: (opened, hosts) => {
      const all = kept.get(opened) ?? new Map<string, HostCredentials[number]['credentials']>();
      for (const { host, credentials } of hosts) all.set(host, credentials);
      kept.set(opened, all);
    },
    forget: (opened) => void kept.delete(opened),
  };
}
