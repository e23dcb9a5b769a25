import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { normalFingerprint } from '../../../shared/probes/fingerprint.ts';

describe('a fingerprint as people paste it', () => {
  const digest = createHash('sha256').update('certificate').digest();
  const normal = `SHA256:${digest.toString('base64').replace(/=+$/, '')}`;

  it.each([
    ['as we print it', normal],
    ['with padding', `SHA256:${digest.toString('base64')}`],
    ['as OpenSSL prints it', `sha256:${(digest.toString('hex').toUpperCase().match(/../g) ?? []).join(':')}`],
    ['as plain digits', `SHA256:${digest.toString('hex')}`],
  ])('%s', (_how, text) => {
    expect(normalFingerprint(text)).toBe(normal);
  });

  it('is left alone when it is a name', () => {
    expect(normalFingerprint('Corp CA')).toBe('Corp CA');
  });
});
