import { practiceSite } from '../../../electron/practice/site.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import type { Peer } from './behaviour.ts';
import { jumpPassword } from './behaviours/hosts.ts';
import { hostilePassword } from './ssh-peer.ts';

export const nodeName = 'porto-1';

/** The site of the practice world with a peer in place of its node, as a stranger may have mailed it. */
export function mailedSite({ port, ssh, trustedCa = '' }: Peer): SiteFile {
  const site = practiceSite({ port, user: 'admin', hostKey: '', trustedCa });
  return {
    ...site,
    nodes: site.nodes.map((node) => ({ ...node, ssh: { host: '127.0.0.1', port, user: 'admin', ...ssh } })),
    // A busy machine shakes hands slowly; only what is silent takes the whole time.
    checks: { timeoutMs: 6000, ...(trustedCa === '' ? {} : { trustedCas: [trustedCa] }) },
  };
}

/** What the person types: for each host its own. */
export function passwordsFor({ ssh }: Peer): Readonly<Record<string, string>> {
  const jumps = (ssh?.jump ?? []).map(({ host }) => [`jump:${host}`, jumpPassword] as const);
  return { [nodeName]: hostilePassword, ...Object.fromEntries(jumps) };
}
