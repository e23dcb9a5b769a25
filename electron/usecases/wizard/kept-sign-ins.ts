import type { SiteNode } from '../../../shared/site/schema.ts';
import type { ShownKeys } from '../../ssh/index.ts';
import { placeOfKey } from '../../ssh/index.ts';
import { UseCaseError } from '../problem.ts';
import { jumpKey } from '../run/sign-in.ts';
import type { OpenedSite } from './open-sites.ts';
import type { HostCredentials } from './sign-in.ts';

/**
 * What the person let us keep to sign in with again, so that a second run needs no typing. In this process's memory only, by
 * the open site: it goes when the site is closed, and never comes near a disk. It is for one user at one address that shows
 * one host key: a node of the same name that the site then says to be elsewhere is another host, and gets nothing of it.
 */
export interface KeptSignIns {
  /** Hosts of these nodes that something is kept for. */
  readonly hostsOf: (opened: OpenedSite, nodes: readonly SiteNode[]) => readonly string[];
  /** Puts in what is kept for hosts that ask for it. @throws UseCaseError bad-input when nothing is */
  readonly fillIn: (opened: OpenedSite, nodes: readonly SiteNode[], hosts: HostCredentials) => FilledIn;
  readonly keep: (
    opened: OpenedSite,
    nodes: readonly SiteNode[],
    hosts: HostCredentials,
    shown: ShownKeys,
  ) => void;
  readonly forget: (opened: OpenedSite) => void;
}

export interface FilledIn {
  readonly hosts: HostCredentials;
  /** The host keys that what was kept is for. */
  readonly shown: ShownKeys;
}

interface Kept {
  readonly credentials: HostCredentials[number]['credentials'];
  /** Users, addresses and ports that it was typed for. */
  readonly places: string;
  readonly shown: ShownKeys;
}

type Hop = Pick<NonNullable<SiteNode['ssh']>, 'host' | 'port' | 'user'>;

/** What stands behind a host's name in the site now: one node, or the jump host of some. */
function hopsOf(
  nodes: readonly SiteNode[],
  host: string,
): readonly (Hop & { readonly hop: 'node' | 'jump' })[] {
  return nodes.flatMap(({ name, ssh }) => {
    if (ssh === undefined) return [];
    const jumps = ssh.jump.filter((jump) => jumpKey(jump.host) === host);
    return [
      ...(name === host ? [{ ...ssh, hop: 'node' as const }] : []),
      ...jumps.map((jump) => ({ ...jump, hop: 'jump' as const })),
    ];
  });
}

function placesOf(nodes: readonly SiteNode[], name: string): string {
  const places = hopsOf(nodes, name).map(({ hop, host, port, user }) =>
    JSON.stringify([placeOfKey(hop, host, port), user]),
  );
  return [...new Set(places)].sort().join(' ');
}

export function keptSignIns(): KeptSignIns {
  // Weak: a site that is closed is not held here.
  const kept = new WeakMap<OpenedSite, Map<string, Kept>>();
  const find = (opened: OpenedSite, nodes: readonly SiteNode[], host: string): Kept | undefined => {
    const found = kept.get(opened)?.get(host);
    return found?.places === placesOf(nodes, host) ? found : undefined;
  };
  return {
    hostsOf: (opened, nodes) =>
      [...(kept.get(opened)?.keys() ?? [])].filter((host) => find(opened, nodes, host) !== undefined),
    fillIn: (opened, nodes, hosts) => {
      const shown: ShownKeys = new Map();
      const filled = hosts.map(({ host, credentials }) => {
        if (!credentials.some(({ kind }) => kind === 'kept')) return { host, credentials };
        const found = find(opened, nodes, host);
        if (found === undefined)
          throw new UseCaseError(
            'bad-input',
            `How to sign in to ${host} is not kept any more.`,
            'Enter it again.',
          );
        for (const [place, key] of found.shown) shown.set(place, key);
        return { host, credentials: found.credentials };
      });
      return { hosts: filled, shown };
    },
    keep: (opened, nodes, hosts, shown) => {
      const all = kept.get(opened) ?? new Map<string, Kept>();
      for (const { host, credentials } of hosts) {
        const places = hopsOf(nodes, host).map(({ hop, host: address, port }) =>
          placeOfKey(hop, address, port),
        );
        const own = new Map([...shown].filter(([place]) => places.includes(place)));
        all.set(host, { credentials, places: placesOf(nodes, host), shown: own });
      }
      kept.set(opened, all);
    },
    forget: (opened) => void kept.delete(opened),
  };
}
