import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/lib/digest.ts';
import type { Check } from '../../../shared/plan/types.ts';
import type { TlsFacts } from '../../../shared/probes/observation.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { ProbeReading } from '../../../shared/probes/types.ts';
import { nonsense } from './hostile-replies.ts';
import { aCheck, attemptOf, countingRandom, tlsFacts } from './samples.ts';

const resolved = '203.0.113.30';
const ours = { serverName: 'store.corp.example' } as const;
const check = (expectations: Partial<Check['expectations']> = ours): Check =>
  aCheck({
    probe: 'https',
    target: { entered: 'store.corp.example', host: 'store.corp.example', port: 443, protocol: 'tcp' },
    expectations,
  });
const publicRoot = tlsFacts({ trust: 'public-root' });
const enteredCa = tlsFacts({ trust: 'entered-ca' });
const untrusted = tlsFacts();

function read(tls: TlsFacts, reply: Uint8Array | null, made = check()): ProbeReading {
  return probes.https
    .prepare(made, countingRandom())
    .read(attemptOf({ kind: 'handshake', tls, alpn: 'http/1.1', reply }), { resolved });
}
const page = (...lines: readonly string[]): Uint8Array => utf8([...lines, '', ''].join('\r\n'));
const ok = page('HTTP/1.1 200 OK', 'Server: MinIO', 'X-Amz-Request-Id: 17C0');
const proxyLogin = page('HTTP/1.1 407 Proxy Authentication Required');
const blocked = page('HTTP/1.1 403 Forbidden', 'X-Squid-Error: ERR_ACCESS_DENIED 0');
const portal = page('HTTP/1.1 302 Found', 'Location: https://portal.guest.example/?url=store.corp.example');

describe('an HTTPS check', () => {
  it('asks inside TLS as a browser does', () => {
    const { wire } = probes.https.prepare(check(), countingRandom());
    if (wire.kind !== 'tls') throw new Error('HTTPS is TLS first');
    expect(wire).toMatchObject({ serverName: 'store.corp.example', alpn: ['http/1.1'] });
    expect(String.fromCharCode(...(wire.inner?.payload ?? []))).toMatch(
      /^HEAD \/ HTTP\/1\.1\r\nHost: store\.corp\.example\r\n/,
    );
  });

  it('is judged by its certificate; the answer inside is evidence', () => {
    const reading = read(publicRoot, ok);
    expect(reading.observation).toBe('confirmed');
    expect(reading.evidence).toEqual({ alpn: 'http/1.1', httpStatus: 200, server: 'MinIO', s3: true });
    expect(reading.tls).toEqual(publicRoot);
    expect(read(untrusted, ok).observation).toBe('open');
  });

  it('stands by its certificate when nothing, or nonsense, comes inside', () => {
    expect(read(publicRoot, null).observation).toBe('confirmed');
    for (const bytes of nonsense()) {
      expect(read(publicRoot, bytes).observation).toBe('confirmed');
      expect(read(untrusted, bytes).observation).toBe('open');
    }
  });

  it.each([
    ['a public root', publicRoot],
    ['an entered CA', enteredCa],
    ['nobody known', untrusted],
  ])('is intercepted by a proxy’s login, whoever vouches for it: %s', (_who, tls) => {
    expect(read(tls, proxyLogin).observation).toBe('intercepted');
  });

  it('takes a blocking page for what it is, unless the certificate is beyond doubt', () => {
    expect(read(untrusted, blocked).observation).toBe('intercepted');
    expect(read(untrusted, portal).observation).toBe('intercepted');
    // A CA that was entered may be the inspecting proxy's own.
    expect(read(enteredCa, blocked).observation).toBe('open');
    expect(read(enteredCa, portal).openBecause).toMatch(/portal/);
    expect(read(publicRoot, portal)).toMatchObject({
      observation: 'confirmed',
      remarks: [expect.stringMatching(/portal/)],
    });
    const pinned = check({ ...ours, issuer: 'SHA256:ca' });
    expect(read(enteredCa, portal, pinned).observation).toBe('confirmed');
  });

  it('never makes more of an intercepted handshake', () => {
    const foreign = check({ ...ours, public: true });
    expect(read(untrusted, ok, foreign).observation).toBe('intercepted');
  });

  it('is open when TLS was not spoken', () => {
    const prepared = probes.https.prepare(check(), countingRandom());
    const reading = prepared.read(
      attemptOf({ kind: 'connected-only', message: 'the peer does not speak TLS' }),
      { resolved },
    );
    expect(reading).toMatchObject({ observation: 'open', tls: null });
  });
});
