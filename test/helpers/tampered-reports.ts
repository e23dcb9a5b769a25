import { generateKeyPairSync } from 'node:crypto';
import { allowedSignersLine } from '../../electron/signing/index.ts';
import { createSshSignature } from '../../electron/signing/sshsig.ts';
import { signerOf } from '../../electron/signing/signer.ts';
import { canonicalJson, digestOf, sha256Hex, utf8 } from '../../shared/lib/digest.ts';
import { composeReport, reportBytes } from '../../shared/report/compose-report.ts';
import type { Report } from '../../shared/report/schema.ts';
import type { VerifyAnswer, VerifyLine, VerifyResult } from '../../shared/report/types.ts';
import { plannedSite, passing, runOf } from './site-run.ts';

/** Reports, good and tampered with, of which it is known what a verification must say. */

const site = plannedSite('gdansk-dc1', (json) => {
  json['features'] = { supportAssistance: true, ping: true };
  json['entries'] = {};
  json['customRules'] = [];
  json['attestations'] = [];
  json['waivers'] = [];
});

const tech = generateKeyPairSync('ed25519').privateKey;
const stranger = generateKeyPairSync('ed25519').privateKey;
const known = signerOf(tech, 'Tech', 'tech@example.com');
const unknown = signerOf(stranger, 'Tech', 'tech@example.com');
const colleague = signerOf(generateKeyPairSync('ed25519').privateKey, 'Other', 'other@example.com');

/** Who may sign: not the stranger. */
export const allowedSigners = [known, colleague]
  .map(({ email, publicKeyLine }) => `${allowedSignersLine(email, publicKeyLine)}\n`)
  .join('');

export interface Case {
  /** What was done to it. */
  readonly kind: string;
  readonly report: Uint8Array;
  readonly signature: Uint8Array;
  /** As the report claims, so that OpenSSH is asked for the same person. */
  readonly email: string;
  /** Reports that lie beside it. */
  readonly others: readonly Uint8Array[];
  readonly expected: VerifyResult['result'];
  /** Lines that must have this answer. */
  readonly lines: Partial<Record<VerifyLine['what'], VerifyAnswer>>;
}

/** The same numbers every time (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const ruleIds = [...new Set(site.checks.map(({ rule }) => rule))];
const composed = new Map<number, string>();

function composedWith(failing: number): string {
  const before = composed.get(failing);
  if (before !== undefined) return before;
  const { name, email, publicKeyLine, fingerprint } = known;
  const { report } = composeReport({
    ...site,
    siteName: 'gdansk-dc1',
    run: runOf(site, (check) => (check.rule === ruleIds[failing] ? 'filtered' : passing(check))),
    id: '',
    createdAt: '2026-11-24T20:41:07Z',
    version: '0.1.0',
    previous: null,
    signer: { name, email, publicKey: publicKeyLine, fingerprint },
  });
  const text = canonicalJson(report);
  composed.set(failing, text);
  return text;
}

/** A run in which one of the rules fails, another one for each seed. */
function reportOf(seed: number): Report {
  const report = JSON.parse(composedWith(seed % ruleIds.length)) as Report;
  return { ...report, id: `00000000-0000-4000-8000-${String(seed).padStart(12, '0')}` };
}

interface Made {
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly others?: readonly Uint8Array[];
}

type Make = (report: Report, pick: (below: number) => number) => Made;

interface Kind {
  readonly kind: string;
  readonly expected: VerifyResult['result'];
  readonly lines: Case['lines'];
  readonly make: Make;
}

function signed(report: Report, key = tech): Made {
  const bytes = reportBytes(report);
  return { bytes, signature: createSshSignature(bytes, key) };
}

/** The bytes of another text, with the signature of the report as it was. */
function unsigned(report: Report, change: (text: string) => string): Made {
  const text = canonicalJson(report);
  return { bytes: utf8(change(text)), signature: createSshSignature(utf8(text), tech) };
}

function resigned(report: Report, change: (text: string) => string): Made {
  const bytes = utf8(change(canonicalJson(report)));
  return { bytes, signature: createSshSignature(bytes, tech) };
}

function edited(edit: (report: Report, pick: (below: number) => number) => void, key = tech): Make {
  return (report, pick) => {
    edit(report, pick);
    return signed(report, key);
  };
}

/** Who signed says so: the key that the report names is the one that signs. */
function namesStranger(report: Report): void {
  report.signer.publicKey = unknown.publicKeyLine;
  report.signer.fingerprint = unknown.fingerprint;
}

function one<T>(items: readonly T[], pick: (below: number) => number): T {
  const item = items[pick(items.length)];
  if (item === undefined) throw new Error('There is none.');
  return item;
}

function passFailedOnes(report: Report): void {
  for (const item of [...report.checks, ...report.rules]) if (item.verdict === 'fail') item.verdict = 'pass';
}

/** Another order of the top level: the first key goes to the end. */
function keysSwapped(text: string): string {
  const { attestations, ...rest } = JSON.parse(text) as Report;
  return JSON.stringify({ ...rest, attestations });
}

function spaceAdded(text: string): string {
  return text.replace('":', '": ');
}

const badSignature = { signature: 'invalid', signer: 'cannot-tell' } as const;
const goodSignature = { signature: 'valid', signer: 'valid' } as const;

export const kinds: readonly Kind[] = [
  { kind: 'nothing', expected: 'valid', lines: goodSignature, make: (report) => signed(report) },
  {
    kind: 'nothing, but nobody knows the key',
    expected: 'intact',
    lines: { signature: 'valid', signer: 'cannot-tell', verdicts: 'valid' },
    make: edited(namesStranger, stranger),
  },
  {
    kind: 'a bit flipped',
    expected: 'invalid',
    lines: { signature: 'invalid' },
    make: (report, pick) => {
      const { bytes, signature } = signed(report);
      const changed = Uint8Array.from(bytes);
      const at = pick(changed.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << pick(8));
      return { bytes: changed, signature };
    },
  },
  {
    kind: 'keys swapped',
    expected: 'invalid',
    lines: { ...badSignature, 'canonical-form': 'invalid' },
    make: (report) => unsigned(report, keysSwapped),
  },
  {
    kind: 'keys swapped and signed again',
    expected: 'invalid',
    lines: { ...goodSignature, 'canonical-form': 'invalid' },
    make: (report) => resigned(report, keysSwapped),
  },
  {
    kind: 'white space added',
    expected: 'invalid',
    lines: { ...badSignature, 'canonical-form': 'invalid' },
    make: (report) => unsigned(report, spaceAdded),
  },
  {
    kind: 'white space added and signed again',
    expected: 'invalid',
    lines: { ...goodSignature, 'canonical-form': 'invalid' },
    make: (report) => resigned(report, spaceAdded),
  },
  {
    kind: 'signed for another purpose',
    expected: 'invalid',
    lines: badSignature,
    make: (report, pick) => {
      const bytes = reportBytes(report);
      const purpose = one(['git', 'file', 'gatecheck2', 'Gatecheck', ''], pick);
      return { bytes, signature: createSshSignature(bytes, tech, purpose) };
    },
  },
  {
    kind: 'a check removed',
    expected: 'invalid',
    lines: { ...goodSignature, verdicts: 'invalid' },
    make: edited((report, pick) => void report.checks.splice(pick(report.checks.length), 1)),
  },
  {
    kind: 'verdicts edited, signed by a key that nobody knows',
    expected: 'invalid',
    lines: { signature: 'valid', signer: 'cannot-tell', verdicts: 'invalid' },
    make: edited((report) => {
      passFailedOnes(report);
      namesStranger(report);
    }, stranger),
  },
  {
    kind: 'verdicts edited, signed by the known key',
    expected: 'invalid',
    lines: { ...goodSignature, verdicts: 'invalid' },
    make: edited(passFailedOnes),
  },
  {
    kind: 'an observation edited, with the verdict that follows from it',
    expected: 'invalid',
    lines: { ...goodSignature, verdicts: 'invalid' },
    make: edited((report) => {
      for (const check of report.checks)
        if (check.observation === 'filtered')
          Object.assign(check, { observation: 'confirmed', verdict: 'pass' });
      passFailedOnes(report);
    }),
  },
  {
    kind: 'readiness edited',
    expected: 'invalid',
    lines: { ...goodSignature, readiness: 'invalid' },
    make: edited((report) => {
      report.readiness = report.readiness === 'ready' ? 'ready-with-exceptions' : 'ready';
    }),
  },
  {
    kind: 'a rule dropped',
    expected: 'invalid',
    lines: { ...goodSignature, rules: 'invalid' },
    make: edited((report, pick) => void report.rules.splice(pick(report.rules.length), 1)),
  },
  {
    kind: 'a waiver added',
    expected: 'invalid',
    lines: { ...goodSignature, rules: 'invalid' },
    make: edited((report, pick) => {
      const { id, digest } = one(report.rules, pick);
      const times = { at: '2026-11-24T00:00:00Z', expires: '2026-12-24T00:00:00Z' };
      report.waivers.push({ rule: id, digest, by: 'Nobody', reason: 'because', ...times });
    }),
  },
  {
    kind: 'the catalogue edited with a digest of its own',
    expected: 'invalid',
    lines: { ...goodSignature, catalogue: 'cannot-tell', rules: 'invalid' },
    make: edited((report, pick) => {
      const used = report.catalog.entries.filter(({ id }) => report.rules.some(({ entry }) => entry === id));
      const entry = one(used, pick);
      report.catalog.entries = report.catalog.entries.map((each) =>
        each === entry ? { ...each, title: `${each.title} as edited` } : each,
      );
      const { head, entries } = report.catalog;
      report.catalog.sha256 = digestOf({ ...head, entries });
    }),
  },
  {
    kind: 'another person named as signer',
    expected: 'invalid',
    lines: { signature: 'valid', signer: 'invalid' },
    make: edited((report) => {
      report.signer.name = colleague.name;
      report.signer.publicKey = colleague.publicKeyLine;
      report.signer.fingerprint = colleague.fingerprint;
    }),
  },
  {
    kind: 'another address named, to which the key does not belong',
    expected: 'intact',
    lines: { signature: 'valid', signer: 'cannot-tell' },
    make: edited((report) => {
      report.signer.email = colleague.email;
    }),
  },
  {
    kind: 'the signature of another report',
    expected: 'invalid',
    lines: badSignature,
    make: (report, pick) => ({
      bytes: reportBytes(report),
      signature: signed(reportOf(100_000 + pick(1000))).signature,
    }),
  },
  {
    kind: 'the chain broken',
    expected: 'invalid',
    lines: { ...goodSignature, previous: 'invalid' },
    make: (report, pick) => {
      const before = reportBytes(reportOf(200_000 + pick(1000)));
      const { id } = JSON.parse(new TextDecoder().decode(before)) as Report;
      report.previous = { id, sha256: sha256Hex(utf8(`another ${pick(1000)}`)) };
      return { ...signed(report), others: [before] };
    },
  },
];

/** So many reports, of every kind alike, the same every time but for their keys. */
export function tamperedReports(count: number): Case[] {
  return Array.from({ length: count }, (_, index): Case => {
    const kind = kinds[index % kinds.length];
    if (kind === undefined) throw new Error('There are no kinds.');
    const report = reportOf(index);
    const made = kind.make(report, numbers(index));
    return {
      kind: `${kind.kind} (${index})`,
      report: made.bytes,
      signature: made.signature,
      email: report.signer.email,
      others: made.others ?? [],
      expected: kind.expected,
      lines: kind.lines,
    };
  });
}
