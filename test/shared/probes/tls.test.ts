import { describe, expect, it } from 'vitest';
import type { Check } from '../../../shared/plan/types.ts';
import type { TlsFacts } from '../../../shared/probes/observation.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { ProbeReading } from '../../../shared/probes/types.ts';
import { aCheck, attemptOf, countingRandom, tlsFacts } from './samples.ts';

function readOut(tls: Partial<TlsFacts>, expectations: Partial<Check['expectations']> = {}): ProbeReading {
  return probes.tls
    .prepare(aCheck({ probe: 'tls', expectations }), countingRandom())
    .read(attemptOf({ kind: 'handshake', tls: tlsFacts(tls) }), { resolved: '10.20.9.9' });
}

function readIn(tls: Partial<TlsFacts>, certificatePin: string | null = null): ProbeReading {
  const vantage = { kind: 'laptop', coversFrom: '10.20.40.0/23', address: '10.20.40.5' } as const;
  return probes.tls
    .prepare(aCheck({ probe: 'tls', vantage }), countingRandom())
    .read(attemptOf({ kind: 'handshake', tls: tlsFacts(tls) }), { resolved: '10.20.0.10', certificatePin });
}

describe('a TLS check from the node', () => {
  it.each<[string, Partial<TlsFacts>, Partial<Check['expectations']>, string]>([
    ['a public root and the right name', { trust: 'public-root' }, { public: true }, 'confirmed'],
    ['an entered CA and the right name', { trust: 'entered-ca' }, {}, 'confirmed'],
    ['the entered issuer, proven by its signature', {}, { issuer: 'SHA256:ca' }, 'confirmed'],
    ['another issuer than the entered one', {}, { issuer: 'SHA256:other' }, 'intercepted'],
    [
      'another issuer than the entered one, though publicly trusted',
      { trust: 'public-root' },
      { issuer: 'SHA256:other' },
      'intercepted',
    ],
    ['a public endpoint with an unknown issuer', {}, { public: true }, 'intercepted'],
    ['an unknown issuer, nothing entered', {}, {}, 'open'],
    ['an issuer entered by a plain name, which fits', {}, { issuer: 'corp ca' }, 'open'],
    [
      'an issuer entered by a plain name, which differs',
      { trust: 'public-root' },
      { issuer: 'Other' },
      'intercepted',
    ],
    ['an expired certificate', { trust: 'public-root', validNow: false }, {}, 'open'],
    ['a certificate of another name', { trust: 'public-root', nameMatches: false }, {}, 'open'],
    [
      'a public certificate without a name to compare',
      { trust: 'public-root', nameMatches: null },
      {},
      'open',
    ],
    [
      'a public certificate without a name to compare, though an issuer of the entered name signed it',
      { trust: 'public-root', nameMatches: null },
      { issuer: 'corp ca' },
      'open',
    ],
    ['an entered CA without a name to compare', { trust: 'entered-ca', nameMatches: null }, {}, 'confirmed'],
    [
      'a leaf only, the issuer entered',
      { chainRead: false, validatedBy: [] },
      { issuer: 'SHA256:ca' },
      'open',
    ],
    ['a leaf only, the endpoint public', { chainRead: false }, { public: true }, 'open'],
  ])('%s', (_title, tls, expectations, observation) => {
    const reading = readOut(tls, expectations);
    expect(reading.observation).toBe(observation);
    expect(reading.openBecause === null).toBe(observation !== 'open');
  });

  it('names the CA that intercepts', () => {
    expect(readOut({ issuer: 'CN=Inspection CA' }, { public: true }).outcome).toContain('CN=Inspection CA');
  });

  it('is open when the peer speaks something else', () => {
    const reading = probes.tls
      .prepare(aCheck({ probe: 'tls' }), countingRandom())
      .read(attemptOf({ kind: 'connected-only', message: 'closed at once' }), { resolved: '10.20.9.9' });
    expect(reading).toMatchObject({
      observation: 'open',
      openBecause: 'no valid TLS answer: closed at once',
    });
  });
});

describe('a TLS check of the node, from the laptop', () => {
  it('is confirmed by the certificate that the node serves to itself, whatever its issuer, name and time', () => {
    expect(readIn({ nodeSide: 'SHA256:leaf', nameMatches: false, validNow: false }).observation).toBe(
      'confirmed',
    );
  });

  it('is intercepted by another certificate', () => {
    expect(readIn({ nodeSide: 'SHA256:another', trust: 'public-root' }).observation).toBe('intercepted');
  });

  it('is open when the node side was not read', () => {
    expect(readIn({ trust: 'public-root' }).observation).toBe('open');
  });

  it('goes by the fingerprint entered for the node when its own side was not read', () => {
    expect(readIn({}, 'SHA256:leaf').observation).toBe('confirmed');
    expect(readIn({}, 'SHA256:another').observation).toBe('intercepted');
    expect(readIn({ nodeSide: 'SHA256:leaf' }, 'SHA256:another').observation).toBe('confirmed');
  });
});
