import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/lib/digest.ts';
import type { Check } from '../../../shared/plan/types.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { ProbeReading } from '../../../shared/probes/types.ts';
import { nonsense, truncationsOf } from './hostile-replies.ts';
import { aCheck, attemptOf, countingRandom, tlsFacts } from './samples.ts';

const resolved = '10.20.5.80';
const through = (port: number, tls: boolean): Check =>
  aCheck({
    probe: 'proxy-connect',
    target: { entered: resolved, host: resolved, port: 3128, protocol: 'tcp' },
    through: { host: 'store.corp.example', port, tls },
    expectations: { serverName: 'store.corp.example' },
  });
const read = (check: Check, bytes: Uint8Array): ProbeReading =>
  probes['proxy-connect']
    .prepare(check, countingRandom())
    .read(attemptOf({ kind: 'answered', replies: [{ payload: 0, bytes, from: resolved }] }), { resolved });
const says = (...lines: readonly string[]): Uint8Array => utf8([...lines, '', ''].join('\r\n'));
const text = (bytes: Uint8Array | undefined): string => String.fromCharCode(...(bytes ?? []));

describe('a check through the proxy', () => {
  it('asks to be connected, and shakes hands only when the proxy says that it is', () => {
    const { wire } = probes['proxy-connect'].prepare(through(443, true), countingRandom());
    if (wire.kind !== 'tls' || wire.before === undefined) throw new Error('TLS through the proxy');
    expect(text(wire.before.payload)).toMatch(
      /^CONNECT store\.corp\.example:443 HTTP\/1\.1\r\nHost: store\.corp\.example:443\r\n/,
    );
    expect(wire.serverName).toBe('store.corp.example');
    const { offset, mask, values } = wire.before.goOn;
    const goesOn = (line: string): boolean => values.includes((utf8(line)[offset] ?? 0) & mask);
    expect(
      ['HTTP/1.1 200 OK', 'HTTP/1.0 200 Connection established', 'HTTP/1.1 407 No', 'HTTP/1.1 503 No'].map(
        goesOn,
      ),
    ).toEqual([true, true, false, false]);
  });

  it('asks for plain HTTP as browsers do, without a tunnel', () => {
    const { wire } = probes['proxy-connect'].prepare(through(80, false), countingRandom());
    expect(wire.kind === 'exchange' ? text(wire.payloads[0]) : '').toMatch(
      /^HEAD http:\/\/store\.corp\.example\/ HTTP\/1\.1\r\n/,
    );
  });

  it('is judged by the certificate at the far end of the tunnel', () => {
    const of = (trust: 'public-root' | 'untrusted', isPublic: boolean): ProbeReading => {
      const check = through(443, true);
      return probes['proxy-connect']
        .prepare({ ...check, expectations: { ...check.expectations, public: isPublic } }, countingRandom())
        .read(attemptOf({ kind: 'handshake', tls: tlsFacts({ trust }) }), { resolved });
    };
    expect(of('public-root', true)).toMatchObject({
      observation: 'confirmed',
      evidence: { throughProxy: 'store.corp.example:443' },
    });
    expect(of('untrusted', true).observation).toBe('intercepted');
    expect(of('untrusted', false).observation).toBe('open');
  });

  it('takes the proxy’s word where no TLS is spoken behind it', () => {
    const reading = read(through(22, false), says('HTTP/1.1 200 Connection established'));
    expect(reading).toMatchObject({
      observation: 'confirmed',
      outcome: expect.stringMatching(/connected to store\.corp\.example:22/) as string,
    });
  });

  it('tells a server’s answer without a tunnel from what the proxy may have said itself', () => {
    const word = (...lines: readonly string[]): string =>
      read(through(80, false), says(...lines)).observation;
    expect(word('HTTP/1.1 200 OK', 'Server: nginx')).toBe('confirmed');
    expect(word('HTTP/1.1 403 Forbidden', 'x-amz-request-id: 44')).toBe('confirmed');
    expect(word('HTTP/1.1 403 Forbidden', 'Server: nginx')).toBe('open');
    expect(word('HTTP/1.1 503 Service Unavailable')).toBe('open');
    expect(word('HTTP/1.1 503 Service Unavailable', 'X-Squid-Error: ERR_DNS_FAIL 0')).toBe('unreachable');
  });

  it('is not confirmed by the word alone where TLS has to follow', () => {
    expect(read(through(443, true), says('HTTP/1.1 200 Connection established')).observation).toBe('open');
  });

  it.each([
    [407, [], 'open', /user name and password/],
    [403, ['X-Squid-Error: ERR_ACCESS_DENIED 0'], 'rejected', /does not allow store\.corp\.example:443/],
    [502, [], 'unreachable', /no way to/],
    [503, ['X-Squid-Error: ERR_DNS_FAIL 0'], 'unreachable', /cannot resolve the name/],
    [503, ['X-Squid-Error: ERR_CONNECT_FAIL 111'], 'unreachable', /no way to/],
    [500, ['X-Squid-Error: ERR_CANNOT_FORWARD 0'], 'unreachable', /or cannot resolve the name/],
    [500, [], 'open', /does not connect/],
    [504, [], 'unreachable', /no answer/],
    [405, ['Server: nginx'], 'open', /does not connect/],
    [511, [], 'intercepted', /login/],
  ] as const)('tells what a proxy’s %i means', (status, headers, observation, outcome) => {
    for (const check of [through(443, true), through(22, false)]) {
      const reading = read(check, says(`HTTP/1.1 ${status} No`, ...headers));
      expect(reading.observation).toBe(observation);
      expect(reading.outcome.replace(':22', ':443')).toMatch(outcome);
      expect(reading.evidence).toMatchObject({ httpStatus: status });
    }
  });

  it('is never confirmed by half an answer or by nonsense', () => {
    const good = says('HTTP/1.1 200 Connection established', 'Via: 1.1 proxy');
    for (const bytes of [...truncationsOf(good), ...nonsense()])
      for (const check of [through(443, true), through(22, false), through(80, false)])
        expect(read(check, bytes).observation).toBe('open');
  });
});
