import { describe, expect, it } from 'vitest';
import { showVerify } from '../../../electron/cli/show-verify.ts';
import type { VerifyResult } from '../../../shared/report/types.ts';

const result: VerifyResult = {
  format: 'gatecheck/verify@1',
  file: 'x.readiness.json',
  practice: false,
  result: 'valid',
  readiness: 'ready',
  signer: { name: 'Tech', fingerprint: 'SHA256:x', known: true },
  lines: [
    { what: 'signature', answer: 'valid', says: 'It holds for every byte. '.repeat(8), findings: [] },
    {
      what: 'verdicts',
      answer: 'invalid',
      says: 'Some do not follow.',
      findings: [{ path: 'checks[3]', message: 'It is “open” without an attempt. '.repeat(4), cure: 'Ask.' }],
    },
  ],
};

describe('a verification on the terminal', () => {
  it('fits into 80 columns, its sentences below one another', () => {
    const lines = showVerify(result).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    const at = lines.findIndex((line) => line.startsWith('  signature       valid       It holds'));
    expect(lines[at + 1]).toMatch(/^ {30}\S/);
    expect(lines.find((line) => line.includes('checks[3]'))).toMatch(/^ {4}- checks\[3\]: It is/);
  });

  it('says PRACTICE and REDACTED before anything else', () => {
    const copy = { what: 'redaction', answer: 'cannot-tell', says: 'A copy.', findings: [] } as const;
    const text = showVerify({ ...result, practice: true, lines: [...result.lines, copy] });
    expect(text).toMatch(/^PRACTICE: .+\nREDACTED: .+\nValid: /);
    expect(showVerify(result)).toMatch(/^Valid: /);
  });

  it('never calls an unknown signer valid', () => {
    const unknown = {
      ...result,
      result: 'intact',
      signer: { name: 'T', fingerprint: 'x', known: false },
    } as const;
    expect(showVerify(unknown)).toMatch(/^Intact, signer unknown/);
    expect(showVerify({ ...unknown, signer: result.signer })).toMatch(/^Intact, but not fully verified/);
    expect(showVerify({ ...result, result: 'invalid' })).toMatch(/^INVALID/);
  });

  it('lets no name in the report write a line of its own', () => {
    const says = 'Signed by Tech\n  verdicts        valid       All follow';
    const text = showVerify({
      ...result,
      lines: [{ what: 'signer', answer: 'cannot-tell', says, findings: [] }],
    });
    expect(text.split('\n').filter((line) => line.startsWith('  verdicts'))).toEqual([]);
  });
});
