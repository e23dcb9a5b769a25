import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { allowedSignersLine } from '../../electron/signing/allowed-signers.ts';
import { signerOf } from '../../electron/signing/signer.ts';
import type { Signer } from '../../electron/signing/signer.ts';
import { createSshSignature } from '../../electron/signing/sshsig.ts';
import { composeReport, reportBytes } from '../../shared/report/compose-report.ts';
import { sha256Hex, utf8 } from '../../shared/lib/digest.ts';
import type { Report } from '../../shared/report/schema.ts';
import type { RunRecord } from '../../shared/results/types.ts';
import { armorSignature } from '../../shared/report/sshsig/signature.ts';
import { joinBytes, wireString } from '../../shared/report/sshsig/wire.ts';
import type { PlannedSite } from './site-run.ts';
import { passing, plannedSite, runOf } from './site-run.ts';
import { createdAt, provableSite } from '../shared/report/sample-report.ts';

/** Reports that verify and reports that must not, each as the files that somebody would be sent. */

export interface SampleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Sample {
  readonly title: string;
  readonly files: readonly SampleFile[];
  readonly expected: 'valid' | 'intact' | 'invalid';
}

export const sampleName = 'gdansk-dc1.readiness.json';
const planned = provableSite();

export type KeyKind = 'ed25519' | 'p256' | 'rsa';

export function keyOf(kind: KeyKind): KeyObject {
  switch (kind) {
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    case 'p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  }
}

export interface Person {
  readonly key: KeyObject;
  readonly signer: Signer;
  /** The line of an allowed_signers file. */
  readonly line: string;
}

export function personWith(kind: KeyKind, email = 'tech@example.com'): Person {
  const key = keyOf(kind);
  const signer = signerOf(key, 'Tech', email);
  return { key, signer, line: `${allowedSignersLine(email, signer.publicKeyLine)}\n` };
}

export interface ReportWish {
  readonly planned?: PlannedSite;
  readonly id?: string;
  readonly createdAt?: string;
  readonly previous?: Report['previous'];
  readonly run?: (run: RunRecord) => RunRecord;
}

/** A report of a run in which everything passes, by this person. */
export function reportBy({ signer }: Person, wish: ReportWish = {}): Report {
  const site = wish.planned ?? planned;
  const run = runOf(site, passing);
  return composeReport({
    ...site,
    siteName: 'gdansk-dc1',
    run: wish.run?.(run) ?? run,
    id: wish.id ?? '4f1c09ae-77d2-4d4c-9c53-1c3a5b2d8c1e',
    createdAt: wish.createdAt ?? createdAt,
    version: '0.1.0',
    previous: wish.previous ?? null,
    signer: {
      name: signer.name,
      email: signer.email,
      publicKey: signer.publicKeyLine,
      fingerprint: signer.fingerprint,
    },
  }).report;
}

/** Report and signature over its very bytes. */
export function signedBy({ key }: Person, bytes: Uint8Array, name = sampleName): SampleFile[] {
  return [
    { name, bytes },
    { name: `${name}.sig`, bytes: createSshSignature(bytes, key) },
  ];
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  if (bit < 0 || bit >= bytes.length * 8) throw new Error(`There is no bit ${bit}.`);
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** A signature by a key of a type that is not taken here. */
function otherTypeSignature(): Uint8Array {
  const type = 'ecdsa-sha2-nistp384';
  const blob = joinBytes(wireString(type), wireString('nistp384'), wireString(new Uint8Array(97).fill(4)));
  const value = joinBytes(wireString(type), wireString(new Uint8Array(100).fill(1)));
  return armorSignature(blob, 'gatecheck', 'sha512', value);
}

/** The first failing check made to pass, and all that follows from it left as it was. */
function withEditedVerdict(report: Report): Report {
  return {
    ...report,
    rules: report.rules.map((rule) => ({ ...rule, verdict: 'pass' as const })),
    readiness: 'ready',
  };
}

function failingOnce(run: RunRecord): RunRecord {
  return {
    ...run,
    checks: run.checks.map((check, index) =>
      index === 0
        ? {
            ...check,
            observation: 'filtered' as const,
            attempts: check.attempts.map((attempt) => ({ ...attempt, observation: 'filtered' as const })),
            facts: { ...check.facts, tls: null },
          }
        : check,
    ),
  };
}

/** Good ones by each type of key, with and without someone who is known. */
export function goodSamples(): Sample[] {
  const kinds: readonly KeyKind[] = ['ed25519', 'p256', 'rsa'];
  return kinds.flatMap((kind): Sample[] => {
    const person = personWith(kind);
    const files = signedBy(person, reportBytes(reportBy(person)));
    return [
      { title: `${kind}, signer unknown`, files, expected: 'intact' },
      {
        title: `${kind}, signer known`,
        files: [...files, { name: 'allowed_signers', bytes: utf8(person.line) }],
        expected: 'valid',
      },
    ];
  });
}

/** Every way in which a report was tampered with; each comes with allowed signers that know the technician. */
export function badSamples(): Sample[] {
  const person = personWith('ed25519');
  const stranger = personWith('ed25519');
  const report = reportBy(person);
  const failing = reportBy(person, { run: failingOnce });
  const bytes = reportBytes(report);
  const text = new TextDecoder().decode(bytes);
  const signature = createSshSignature(bytes, person.key);
  const bad = (title: string, files: readonly SampleFile[]): Sample => ({
    title,
    files: [...files, { name: 'allowed_signers', bytes: utf8(person.line) }],
    expected: 'invalid',
  });
  const withSignature = (changed: Uint8Array): SampleFile[] => [
    { name: sampleName, bytes: changed },
    { name: `${sampleName}.sig`, bytes: signature },
  ];
  const sealed = (other: Uint8Array): SampleFile[] => [
    { name: sampleName, bytes },
    { name: `${sampleName}.sig`, bytes: other },
  ];
  const edited = reportBytes(withEditedVerdict(failing));
  const byStranger = reportBytes({
    ...withEditedVerdict(failing),
    signer: {
      ...report.signer,
      publicKey: stranger.signer.publicKeyLine,
      fingerprint: stranger.signer.fingerprint,
    },
  });
  const swapped = utf8(JSON.stringify(JSON.parse(text), (_, value: unknown) => reversed(value)));
  const armored = new TextDecoder().decode(signature);
  const flips = Array.from(
    { length: 24 },
    (_, index) => Math.floor((index * signature.length * 8) / 24) + (index % 8),
  );
  return [
    bad('no signature', [{ name: sampleName, bytes }]),
    bad('a bit of the JSON flipped', withSignature(flipped(bytes, bytes.length * 4))),
    bad('keys swapped', withSignature(swapped)),
    bad('keys swapped and signed again', signedBy(person, swapped)),
    bad('signed for another purpose', sealed(createSshSignature(bytes, person.key, 'file'))),
    bad(
      'a check removed and signed again',
      signedBy(person, reportBytes({ ...report, checks: report.checks.slice(1) })),
    ),
    bad('a verdict edited', withSignature(edited)),
    bad('a verdict edited and signed by the technician', signedBy(person, edited)),
    bad('a verdict edited and signed by a stranger', signedBy(stranger, byStranger)),
    bad('signed by a stranger in the name of the technician', signedBy(stranger, bytes)),
    bad('a signature cut short', sealed(signature.slice(0, 150))),
    bad('two signatures', sealed(utf8(armored + armored))),
    bad('a signature of another report', sealed(createSshSignature(edited, person.key))),
    bad('a key of another type', sealed(otherTypeSignature())),
    bad('nested 10,000 deep', signedBy(person, utf8('['.repeat(10_000) + ']'.repeat(10_000)))),
    bad('no UTF-8', signedBy(person, joinBytes(bytes.slice(0, -1), Uint8Array.of(0xff, 0x7d)))),
    bad('duplicate keys', signedBy(person, utf8(text.replace('{', '{"practice":true,')))),
    bad('NaN', signedBy(person, utf8(text.replace('"practice":false', '"practice":NaN')))),
    bad('a newer format', signedBy(person, utf8(text.replace('gatecheck/report@1', 'gatecheck/report@2')))),
    bad('cut short', signedBy(person, bytes.slice(0, -1000))),
    bad('empty', signedBy(person, new Uint8Array(0))),
    ...flips.map((bit) => bad(`bit ${bit} of the signature flipped`, sealed(flipped(signature, bit)))),
  ];
}

function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).reverse());
}

/** Larger than any report: refused unread. */
export function hugeFile(): SampleFile {
  return { name: sampleName, bytes: new Uint8Array(50_000_001).fill(0x20) };
}

/** Three reports, each naming the one before; the newest first. */
export function chainBy(person: Person): SampleFile[][] {
  const made: SampleFile[][] = [];
  let previous: Report['previous'] = null;
  for (const [index, minute] of ['41', '42', '43'].entries()) {
    const id = `${index + 1}1111111-aaaa-4bbb-8ccc-000000000000`;
    const report = reportBy(person, { id, createdAt: `2026-11-24T20:${minute}:07Z`, previous });
    const bytes = reportBytes(report);
    const name =
      index === 2 ? sampleName : `gdansk-dc1.20261124T20${minute}07Z-${id.slice(0, 8)}.readiness.json`;
    made.unshift(signedBy(person, bytes, name));
    previous = { id, sha256: sha256Hex(bytes) };
  }
  return made;
}

const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)>\u202egpj.exe\u0000';

/** A report whose every free text would like to be markup; the site it has no longer holds together. */
export function hostileReportBy(person: Person): Report {
  const report = reportBy(person);
  const [check] = report.checks;
  if (check === undefined) throw new Error('The sample has no check.');
  return {
    ...report,
    site: {
      ...report.site,
      customer: { ...report.site.customer, name: hostile.slice(0, 60), site: 'x'.repeat(250) },
    },
    nodes: report.nodes.map((node) => ({ ...node, name: hostile, failure: 'y'.repeat(10_000) })),
    rules: report.rules.map((rule) => ({ ...rule, title: `${hostile}${'z'.repeat(10_000)}` })),
    checks: report.checks.map((one) => ({
      ...one,
      explanation: hostile,
      evidence: { [hostile]: hostile, list: [hostile] },
      attempts: one.attempts.map((attempt) => ({ ...attempt, outcome: hostile })),
      advice: { where: hostile, owner: hostile, next: hostile },
    })),
    takenAway: [{ entry: hostile, what: hostile, how: hostile, by: hostile, reason: hostile }],
  };
}

/** A report of a site with 200 rules of its own, to 25 hosts each. */
export function largeReportBy(person: Person): Report {
  const rules = Array.from({ length: 200 }, (_, index) => ({
    id: `own-${index}`,
    title: `Service ${index}`,
    direction: 'out',
    services: [`${20_000 + index}/tcp`],
    endpoints: Array.from(
      { length: 25 },
      (_host, host) => `10.${100 + (index >> 3)}.${index & 255}.${host + 1}`,
    ),
    reason: 'a large site',
  }));
  const site = plannedSite('gdansk-dc1', (json) => {
    json['features'] = {};
    json['attestations'] = [];
    json['waivers'] = [];
    json['entries'] = {};
    json['customRules'] = rules;
  });
  return reportBy(person, { planned: site });
}
