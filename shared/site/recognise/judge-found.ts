import type { EndpointAddress } from '../../lib/endpoint-address.ts';
import { formatEndpointAddress, parseEndpointAddress } from '../../lib/endpoint-address.ts';
import type { Cidr } from '../../lib/ip.ts';
import { bitsOf, containsCidr, parseCidr, parseIp } from '../../lib/ip.ts';
import { whyNoCounterpart } from '../check-endpoints.ts';
import { addressFixes } from './fixes.ts';
import type { Shelf } from './shelf.ts';
import { asNetwork, insideOf, networkAround, putNetwork, putOn, shelfOf } from './shelf.ts';
import type { Candidate, FoundAddress, FoundState } from './types.ts';

/** What the site has already. */
export interface Known {
  /** Addresses by role. */
  readonly present: Readonly<Record<string, readonly string[]>>;
  /** The nodes' own addresses, with their nodes. */
  readonly own: readonly { readonly address: string; readonly node: string }[];
}

const warned = [
  { range: parseCidr('127.0.0.0/8'), what: 'a loopback address: every host means itself by it' },
  { range: parseCidr('::1/128'), what: 'the loopback address: every host means itself by it' },
  { range: parseCidr('169.254.0.0/16'), what: 'a link-local address: no router forwards it' },
  { range: parseCidr('fe80::/10'), what: 'a link-local address: no router forwards it' },
];

function kindOf(address: EndpointAddress): FoundAddress['kind'] {
  switch (address.kind) {
    case 'host':
      return address.ip.family === 'v4' ? 'ipv4' : 'ipv6';
    case 'network':
      return 'network';
    case 'name':
      return 'name';
    case 'wildcard':
      return 'pattern';
  }
}

function doubtOf(address: EndpointAddress, text: string, shelf: Shelf, known: Known): string | null {
  const itself = known.own.find((one) => one.address === text);
  if (itself !== undefined) return `${text} is the address of node ${itself.node} itself.`;
  const network = asNetwork(address);
  if (network === null) return null;
  const odd = warned.find(({ range }) => range !== null && containsCidr(range, network));
  if (odd !== undefined) return `${text} is ${odd.what}.`;
  const wider = networkAround(shelf, network);
  if (wider !== null) return `${text} lies inside ${wider}, which has this role already.`;
  const own = known.own.find((one) => liesIn(one.address, network));
  if (own !== undefined) return `${text} holds the address of node ${own.node} itself.`;
  const narrower = insideOf(shelf, network);
  return narrower === null ? null : `${text} holds ${narrower}, which has this role already.`;
}

function liesIn(address: string, network: Cidr): boolean {
  const ip = parseIp(address);
  return ip !== null && containsCidr(network, { ip, prefix: bitsOf(ip.family) });
}

function rangeSentence(text: string): string | null {
  const ends = /^([\d.]+)\s*[-–]\s*([\d.]+)$/.exec(text);
  if (ends === null || parseIp(ends[1] ?? '') === null) return null;
  return `${text} is a range. Write it as networks, or as single addresses.`;
}

function judge(
  candidate: Candidate,
  shelf: Shelf,
  known: Known,
): Pick<FoundAddress, 'address' | 'kind' | 'state'> {
  const { text, joined, line } = candidate;
  const wrong = (says: string): Pick<FoundAddress, 'address' | 'kind' | 'state'> => ({
    address: candidate.address,
    kind: null,
    state: { kind: 'wrong', says, fixes: addressFixes(candidate.address) },
  });
  const range = rangeSentence(candidate.address);
  if (range !== null) return wrong(range);
  const parsed = parseEndpointAddress(candidate.address);
  if (!parsed.ok) return wrong(parsed.error);
  const address = formatEndpointAddress(parsed.value);
  const never = whyNoCounterpart(parsed.value, address);
  if (never !== null)
    return { address, kind: kindOf(parsed.value), state: { kind: 'wrong', says: never, fixes: [] } };
  const kind = kindOf(parsed.value);
  const earlier = shelf.exact.get(address);
  if (earlier !== undefined) return { address, kind, state: { kind: 'repeated', line: earlier } };
  const doubt = doubtOf(parsed.value, address, shelf, known);
  putOn(shelf, parsed.value, line);
  const state: FoundState =
    doubt !== null
      ? { kind: 'doubtful', says: doubt, fixes: [] }
      : joined !== null && parseEndpointAddress(joined).ok
        ? {
            kind: 'doubtful',
            says: `A word and a space stand before ${text}. A name has no space in it.`,
            fixes: [{ kind: 'use', address: joined }],
          }
        : { kind: 'ready' };
  return { address, kind, state };
}

/**
 * Says of each address how it stands in the role that it would get: an address may serve several roles, and has each of them
 * once.
 *
 * @param roleOf the role that a person chose for the candidate at this index; undefined: the proposed one.
 */
export function judgeFound(
  candidates: readonly Candidate[],
  roleOf: (index: number) => string | null | undefined,
  known: Known,
): readonly FoundAddress[] {
  const shelves = new Map<string | null, Shelf>();
  const placed = candidates.map((candidate, index) => {
    const chosen = roleOf(index);
    const role = chosen === undefined ? candidate.role : chosen;
    const shelf = shelves.get(role) ?? shelfOf(role === null ? [] : (known.present[role] ?? []));
    shelves.set(role, shelf);
    if (candidate.address.includes('/')) {
      const network = parseEndpointAddress(candidate.address);
      if (network.ok) putNetwork(shelf, network.value);
    }
    return { candidate, role, shelf };
  });
  return placed.map(({ candidate, role, shelf }) => {
    const { line, text, label, why, details = null } = candidate;
    return {
      line,
      text,
      label,
      details,
      role,
      why: role === candidate.role ? why : null,
      ...judge(candidate, shelf, known),
    };
  });
}
