import type { RunSettings } from '../../state/acts.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import type { SignIn, SignInHost } from './sign-in.ts';
import { hostsOf } from './sign-in.ts';
import type { CheckRow } from './check-rows.ts';

/** What is run again: everything, or these checks of the run that stands. */
export type Again = { readonly kind: 'all' } | { readonly kind: 'these'; readonly checks: readonly string[] };

/** What did not pass, and what did not run. */
export function notPassing(rows: readonly CheckRow[]): readonly string[] {
  return rows.filter(({ state }) => state !== 'pass').map(({ id }) => id);
}

/** Whether everything that is needed to sign in is kept: then a run needs one press and no form. */
export function isSignedIn(hosts: readonly SignInHost[], kept: readonly string[]): boolean {
  return hosts.every(({ key }) => kept.includes(key));
}

/** A run with the sign-in that is kept. */
export function runWithKept(site: SiteFile, practice: boolean, again: Again): RunSettings {
  const hosts = practice ? [] : hostsOf(site);
  return {
    nodes: [],
    hosts: hosts.map(({ key }) => ({ host: key, credentials: [{ kind: 'kept' }] })),
    allowLarge: false,
    ...onlyOf(again),
  };
}

export function onlyOf(again: Again): Pick<RunSettings, 'only'> {
  return again.kind === 'all' ? {} : { only: [...again.checks] };
}

/** Hosts that nothing is typed for: the kept ones. */
export function withoutKept(
  hosts: readonly SignInHost[],
  kept: readonly string[],
  signIns: Readonly<Record<string, SignIn>>,
): readonly SignInHost[] {
  return hosts.filter(({ key }) => !kept.includes(key) || signIns[key] !== undefined);
}
