import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/lib/digest.ts';
import type { Check } from '../../../shared/plan/types.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { ProbeReading } from '../../../shared/probes/types.ts';
import { nonsense, truncationsOf } from './hostile-replies.ts';
import { aCheck, attemptOf, countingRandom } from './samples.ts';

const resolved = '203.0.113.30';
const store = (changes: Parameters<typeof aCheck>[0] = {}): Check =>
  aCheck({
    probe: 'http',
    target: { entered: 's3.corp.example', host: 's3.corp.example', port: 80, protocol: 'tcp' },
    ...changes,
    expectations: { serverName: 's3.corp.example' },
  });

const response = (...lines: readonly string[]): Uint8Array => utf8([...lines, '', ''].join('\r\n'));

function read(bytes: Uint8Array, check = store()): ProbeReading {
  return probes.http
    .prepare(check, countingRandom())
    .read(attemptOf({ kind: 'answered', replies: [{ payload: 0, bytes, from: resolved }] }), { resolved });
}
const word = (...lines: readonly string[]): string => read(response(...lines)).observation;

describe('what an HTTP check sends', () => {
  const sent = (check: Check): string => {
    const { wire } = probes.http.prepare(check, countingRandom());
    return wire.kind === 'exchange' ? String.fromCharCode(...(wire.payloads[0] ?? [])) : '';
  };

  it('asks for the head of the first page, by the name of the server', () => {
    expect(sent(store())).toBe(
      'HEAD / HTTP/1.1\r\nHost: s3.corp.example\r\nUser-Agent: gatecheck\r\nAccept: */*\r\nConnection: close\r\n\r\n',
    );
  });

  it('names a port that is not 80, and puts an IPv6 address in brackets', () => {
    const target = { entered: '2001:db8::1', host: '2001:db8::1', port: 8080, protocol: 'tcp' } as const;
    expect(sent(aCheck({ probe: 'http', target }))).toContain('\r\nHost: [2001:db8::1]:8080\r\n');
  });

  it('lets nothing into the request that could end its line', () => {
    const target = { host: 'a\r\nX-Evil: 1', port: 80, protocol: 'tcp' } as const;
    expect(sent(aCheck({ probe: 'http', target })).split('\r\n')).toHaveLength(7);
  });
});

describe('an HTTP check', () => {
  it.each([
    ['a page', ['HTTP/1.1 200 OK', 'Server: nginx', 'Content-Length: 615']],
    ['HTTP/1.0 without a word', ['HTTP/1.0 400 Bad Request']],
    ['a redirect to TLS on the same host', ['HTTP/1.1 301 Moved', 'Location: https://s3.corp.example/']],
    ['a redirect within the server', ['HTTP/1.1 302 Found', 'Location: /login']],
    ['a redirect to the address dialled', ['HTTP/1.1 302 Found', `Location: https://${resolved}/`]],
    ['a redirect within its domain', ['HTTP/1.1 302 Found', 'Location: https://web.corp.example/']],
    ['a denial by a server that names itself', ['HTTP/1.1 403 Forbidden', 'Server: AmazonS3']],
  ])('is confirmed by %s', (_what, lines) => {
    expect(word(...lines)).toBe('confirmed');
  });

  it.each([
    ['a proxy that wants a login', ['HTTP/1.1 407 Proxy Authentication Required']],
    ['a network that wants a login', ['HTTP/1.1 511 Network Authentication Required']],
    [
      'Squid’s own error page',
      ['HTTP/1.1 403 Forbidden', 'Server: squid/5.7', 'X-Squid-Error: ERR_ACCESS_DENIED 0'],
    ],
    ['a filter that names itself', ['HTTP/1.1 403 Forbidden', 'Server: Zscaler/6.2']],
    [
      'a captive portal',
      ['HTTP/1.1 302 Found', 'Location: http://captive.guest.example/?url=http://s3.corp.example/'],
    ],
    [
      'a login page elsewhere that knows where we wanted to go',
      ['HTTP/1.1 302 Found', 'Location: https://sso.other.example/login?go=http%3A%2F%2Fs3.corp.example%2F'],
    ],
    ['a firewall’s page', ['HTTP/1.1 303 See Other', 'Location: http://10.0.0.1:1000/fgtauth?0123456789']],
  ])('is intercepted by %s', (_what, lines) => {
    expect(word(...lines)).toBe('intercepted');
  });

  it.each([
    ['another host for no clear reason', ['HTTP/1.1 302 Found', 'Location: https://other.example/']],
    ['a proxy between', ['HTTP/1.1 200 OK', 'Server: nginx', 'Via: 1.1 cache-1 (squid/5.7)']],
    ['a denial that names no server', ['HTTP/1.1 403 Forbidden', 'Content-Type: text/html']],
    ['a failure that names no server', ['HTTP/1.1 503 Service Unavailable']],
  ])('is open with the reason when the answer may be that of %s', (_what, lines) => {
    const reading = read(response(...lines));
    expect(reading.observation).toBe('open');
    expect(reading.openBecause).not.toBeNull();
  });

  it('leaves a node free to send its administrators where it wants', () => {
    const check = store({ vantage: { kind: 'laptop', coversFrom: '10.20.1.0/24', address: '10.20.1.5' } });
    const login = response(
      'HTTP/1.1 302 Found',
      'Location: https://sso.other.example/login?go=s3.corp.example',
    );
    expect(read(login, check).observation).toBe('confirmed');
  });

  it('keeps status, server and what looks like S3 as evidence', () => {
    const reading = read(
      response('HTTP/1.1 403 Forbidden', 'Server: AmazonS3', 'x-amz-request-id: 4442587FB7D0A2F9'),
    );
    expect(reading.evidence).toEqual({ httpStatus: 403, server: 'AmazonS3', s3: true });
  });

  it('is never confirmed by half an answer, and reads any beginning without failing', () => {
    const good = response('HTTP/1.1 200 OK', 'Server: nginx', 'Date: Sun, 22 Nov 2026 19:00:00 GMT');
    expect(read(good).observation).toBe('confirmed');
    for (const bytes of truncationsOf(good)) expect(read(bytes).observation).not.toBe('confirmed');
  });

  it('is never confirmed by nonsense', () => {
    for (const bytes of nonsense()) expect(read(bytes).observation).toBe('open');
    for (const text of [
      'SSH-2.0-OpenSSH_9.2p1\r\n\r\n',
      'HTTP/2 200\r\n\r\n',
      'HTTP/1.1 999 OK\r\n\r\n',
      'HTTP/1.1 200 OK\r\nno header\r\n\r\n',
    ])
      expect(read(utf8(text)).observation).toBe('open');
  });

  it('is open when the connection gives nothing, filtered in silence, refused by a reset', () => {
    const prepared = probes.http.prepare(store(), countingRandom());
    const of = (outcome: Parameters<typeof attemptOf>[0]): string =>
      prepared.read(attemptOf(outcome), { resolved }).observation;
    expect(of({ kind: 'connected-only', message: 'closed without an answer' })).toBe('open');
    expect(of({ kind: 'silent' })).toBe('filtered');
    expect(of({ kind: 'refused', sender: null })).toBe('refused');
  });
});
