import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../shared/lib/digest.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import type { EarlierFile } from '../../../shared/report/earlier-files.ts';
import { recomputeRules } from '../../../shared/report/recompute-rules.ts';
import { redactReport } from '../../../shared/report/redact/redact-report.ts';
import type { Report, ReportReference } from '../../../shared/report/schema.ts';
import type { VerifyLine, VerifyResult } from '../../../shared/report/types.ts';
import type { VerifyInput } from '../../../shared/report/verify-report.ts';
import { verifyExitCode, verifyReport } from '../../../shared/report/verify-report.ts';
import { earlierFile, provableSite, sampleReport, signer, verifyInput } from './sample-report.ts';

const planned = provableSite();
const base = sampleReport(planned);
const signedBy = { ok: true, publicKey: signer.publicKey, fingerprint: signer.fingerprint } as const;

function id(number: number): string {
  return `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;
}

function copy(report: Report, change: Partial<Report>): Report {
  return { ...structuredClone(report), ...change };
}

function referenceTo(report: Report): ReportReference {
  return { id: report.id, sha256: sha256Hex(reportBytes(report)) };
}

/** So many reports, each naming the one before. */
function chainOf(length: number): Report[] {
  const chain: Report[] = [];
  for (let number = 0; number < length; number++) {
    const before = chain.at(-1);
    chain.push(copy(base, { id: id(number), previous: before === undefined ? null : referenceTo(before) }));
  }
  return chain;
}

function verify(
  report: Report,
  earlier: readonly EarlierFile[],
  change: Partial<VerifyInput> = {},
): VerifyResult {
  return verifyReport(verifyInput(report, { earlier, ...change }));
}

function lineOf(
  { lines }: VerifyResult,
  what: VerifyLine['what'],
): Pick<VerifyLine, 'answer' | 'says' | 'findings'> {
  const line = lines.find((one) => one.what === what);
  if (line === undefined) throw new Error(`no line ${what}`);
  return line;
}

function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error('There is none.');
  return item;
}

describe('the chain of reports', () => {
  const chain = chainOf(5);
  const newest = last(chain);
  const files = chain.slice(0, -1).map((report) => earlierFile(report, signedBy));

  it('is followed to its first report, and says how far', () => {
    const line = lineOf(verify(newest, files), 'previous');
    expect(line.answer).toBe('valid');
    expect(line.says).toBe(
      '4 reports back to 00000000 of 2026-11-24T20:41:07Z, all here and unchanged. No report is named before that.',
    );
  });

  it('says where it ends when one is not here', () => {
    const line = lineOf(
      verify(
        newest,
        [files[3], files[2], files[0]].flatMap((file) => file ?? []),
      ),
      'previous',
    );
    expect(line.answer).toBe('valid');
    expect(line.says).toMatch(/^2 reports back to 00000002 .+ \(report 00000001\) was not found here/);
  });

  it('is broken wherever one has another content, however far back', () => {
    for (let number = 0; number < 4; number++) {
      const changed = copy(chain[number] ?? base, { cancelled: true });
      const beside = files.map((file, index) => (index === number ? earlierFile(changed) : file));
      const result = verify(newest, beside);
      expect(lineOf(result, 'previous').answer).toBe('invalid');
      expect(result.result).toBe('invalid');
    }
  });

  it('does not end in a circle: reports that name each other', () => {
    const one = copy(base, { id: id(1), previous: { id: id(2), sha256: 'b' } });
    const circle = [
      { ...earlierFile(one), sha256: 'a' },
      { ...earlierFile(copy(base, { id: id(2), previous: { id: id(1), sha256: 'a' } })), sha256: 'b' },
    ];
    expect(lineOf(verify(one, circle), 'previous').says).toContain('2 reports back');
  });

  it('leaves open what a signature says that does not hold, or is of another key', () => {
    for (const signature of [
      { ok: false, reason: 'The signature does not hold.' },
      { ...signedBy, fingerprint: 'SHA256:other' },
    ] as const) {
      const beside = files.map((file, index) => (index === 2 ? { ...file, signature } : file));
      const result = verify(newest, beside);
      expect(lineOf(result, 'previous')).toMatchObject({ answer: 'cannot-tell' });
      expect(lineOf(result, 'previous').says).toContain('report 00000002');
      expect(verifyExitCode(result, false)).toBe(0);
    }
  });

  it('says how many are here without a signature', () => {
    const beside = files.map((file) => ({ ...file, signature: null }));
    expect(lineOf(verify(newest, beside), 'previous').says).toContain(
      'Without a signature of their own here: 4.',
    );
  });
});

describe('checks that were carried over', () => {
  const earlier = copy(base, { id: id(7), createdAt: '2026-11-24T20:41:07Z' });
  const at = earlier.checks.findIndex(({ observation }) => observation === 'confirmed');
  const carriedFrom = [
    { ...referenceTo(earlier), createdAt: earlier.createdAt, signer: earlier.signer.fingerprint },
  ];

  /** A later report that carries one check over. */
  function later(change: (check: Report['checks'][number]) => void = () => undefined): Report {
    const report = copy(base, {
      id: id(8),
      createdAt: '2026-11-25T08:00:00Z',
      startedAt: '2026-11-24T20:39:00Z',
      carriedFrom,
    });
    const check = report.checks[at];
    if (check === undefined) throw new Error('no check');
    check.carriedOverFrom = { report: earlier.id, startedAt: check.startedAt ?? '' };
    change(check);
    return report;
  }
  const here = [earlierFile(earlier, signedBy)];

  it('are valid when each stands there as it stands here', () => {
    const result = verify(later(), here);
    expect(lineOf(result, 'carried-over')).toMatchObject({
      answer: 'valid',
      says: 'One check was carried over from one earlier report, each as it stands there.',
    });
    expect(result.result).toBe('valid');
  });

  it('stand on the word of the signer where that report is not here, which changes no exit', () => {
    const result = verify(later(), []);
    expect(lineOf(result, 'carried-over').answer).toBe('cannot-tell');
    expect(lineOf(result, 'carried-over').says).toContain(
      'on the word of this signer: report 00000007 is not here',
    );
    expect(verifyExitCode(result, false)).toBe(0);
  });

  it('are not called valid when nobody can say who signed the report that they come from', () => {
    const unsigned = verify(later(), [earlierFile(earlier)]);
    expect(lineOf(unsigned, 'carried-over')).toMatchObject({ answer: 'cannot-tell' });
    const bad = verify(later(), [earlierFile(earlier, { ok: false, reason: 'No.' })]);
    expect(lineOf(bad, 'carried-over')).toMatchObject({ answer: 'cannot-tell' });
  });

  it.each<[string, () => Report, RegExp]>([
    [
      'another outcome',
      () => later((check) => (check.attempts = [{ ms: 1, observation: 'confirmed', outcome: 'x' }])),
      /recorded otherwise/,
    ],
    [
      'another time',
      () =>
        later((check) => (check.carriedOverFrom = { report: earlier.id, startedAt: '2026-11-24T20:40:59Z' })),
      /another time/,
    ],
    [
      'a report that is not named',
      () => later((check) => (check.carriedOverFrom = { report: id(9), startedAt: check.startedAt ?? '' })),
      /does not name/,
    ],
    ['an id that is not there', () => later((check) => (check.id = `${check.id}x`)), /does not stand/],
    [
      'another signer',
      () => copy(later(), { carriedFrom: carriedFrom.map((one) => ({ ...one, signer: 'SHA256:x' })) }),
      /another signer/,
    ],
    [
      'another host key',
      () => copy(later(), { nodes: base.nodes.map((node) => ({ ...node, hostKey: 'SHA256:other' })) }),
      /another host key/,
    ],
    [
      'a rule that was changed since',
      () => copy(later(), { rules: base.rules.map((rule) => ({ ...rule, digest: '0'.repeat(64) })) }),
      /was changed/,
    ],
  ])('with %s make the report invalid', (_name, make, says) => {
    const result = verify(make(), here);
    const line = lineOf(result, 'carried-over');
    expect(line.answer).toBe('invalid');
    expect(line.findings.map(({ message }) => message).join('\n')).toMatch(says);
    expect(result.result).toBe('invalid');
  });

  it('from a report that is here with another content make it invalid', () => {
    const other = earlierFile(copy(earlier, { cancelled: true }), signedBy);
    expect(lineOf(verify(later(), [other]), 'carried-over').answer).toBe('invalid');
  });
});

describe('a redacted copy', () => {
  const original = copy(base, { id: id(3) });
  const redacted = copy(base, { id: id(4), redactedFrom: referenceTo(original) });

  it('says that it is one and of what, whether or not the original is here', () => {
    const alone = verify(redacted, []);
    expect(lineOf(alone, 'redaction')).toMatchObject({ answer: 'cannot-tell' });
    expect(lineOf(alone, 'redaction').says).toContain('report 00000003');
    expect(alone.result).toBe('valid');
    expect(lineOf(verify(redacted, [earlierFile(original, signedBy)]), 'redaction').answer).toBe('valid');
    expect(verify(base, []).lines.map(({ what }) => what)).not.toContain('redaction');
  });

  it('as it is really made holds against its original', () => {
    const made = redactReport({
      report: original,
      catalog: planned.catalog,
      original: referenceTo(original),
      ...{ secret: 'a secret', id: id(5), siteName: 'copy', signer, version: '0.1.0', recomputeRules },
    });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    const result = verify(made.value, [earlierFile(original, signedBy)]);
    expect(lineOf(result, 'redaction').answer).toBe('valid');
    expect(result.result).toBe('valid');
  });

  it('is invalid beside an original with other bytes, or of which it says something else', () => {
    const changed = copy(original, { cancelled: true });
    expect(lineOf(verify(redacted, [earlierFile(changed)]), 'redaction').answer).toBe('invalid');
    const failing = copy(
      sampleReport(planned, () => 'not-run'),
      { id: id(3) },
    );
    const embellished = copy(redacted, { redactedFrom: referenceTo(failing) });
    expect(lineOf(verify(embellished, [earlierFile(failing)]), 'redaction').answer).toBe('invalid');
  });
});
