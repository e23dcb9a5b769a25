import { createHmac, timingSafeEqual } from 'node:crypto';

import { matchesGlob } from '../../shared/lib/glob.ts';
import { fingerprintOf, keyTypeOf } from './fingerprint.ts';

/** A host key of a known_hosts file. */
export interface KnownKey {
  readonly algorithm: string;
  readonly fingerprint: string;
}

type HostMatcher =
  | { readonly kind: 'patterns'; readonly patterns: readonly string[] }
  | { readonly kind: 'hashed'; readonly salt: Buffer; readonly hash: Buffer };

interface KnownHostsEntry extends KnownKey {
  readonly revoked: boolean;
  readonly matcher: HostMatcher;
}

/** A parsed known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHosts {
  readonly entries: readonly KnownHostsEntry[];
  /** Lines that could not be read; they trust nothing. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

export const NO_KNOWN_HOSTS: KnownHosts = { entries: [], problems: [] };

/** Reads a known_hosts file. A faulty line is reported and skipped, as ssh does. */
export function parseKnownHosts(text: string): KnownHosts {
  const entries: KnownHostsEntry[] = [];
  const problems: { line: number; message: string }[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return;
    const entry = parseLine(line);
    if (typeof entry === 'string') problems.push({ line: index + 1, message: entry });
    else if (entry !== undefined) entries.push(entry);
  });
  return { entries, problems };
}

/** The entry, undefined for a line that is right but of no use here, or what is wrong. */
function parseLine(line: string): KnownHostsEntry | string | undefined {
  const fields = line.split(/\s+/);
  const marker = fields[0]?.startsWith('@') === true ? fields.shift() : undefined;
  // Host certificates are not offered by this client.
  if (marker === '@cert-authority') return undefined;
  if (marker !== undefined && marker !== '@revoked')
    return `${marker} is no marker; @revoked and @cert-authority are.`;
  const [hosts, algorithm, base64] = fields;
  if (hosts === undefined || algorithm === undefined || base64 === undefined) {
    return 'A line has a host, a key type and a key.';
  }
  const key = Buffer.from(base64, 'base64');
  if (keyTypeOf(key) !== algorithm) return `The key is no ${algorithm} key.`;
  const matcher = parseMatcher(hosts);
  if (matcher === undefined) return 'The hashed host name is damaged.';
  return { revoked: marker === '@revoked', matcher, algorithm, fingerprint: fingerprintOf(key) };
}

function parseMatcher(hosts: string): HostMatcher | undefined {
  if (!hosts.startsWith('|')) return { kind: 'patterns', patterns: hosts.toLowerCase().split(',') };
  const [, version, salt, hash] = hosts.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return undefined;
  const matcher = { salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
  return matcher.hash.length === 20 ? { kind: 'hashed', ...matcher } : undefined;
}

/** The keys that a known_hosts file has for a host, and the revoked ones. */
export function findKnownKeys(
  knownHosts: KnownHosts,
  host: string,
  port: number,
): { readonly keys: readonly KnownKey[]; readonly revoked: readonly KnownKey[] } {
  const name = knownHostsName(host, port);
  const found = knownHosts.entries.filter((entry) => matches(entry.matcher, name));
  return { keys: found.filter((entry) => !entry.revoked), revoked: found.filter((entry) => entry.revoked) };
}

/** A line for a known_hosts file. */
export function knownHostsLine(host: string, port: number, key: Buffer): string {
  return `${knownHostsName(host, port)} ${keyTypeOf(key) ?? 'unknown'} ${key.toString('base64')}`;
}

/** How known_hosts writes a host: the port only when it is not 22. */
function knownHostsName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

function matches(matcher: HostMatcher, name: string): boolean {
  if (matcher.kind === 'hashed') {
    return timingSafeEqual(createHmac('sha1', matcher.salt).update(name).digest(), matcher.hash);
  }
  const negated = matcher.patterns.some(
    (pattern) => pattern.startsWith('!') && matchesGlob(pattern.slice(1), name),
  );
  return (
    !negated && matcher.patterns.some((pattern) => !pattern.startsWith('!') && matchesGlob(pattern, name))
  );
}
