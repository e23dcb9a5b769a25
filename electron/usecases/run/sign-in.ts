import type { SiteNode } from '../../../shared/site/schema.ts';
import type { Credential, KnownHosts } from '../../ssh/index.ts';
import { NO_KNOWN_HOSTS, parseKnownHosts } from '../../ssh/index.ts';
import { StoreError } from '../../store/store-error.ts';
import { readTextFile } from '../../store/text-file.ts';
import { UseCaseError } from '../problem.ts';

/** The name under which a hop's credentials are given: the node's own, or `jump:HOST`. */
export function jumpKey(host: string): string {
  return `jump:${host}`;
}

/** Everything that a run needs to sign in is there. Looked at before anything is sent. @throws UseCaseError bad-input */
export function checkSignIn(
  nodes: readonly SiteNode[],
  credentialsFor: (host: string) => readonly Credential[],
): void {
  for (const { name, ssh } of nodes) {
    if (ssh === undefined) {
      throw new UseCaseError(
        'bad-input',
        `The site does not say how to reach ${name} by SSH.`,
        'Add "ssh": { "host": "…", "user": "…" } to the node.',
      );
    }
    if (credentialsFor(name).length === 0) {
      throw new UseCaseError(
        'bad-input',
        `There is nothing to sign in to ${name} with.`,
        'Give a password, a key file or an agent: --password-env VAR, --identity FILE or --agent.',
      );
    }
    for (const { host } of ssh.jump) {
      if (credentialsFor(jumpKey(host)).length > 0) continue;
      throw new UseCaseError(
        'bad-input',
        `There is nothing to sign in to the jump host ${host} with.`,
        `What is for the node is never offered to a jump host. Name it: --password-env ${jumpKey(host)}=VAR or --identity ${jumpKey(host)}=FILE.`,
      );
    }
  }
}

/** Reads `--known-hosts FILE`. @throws UseCaseError bad-input when it cannot be read */
export async function readKnownHosts(path: string | undefined): Promise<KnownHosts> {
  if (path === undefined) return NO_KNOWN_HOSTS;
  try {
    return parseKnownHosts(await readTextFile(path));
  } catch (error) {
    if (error instanceof StoreError && error.kind !== 'not-found') throw error;
    throw new UseCaseError('bad-input', `The known hosts file ${path} cannot be read.`, 'Check the path.');
  }
}
