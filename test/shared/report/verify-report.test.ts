import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../shared/catalog/schema.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { digestOf, sha256Hex, utf8 } from '../../../shared/lib/digest.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import { parseReport } from '../../../shared/report/parse-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { VerifyAnswer, VerifyLine, VerifyResult } from '../../../shared/report/types.ts';
import type { VerifyInput } from '../../../shared/report/verify-report.ts';
import { verifyExitCode, verifyReport } from '../../../shared/report/verify-report.ts';
import { verifyResultSchema } from '../../../shared/report/verify-schema.ts';
import { plannedSite } from '../../helpers/site-run.ts';
import { earlierFile, provableSite, sampleReport, signer, verifyInput } from './sample-report.ts';

const planned = provableSite();
const ready = sampleReport(planned);
const blocked = sampleReport(planned, (check) =>
  check.rule.startsWith('ntp.') ? 'filtered' : check.probe === 'tcp' ? 'open' : 'confirmed',
);

function verify(report: Report | { bytes: Uint8Array }, change: Partial<VerifyInput> = {}): VerifyResult {
  const result = verifyReport(verifyInput(report, change));
  expect(verifyResultSchema.parse(result)).toEqual(result);
  return result;
}

function answers(result: VerifyResult): Partial<Record<VerifyLine['what'], VerifyAnswer>> {
  return Object.fromEntries(result.lines.map((line) => [line.what, line.answer]));
}

function lineOf(result: VerifyResult, what: VerifyLine['what']): VerifyLine {
  const line = result.lines.find((one) => one.what === what);
  if (line === undefined) throw new Error(`no line ${what}`);
  return line;
}

/** The report after somebody edited it. */
function edited(report: Report, edit: (copy: Report) => void): Report {
  const copy = JSON.parse(JSON.stringify(report)) as Report;
  edit(copy);
  return copy;
}

describe('an untouched report by a known signer', () => {
  it.each<[string, Report]>([
    ['ready', ready],
    ['not ready', blocked],
    ['of a draft', sampleReport(plannedSite('draft'))],
    ['of several Inline nodes', sampleReport(plannedSite('szczecin-dc1'))],
    ['with attestations and waivers', sampleReport(plannedSite('gdansk-dc1'))],
    ['in which nothing ran', sampleReport(planned, () => 'not-run')],
  ])('%s is valid, and everything recomputes', (_name, report) => {
    const result = verify(report);
    expect(result.lines.filter((line) => line.answer === 'invalid')).toEqual([]);
    expect(answers(result)).toEqual({
      signature: 'valid',
      signer: 'valid',
      schema: 'valid',
      'canonical-form': 'valid',
      catalogue: 'valid',
      rules: 'valid',
      verdicts: 'valid',
      readiness: 'valid',
      previous: 'valid',
      pdf: 'cannot-tell',
    });
    expect(result.result).toBe('valid');
    expect(result.readiness).toBe(report.readiness);
  });
});

describe('a report that its signer made up', () => {
  it.each<[string, VerifyLine['what'], Report, (copy: Report) => void]>([
    [
      'a verdict turned to pass',
      'verdicts',
      blocked,
      (copy) => {
        for (const check of copy.checks) if (check.observation === 'filtered') check.verdict = 'pass';
      },
    ],
    [
      'a weak pass made strong',
      'verdicts',
      ready,
      (copy) => {
        for (const check of copy.checks) check.weak = false;
      },
    ],
    [
      'a rule turned to pass',
      'verdicts',
      blocked,
      (copy) => {
        for (const rule of copy.rules) rule.verdict = 'pass';
      },
    ],
    [
      'a settlement made up',
      'verdicts',
      blocked,
      (copy) => {
        for (const rule of copy.rules) if (rule.verdict === 'fail') rule.settled = 'waived';
      },
    ],
    [
      'readiness turned to ready',
      'readiness',
      blocked,
      (copy) => {
        copy.readiness = 'ready';
      },
    ],
    [
      'the failing rule left out',
      'rules',
      blocked,
      (copy) => {
        copy.rules = copy.rules.filter((rule) => rule.verdict !== 'fail');
      },
    ],
    [
      'the failing rule made optional',
      'rules',
      blocked,
      (copy) => {
        for (const rule of copy.rules) if (rule.verdict === 'fail') rule.level = 'optional';
      },
    ],
    [
      'the destination of a rule changed',
      'rules',
      ready,
      (copy) => {
        const party = copy.rules[0]?.to[0];
        if (party !== undefined) party.address = '10.99.99.99';
      },
    ],
    [
      'a rule written down twice',
      'rules',
      ready,
      (copy) => {
        copy.rules.push(structuredClone(copy.rules[0]!));
      },
    ],
    [
      'a group left out',
      'rules',
      sampleReport(plannedSite('gdansk-dc1')),
      (copy) => {
        copy.groups = [];
      },
    ],
    [
      'a requirement taken away that the site does not take away',
      'rules',
      ready,
      (copy) => {
        copy.takenAway.push({ entry: 'dns', what: 'out 53/udp', how: 'disabled', by: 'x', reason: 'x' });
      },
    ],
    [
      'a waiver that the site does not have',
      'rules',
      ready,
      (copy) => {
        copy.waivers.push({
          rule: 'x',
          digest: 'x',
          by: 'x',
          reason: 'x',
          at: '2026-01-01T00:00:00Z',
          expires: '2027-01-01T00:00:00Z',
        });
      },
    ],
    [
      'the failing check left out',
      'verdicts',
      blocked,
      (copy) => {
        copy.checks = copy.checks.filter((check) => check.verdict !== 'fail');
      },
    ],
    [
      'a check written down twice',
      'verdicts',
      ready,
      (copy) => {
        copy.checks.push(structuredClone(copy.checks[0]!));
      },
    ],
    [
      'a check of a rule that is not there',
      'verdicts',
      ready,
      (copy) => {
        copy.checks[0]!.rule = 'made-up';
      },
    ],
    [
      'a check lent to another flow',
      'verdicts',
      ready,
      (copy) => {
        copy.checks[0]!.flow = copy.checks.find((check) => check.rule !== copy.checks[0]!.rule)!.flow;
      },
    ],
    [
      'a check of another port',
      'verdicts',
      ready,
      (copy) => {
        copy.checks[0]!.target.port = 9;
      },
    ],
    [
      'a check of another host',
      'verdicts',
      ready,
      (copy) => {
        copy.checks[0]!.target.address = '10.99.99.99';
      },
    ],
    [
      'practice results passed off as real ones',
      'verdicts',
      ready,
      (copy) => {
        copy.checks[0]!.engine = 'practice';
      },
    ],
    [
      'practice called ready',
      'readiness',
      ready,
      (copy) => {
        copy.practice = true;
      },
    ],
    [
      'an entry of the catalogue made optional',
      'catalogue',
      ready,
      (copy) => {
        copy.catalog.entries.find((entry) => entry.id === 'ntp')!.levels = [];
      },
    ],
    [
      'another catalogue named',
      'catalogue',
      ready,
      (copy) => {
        copy.catalog.id = 'other';
      },
    ],
    [
      'a site that does not hold',
      'rules',
      ready,
      (copy) => {
        copy.site.nodes[0]!.lan.address = 'nowhere';
      },
    ],
  ])('%s is invalid by its %s line, although the signature is good', (_name, what, report, edit) => {
    const result = verify(edited(report, edit));
    expect(lineOf(result, what).answer).toBe('invalid');
    expect(lineOf(result, what).says).toMatch(/\.$/);
    expect(result.result).toBe('invalid');
    expect(verifyExitCode(result, false)).toBe(1);
  });
});

describe('a check left out of a report', () => {
  const nothingRan = sampleReport(planned, () => 'not-run');
  const shorter = edited(nothingRan, (copy) => {
    copy.checks.pop();
  });

  it('shows also where no verdict changes by it', () => {
    const result = verify(shorter);
    expect(lineOf(result, 'verdicts').answer).toBe('invalid');
    expect(lineOf(result, 'verdicts').findings[0]?.message).toContain('is planned and is missing');
  });

  it('is not held against the plan of another version, which may plan otherwise', () => {
    expect(verify(shorter, { version: '99.0.0' }).result).toBe('valid');
  });
});

describe('the signature', () => {
  it('that does not hold makes the report invalid, and nobody its signer', () => {
    const result = verify(ready, { signature: { ok: false, reason: 'The signature does not hold.' } });
    expect(answers(result)).toMatchObject({ signature: 'invalid', signer: 'cannot-tell' });
    expect(result.result).toBe('invalid');
    expect(result.signer?.known).toBe(false);
  });

  it('by another key than the report names makes it invalid', () => {
    const other = { ok: true, publicKey: 'ssh-ed25519 AAAAother', fingerprint: 'SHA256:other' } as const;
    expect(lineOf(verify(ready, { signature: other }), 'signer').answer).toBe('invalid');
    const sameKeyOtherPrint = { ok: true, publicKey: signer.publicKey, fingerprint: 'SHA256:other' } as const;
    expect(verify(ready, { signature: sameKeyOtherPrint }).result).toBe('invalid');
  });

  it('by an unknown key leaves it intact, and says what that proves', () => {
    const result = verify(ready, {
      findSigner: () => ({ known: false, says: 'Nobody here knows the key.' }),
    });
    expect(result.result).toBe('intact');
    expect(lineOf(result, 'signer').says).toContain('proves only that nothing was changed');
    expect(verifyExitCode(result, false)).toBe(4);
  });
});

describe('the form of the file', () => {
  it.each<[string, (text: string) => string]>([
    ['spaces', (text) => text.replace('{', '{ ')],
    ['a line break at the end', (text) => `${text}\n`],
    ['a key twice', (text) => text.replace('{', '{"practice":false,')],
    ['another way to write a number', (text) => text.replace('"ms":4', '"ms":4.0')],
    ['an escaped letter', (text) => text.replace('"gatecheck/report@1"', '"\\u0067atecheck/report@1"')],
  ])('with %s is not canonical, so invalid', (_name, change) => {
    const before = new TextDecoder().decode(reportBytes(ready));
    const text = change(before);
    expect(text).not.toBe(before);
    const result = verify({ bytes: utf8(text) });
    expect(lineOf(result, 'canonical-form').answer).toBe('invalid');
    expect(result.result).toBe('invalid');
  });

  it('that is no UTF-8, no JSON or no report is invalid and says so, without a word about readiness', () => {
    for (const [bytes, text] of [
      [Uint8Array.of(0xff, 0xfe), null],
      [utf8('hello'), 'hello'],
      [utf8('{"format":"gatecheck/site@1"}'), '{"format":"gatecheck/site@1"}'],
    ] as const) {
      const result = verify({ bytes }, { parsed: parseReport(text) });
      expect(result).toMatchObject({ result: 'invalid', readiness: null, signer: null });
      expect(lineOf(result, 'schema').findings.length).toBeGreaterThan(0);
      expect(verifyExitCode(result, false)).toBe(1);
    }
  });
});

describe('the catalogue', () => {
  const known = findCatalog('panzura-cloudfs')!;
  const withCatalog = (catalog: Catalog | undefined): Partial<VerifyInput> => ({
    findCatalog: () => catalog,
  });

  it('that is not known here leaves the report intact: its rules cannot be held against anything', () => {
    const result = verify(ready, withCatalog(undefined));
    expect(answers(result)).toMatchObject({
      catalogue: 'cannot-tell',
      rules: 'cannot-tell',
      verdicts: 'valid',
    });
    expect(result.result).toBe('intact');
    expect(verifyExitCode(result, false)).toBe(4);
  });

  it('that is not known here does not hide rules that do not follow from it', () => {
    const report = edited(ready, (copy) => {
      copy.rules.pop();
    });
    expect(verify(report, withCatalog(undefined)).result).toBe('invalid');
  });

  it('of another version is told apart, and the rules are recomputed from the embedded one', () => {
    const result = verify(ready, withCatalog({ ...known, version: '9.9.9' }));
    expect(lineOf(result, 'catalogue').says).toContain('9.9.9');
    expect(lineOf(result, 'rules').says).toContain('embedded catalogue');
    expect(result.result).toBe('valid');
  });

  it('of the same version with another content is no known one', () => {
    const result = verify(ready, withCatalog({ ...known, title: 'changed' }));
    expect(lineOf(result, 'catalogue').answer).toBe('cannot-tell');
    expect(result.result).toBe('intact');
  });

  it('forged with a digest of its own still shows by its version', () => {
    const report = edited(ready, (copy) => {
      copy.catalog.entries.find((entry) => entry.id === 'ntp')!.levels = [];
      const { entries, head } = copy.catalog;
      copy.catalog.sha256 = digestOf({ ...head, entries });
    });
    expect(lineOf(verify(report), 'catalogue').answer).toBe('cannot-tell');
  });
});

describe('the report before', () => {
  const previous = reportBytes(blocked);
  const second = edited(ready, (copy) => {
    copy.previous = { id: blocked.id, sha256: sha256Hex(previous) };
  });
  it('is compared when it is here', () => {
    const here = earlierFile({ bytes: previous });
    expect(lineOf(verify(second, { earlier: [here] }), 'previous').answer).toBe('valid');
    const other = earlierFile(ready);
    expect(lineOf(verify(second, { earlier: [other] }), 'previous').answer).toBe('invalid');
    expect(lineOf(verify(second, { earlier: [other, here] }), 'previous').answer).toBe('valid');
  });
  it('that is absent changes nothing: nobody can tell', () => {
    const result = verify(second);
    expect(lineOf(result, 'previous').answer).toBe('cannot-tell');
    expect(result.result).toBe('valid');
  });
});

describe('the exit code', () => {
  const result = (change: Partial<VerifyResult>): VerifyResult => ({
    format: 'gatecheck/verify@1',
    file: 'x',
    practice: false,
    result: 'valid',
    readiness: 'ready',
    signer: null,
    lines: [],
    ...change,
  });
  it.each<[Partial<VerifyResult>, 0 | 1 | 4, 0 | 1 | 4]>([
    [{}, 0, 0],
    [{ readiness: 'ready-with-exceptions' }, 0, 4],
    [{ readiness: 'not-ready' }, 0, 1],
    [{ result: 'intact' }, 4, 4],
    [{ result: 'intact', readiness: 'ready-with-exceptions' }, 4, 4],
    [{ result: 'intact', readiness: 'not-ready' }, 4, 1],
    [{ result: 'invalid' }, 1, 1],
    [{ result: 'invalid', readiness: null }, 1, 1],
  ])('of %j is %i, and %i with --require-ready', (change, plain, requireReady) => {
    expect(verifyExitCode(result(change), false)).toBe(plain);
    expect(verifyExitCode(result(change), true)).toBe(requireReady);
  });
});
