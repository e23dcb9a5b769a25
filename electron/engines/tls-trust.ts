import { X509Certificate, createHash } from 'node:crypto';
import type { Finding, Result } from '../../shared/lib/result.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { parseIp } from '../../shared/lib/ip.ts';
import type { TlsFacts } from '../../shared/probes/observation.ts';
import { publicRoots } from './public-roots.ts';

/** Whom we trust: the public roots that we ship, and the CAs that a person entered. Never the laptop's own store. */
export interface TrustStore {
  /** Name, version and date of the public roots. */
  readonly roots: string;
  readonly publicRoots: readonly X509Certificate[];
  readonly entered: readonly X509Certificate[];
}

/** What a handshake gave. */
export interface PresentedChain {
  /** DER, leaf first. */
  readonly certificates: readonly Uint8Array[];
  /** False: the engine could read the leaf only. */
  readonly chainRead: boolean;
  readonly protocol: string | null;
  readonly serverName: string | null;
  /** The address that was dialled. */
  readonly host: string;
  readonly at: Date;
}

interface Path {
  readonly trust: TlsFacts['trust'];
  /** The CA certificates from the leaf's issuer to the anchor. */
  readonly authorities: readonly X509Certificate[];
  readonly valid: boolean;
}

const serverAuth = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'];
const longestPath = 8;
const mostPresented = 16;

let shippedRoots: readonly X509Certificate[] | null = null;

function loadPublicRoots(): readonly X509Certificate[] {
  shippedRoots ??= publicRoots.certificates.map((text) => new X509Certificate(Buffer.from(text, 'base64')));
  return shippedRoots;
}

/** `SHA256:` and unpadded base64 over the DER certificate. */
export function certificateFingerprint(der: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(der).digest('base64').replace(/=+$/, '')}`;
}

/**
 * The shipped public roots and the CAs entered in the site file (`checks.trustedCas`, PEM).
 *
 * @returns the store, or for each certificate that cannot be read its place and the cure
 */
export function loadTrustStore(trustedCas: readonly string[]): Result<TrustStore, readonly Finding[]> {
  const findings: Finding[] = [];
  const entered: X509Certificate[] = [];
  for (const [index, pem] of trustedCas.entries()) {
    const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
    try {
      if (blocks.length === 0) throw new Error('no certificate');
      entered.push(...blocks.map((block) => new X509Certificate(block)));
    } catch {
      findings.push({
        path: `checks.trustedCas[${index}]`,
        message: 'This is no certificate that can be read.',
        cure: 'Paste the CA certificate as PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
      });
    }
  }
  if (findings.length > 0) return err(findings);
  const roots = `${publicRoots.name} ${publicRoots.version} (${publicRoots.date})`;
  return ok({ roots, publicRoots: loadPublicRoots(), entered });
}

function isValidAt(certificate: X509Certificate, at: Date): boolean {
  const time = at.getTime();
  return time >= Date.parse(certificate.validFrom) && time <= Date.parse(certificate.validTo);
}

/** The signature really is the issuer's, and the issuer is a CA that may sign. */
function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function mayServe(leaf: X509Certificate): boolean {
  // Node types it as always there; a certificate without the extension gives undefined.
  const usages = leaf.keyUsage as readonly string[] | undefined;
  return usages === undefined || usages.some((usage) => serverAuth.includes(usage));
}

const same = (a: X509Certificate, b: X509Certificate): boolean => a.raw.equals(b.raw);

interface Search {
  readonly presented: readonly X509Certificate[];
  readonly store: TrustStore;
  readonly at: Date;
  /** Presented CA certificates that signed their way down to the leaf, whether or not that leads to an anchor. */
  readonly signers: Set<X509Certificate>;
  readonly paths: Path[];
}

function anchorsOf(certificate: X509Certificate, search: Search): Path[] {
  const from = (anchors: readonly X509Certificate[], trust: Path['trust']): Path[] =>
    anchors
      .filter((anchor) => same(anchor, certificate) || isSignedBy(certificate, anchor))
      .map((anchor) => ({
        trust,
        authorities: same(anchor, certificate) ? [] : [anchor],
        valid: isValidAt(anchor, search.at),
      }));
  return [...from(search.store.entered, 'entered-ca'), ...from(search.store.publicRoots, 'public-root')];
}

/** Follows real signatures upwards from `certificate`; `below` are the CAs between it and the leaf, it included. */
function climb(certificate: X509Certificate, below: readonly X509Certificate[], search: Search): void {
  const valid = below.every((one) => isValidAt(one, search.at));
  for (const path of anchorsOf(certificate, search))
    search.paths.push({ ...path, authorities: [...below, ...path.authorities], valid: valid && path.valid });
  if (below.length >= longestPath) return;
  for (const issuer of search.presented) {
    if (same(issuer, certificate) || below.some((one) => same(one, issuer))) continue;
    if (!isSignedBy(certificate, issuer)) continue;
    search.signers.add(issuer);
    climb(issuer, [...below, issuer], search);
  }
}

/** A path that is valid now, over an entered CA if there is one: what a person entered says more than a public root. */
function bestOf(paths: readonly Path[]): Path | null {
  const rank = (path: Path): number => (path.valid ? 2 : 0) + (path.trust === 'entered-ca' ? 1 : 0);
  return paths.reduce<Path | null>(
    (best, path) => (best === null || rank(path) > rank(best) ? path : best),
    null,
  );
}

/** One line, most general part first, as OpenSSL prints it. */
const oneLine = (name: string): string => name.split('\n').join(', ');

function namesOf(leaf: X509Certificate): string[] {
  const alternatives = leaf.subjectAltName;
  const names = [...(alternatives ?? '').matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)].map(
    (match) => match[1] ?? '',
  );
  const common = /^CN=(.+)$/m.exec(leaf.subject)?.[1];
  return names.length > 0 || common === undefined ? names : [common];
}

function matchesName(leaf: X509Certificate, presented: PresentedChain): boolean | null {
  if (presented.serverName !== null) {
    return parseIp(presented.serverName) === null
      ? leaf.checkHost(presented.serverName) !== undefined
      : leaf.checkIP(presented.serverName) !== undefined;
  }
  // An endpoint entered by its address has no name that could be wrong; a certificate for that address is right.
  return parseIp(presented.host) !== null && leaf.checkIP(presented.host) !== undefined ? true : null;
}

/**
 * Judges a presented chain: real signatures (never names alone), CA flags, validity at `at`, our own trust stores.
 *
 * @returns an error text when the leaf cannot be read
 */
export function judgeChain(presented: PresentedChain, store: TrustStore): Result<TlsFacts, string> {
  let certificates: X509Certificate[];
  try {
    certificates = presented.certificates
      .slice(0, mostPresented)
      .map((der) => new X509Certificate(Buffer.from(der)));
  } catch {
    return err('the peer presented a certificate that cannot be read');
  }
  const [leaf, ...others] = certificates;
  if (leaf === undefined) return err('the peer presented no certificate');
  const search: Search = { presented: others, store, at: presented.at, signers: new Set(), paths: [] };
  climb(leaf, [], search);
  const path = mayServe(leaf) ? bestOf(search.paths) : null;
  const signers = new Map(
    [...search.signers, ...(path?.authorities ?? [])].map((one) => [certificateFingerprint(one.raw), one]),
  );
  // Without an anchor the CA that a person entered by its fingerprint may be any of them.
  const signersHold = [...search.signers].every((one) => isValidAt(one, presented.at));
  return ok({
    protocol: presented.protocol,
    subject: oneLine(leaf.subject),
    issuer: oneLine(leaf.issuer),
    names: namesOf(leaf),
    notBefore: new Date(leaf.validFrom).toISOString(),
    notAfter: new Date(leaf.validTo).toISOString(),
    fingerprint: certificateFingerprint(leaf.raw),
    chain: certificates.map((one) => certificateFingerprint(one.raw)),
    validatedBy: [...signers.keys()],
    chainRead: presented.chainRead,
    trust: path?.trust ?? 'untrusted',
    roots: store.roots,
    validNow: isValidAt(leaf, presented.at) && (path?.valid ?? signersHold),
    nameMatches: matchesName(leaf, presented),
    nodeSide: null,
  });
}
