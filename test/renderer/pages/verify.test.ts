import { describe, expect, it } from 'vitest';
import { fakeVerifier } from '../../../renderer/api/fake-verify.ts';
import { whyNoTrust } from '../../../renderer/pages/verify/trust-form.tsx';
import {
  headlineOf,
  inFours,
  isRedacted,
  sameFingerprint,
} from '../../../renderer/pages/verify/verdict-words.ts';
import type { VerifyResult } from '../../../shared/report/types.ts';

const fingerprint = 'SHA256:Vq3x9sZfT0uM4hLbJw7e2RkPcY8nUa1dEoGm5XtKiQs';

function result(change: Partial<VerifyResult>): VerifyResult {
  const [shown] = fakeVerifier().choose().results;
  if (shown === undefined) throw new Error('The fake verifies nothing.');
  return { ...shown, ...change };
}

describe('the headline of a verified report', () => {
  const signer = { name: 'A', fingerprint, known: true };

  it('says valid of a valid report only', () => {
    const words = (['valid', 'intact', 'invalid'] as const).flatMap((one) =>
      [true, false].map((known) => headlineOf(result({ result: one, signer: { ...signer, known } })).words),
    );
    expect(words).toEqual([
      'Valid',
      'Valid',
      'Intact, but not everything can be told here',
      'Intact, signer unknown',
      'INVALID',
      'INVALID',
    ]);
  });

  it('calls a copy redacted when it says so of itself', () => {
    expect(isRedacted(result({}))).toBe(false);
    const line = { what: 'redaction', answer: 'valid', says: 'A redacted copy.', findings: [] };
    expect(isRedacted(result({ lines: [line] as unknown as VerifyResult['lines'] }))).toBe(true);
  });
});

describe('a fingerprint that came by another way', () => {
  it('is shown in fours, and compared whether typed with gaps or pasted', () => {
    expect(inFours(fingerprint)).toBe('SHA256:Vq3x 9sZf T0uM 4hLb Jw7e 2RkP cY8n Ua1d EoGm 5XtK iQs');
    for (const typed of [fingerprint, inFours(fingerprint), `${fingerprint.slice(7)}=`])
      expect(sameFingerprint(fingerprint, typed)).toBe(true);
    expect(sameFingerprint(fingerprint, fingerprint.toLowerCase())).toBe(false);
    expect(sameFingerprint(fingerprint, fingerprint.slice(0, -1))).toBe(false);
    expect(sameFingerprint('', '')).toBe(false);
  });

  it('lets a signer be trusted only when it agrees and the person says how it came', () => {
    expect(whyNoTrust(fingerprint, '', true)).toContain('Type or paste');
    expect(whyNoTrust(fingerprint, `${fingerprint}x`, true)).toContain('another key');
    expect(whyNoTrust(fingerprint, fingerprint, false)).toContain('how it came');
    expect(whyNoTrust(fingerprint, fingerprint, true)).toBeNull();
  });
});
