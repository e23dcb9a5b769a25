import { describe, expect, it } from 'vitest';
import { decodeReply, encodeQuery } from '../../../shared/probes/dns-message.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { PreparedProbe, ProbeReading } from '../../../shared/probes/types.ts';
import { aCheck, attemptOf, countingRandom } from './samples.ts';

const server = '10.20.5.53';
const questions = [
  { name: 'corp.example', type: 'SOA', expect: [] },
  { name: 'store.corp.example', type: 'A', expect: ['10.20.9.9'] },
] as const;

const prepare = (dnsQuestions: (typeof questions)[number][] = [...questions]): PreparedProbe =>
  probes['dns-udp'].prepare(aCheck({ expectations: { dnsQuestions } }), countingRandom());

function payloadsOf(probe: PreparedProbe): readonly Uint8Array[] {
  if (probe.wire.kind !== 'exchange') throw new Error('a DNS probe exchanges messages');
  return probe.wire.payloads;
}

/** The server's reply to a query, with response code and IPv4 answers. */
function replyTo(query: Uint8Array, rcode: number, addresses: readonly string[] = []): Uint8Array {
  const head = Uint8Array.from(query);
  head[2] = 0x81;
  head[3] = 0x80 | rcode;
  head[7] = addresses.length;
  const answers = addresses.flatMap((address) => [
    ...[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4],
    ...address.split('.').map(Number),
  ]);
  return Uint8Array.from([...head, ...answers]);
}

function read(
  probe: PreparedProbe,
  replies: readonly Uint8Array[],
  from: string | null = server,
): ProbeReading {
  return probe.read(
    attemptOf({ kind: 'answered', replies: replies.map((bytes, payload) => ({ payload, bytes, from })) }),
    { resolved: server },
  );
}

describe('a DNS check', () => {
  it('asks for the directory, then the endpoints, then the root, four queries at most', () => {
    const many = Array.from({ length: 9 }, () => questions[1]);
    const asked = payloadsOf(prepare([questions[0], ...many])).map((query) => decodeReply(query)?.question);
    expect(asked).toEqual([
      { name: 'corp.example', type: 6 },
      { name: 'store.corp.example', type: 1 },
      { name: 'store.corp.example', type: 1 },
      { name: '', type: 2 },
    ]);
  });

  it('asks the root alone when the site names nothing', () => {
    expect(payloadsOf(prepare([]))).toEqual([encodeQuery(0x0102, { name: '', type: 'NS' })]);
  });

  it.each([
    ['NOERROR', 0],
    ['NXDOMAIN', 3],
  ])('is confirmed by %s', (_name, rcode) => {
    const probe = prepare();
    const reading = read(probe, [replyTo(payloadsOf(probe)[0]!, rcode)]);
    expect(reading.observation).toBe('confirmed');
    expect(reading.remarks).toHaveLength(1);
  });

  it('is open when the server answers SERVFAIL or REFUSED to all', () => {
    const probe = prepare();
    const reading = read(
      probe,
      payloadsOf(probe).map((query, index) => replyTo(query, index === 0 ? 2 : 5)),
    );
    expect(reading.observation).toBe('open');
    expect(reading.openBecause).toContain('SERVFAIL and REFUSED');
  });

  it('is confirmed by a later answer after SERVFAIL', () => {
    const probe = prepare();
    const [first, second] = payloadsOf(probe);
    expect(read(probe, [replyTo(first!, 2), replyTo(second!, 0, ['10.20.9.9'])]).observation).toBe(
      'confirmed',
    );
  });

  it('is intercepted when a name resolves to another address than entered', () => {
    const probe = prepare([questions[1]]);
    const reading = read(probe, [replyTo(payloadsOf(probe)[0]!, 0, ['203.0.113.7'])]);
    expect(reading.observation).toBe('intercepted');
    expect(reading.outcome).toContain('203.0.113.7');
  });

  it('does not believe another id, another question, a query or garbage', () => {
    const probe = prepare();
    const good = replyTo(payloadsOf(probe)[0]!, 0);
    const otherId = Uint8Array.from(good);
    otherId[0] = 0xee;
    const otherQuestion = replyTo(encodeQuery(0x0102, { name: 'other.example', type: 'SOA' }), 0);
    for (const bytes of [otherId, otherQuestion, payloadsOf(probe)[0]!, Uint8Array.of(1, 2, 3)])
      expect(read(probe, [bytes]).observation).toBe('open');
    expect(read(probe, [good]).observation).toBe('confirmed');
  });

  it('does not believe another sender', () => {
    const probe = prepare();
    expect(read(probe, [replyTo(payloadsOf(probe)[0]!, 0)], '10.20.5.54').observation).toBe('no-answer');
  });

  it('reads a reply whose names point in circles as no reply', () => {
    const looping = Uint8Array.of(0, 1, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1);
    expect(decodeReply(looping)).toBeNull();
  });
});
