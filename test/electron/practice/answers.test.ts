import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Names } from '../../../electron/practice/answers.ts';
import { answerDns, answerNtp } from '../../../electron/practice/answers.ts';
import { probes } from '../../../shared/probes/registry.ts';
import { aCheck, attemptOf, countingRandom } from '../../shared/probes/samples.ts';

const names: Names = { 's3.objects.example': ['203.0.113.30', '203.0.113.31'], 'lighthouse.example': [] };

describe('the simulated name server, asked by a resolver that knows nothing of it', () => {
  const socket = createSocket('udp4');
  const resolver = new Resolver({ timeout: 20_000, tries: 1 });
  beforeAll(async () => {
    socket.on('message', (query, from) => {
      const answer = answerDns(query, names);
      if (answer !== null) socket.send(answer, from.port, from.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  });
  afterAll(() => socket.close());

  it('gives the addresses of a name', async () => {
    expect(await resolver.resolve4('s3.objects.example')).toEqual(['203.0.113.30', '203.0.113.31']);
  });

  it('gives the start of authority of the directory', async () => {
    expect(await resolver.resolveSoa('lighthouse.example')).toMatchObject({
      nsname: 'ns.lighthouse.example',
    });
  });

  it('gives the servers of the root, whoever asks', async () => {
    expect(await resolver.resolveNs('.')).toEqual(['practice.example']);
  });

  it('says that an unknown name does not exist', async () => {
    await expect(resolver.resolve4('pds.vendor.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('the simulated servers, read by our own probes', () => {
  it('confirm DNS', () => {
    const dnsQuestions = [{ name: 'lighthouse.example', type: 'SOA', expect: [] }] as const;
    const probe = probes['dns-udp'].prepare(aCheck({ expectations: { dnsQuestions } }), countingRandom());
    if (probe.wire.kind !== 'exchange') throw new Error('a DNS probe exchanges messages');
    const [query = new Uint8Array()] = probe.wire.payloads;
    const bytes = answerDns(query, names) ?? new Uint8Array();
    const attempt = attemptOf({ kind: 'answered', replies: [{ payload: 0, bytes, from: '10.77.5.53' }] });
    expect(probe.read(attempt, { resolved: '10.77.5.53' })).toMatchObject({
      observation: 'confirmed',
      outcome: 'NOERROR for lighthouse.example SOA',
    });
  });

  it('confirm NTP, with the client’s own time stamp returned', () => {
    const probe = probes.ntp.prepare(aCheck({}), countingRandom());
    if (probe.wire.kind !== 'exchange') throw new Error('an NTP probe exchanges messages');
    const [request = new Uint8Array()] = probe.wire.payloads;
    const bytes = answerNtp(request, new Date('2026-11-24T20:00:00.500Z')) ?? new Uint8Array();
    expect(Buffer.from(bytes).readUInt32BE(40) - 2_208_988_800).toBe(
      Date.parse('2026-11-24T20:00:00Z') / 1000,
    );
    expect(Buffer.from(bytes).readUInt32BE(44)).toBe(0x8000_0000);
    const attempt = attemptOf({ kind: 'answered', replies: [{ payload: 0, bytes, from: '10.77.0.5' }] });
    expect(probe.read(attempt, { resolved: '10.77.0.5' })).toMatchObject({
      observation: 'confirmed',
      outcome: 'NTP reply, stratum 2',
    });
  });

  it('do not answer what is no question', () => {
    expect(answerDns(Buffer.from('GET / HTTP/1.1\r\n\r\n'), names)).toBeNull();
    expect(answerDns(Buffer.alloc(0), names)).toBeNull();
    expect(answerNtp(Buffer.alloc(48), new Date(0))).toBeNull();
  });
});
