import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineJob } from '../../../electron/engines/engine.ts';
import type { PracticeNode } from '../../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../../electron/practice/practice-node.ts';
import type { RawOutcome, Wire } from '../../../shared/probes/types.ts';
import { aCheck } from '../../shared/probes/samples.ts';

const admin = '10.77.40.21';
const nfsClient = '10.77.60.21';

const aJob = (port: number | null, source: string, wire: Wire): EngineJob => ({
  check: aCheck({}),
  wire,
  host: '10.77.0.10',
  port,
  source,
  timeoutMs: 100,
  startMs: 0,
});

describe('the practice laptop', () => {
  let node: PracticeNode;
  beforeAll(async () => {
    node = await startPracticeNode('blocked');
  });
  afterAll(() => node.close());

  async function outcomeOf(job: EngineJob): Promise<RawOutcome | undefined> {
    const outcomes: RawOutcome[] = [];
    const end = await node.laptopEngine.run([job], {
      signal: new AbortController().signal,
      onAttempt: (_job, attempt) => outcomes.push(attempt.outcome),
    });
    expect(end).toEqual({ kind: 'finished' });
    expect(outcomes).toHaveLength(1);
    return outcomes[0];
  }

  it('meets what the network that it stands in lets it meet', async () => {
    expect(await outcomeOf(aJob(2049, nfsClient, { kind: 'connect' }))).toEqual({ kind: 'connected' });
    expect(await outcomeOf(aJob(2049, admin, { kind: 'connect' }))).toEqual({ kind: 'silent' });
    expect(await outcomeOf(aJob(4045, nfsClient, { kind: 'connect' }))).toEqual({
      kind: 'refused',
      sender: null,
    });
    expect(await outcomeOf(aJob(892, nfsClient, { kind: 'connect' }))).toEqual({
      kind: 'unreachable',
      errno: 'EHOSTUNREACH',
    });
    expect(await outcomeOf(aJob(null, admin, { kind: 'echo' }))).toEqual({ kind: 'silent' });
  });

  it('gets no answer from a control address', async () => {
    const control = { ...aJob(443, admin, { kind: 'connect' }), host: '192.0.2.254' };
    expect(await outcomeOf(control)).toEqual({ kind: 'silent' });
  });

  it('speaks TLS with the node’s own certificate', async () => {
    expect(
      await outcomeOf({
        ...aJob(443, admin, { kind: 'tls', serverName: null, alpn: [], inner: null }),
        timeoutMs: 3000,
      }),
    ).toMatchObject({
      kind: 'handshake',
      tls: { trust: 'untrusted', names: ['10.77.0.10', 'porto-1.lighthouse.example'] },
    });
  });

  it('starts from no address that it does not have', async () => {
    expect((await outcomeOf(aJob(443, '10.9.9.9', { kind: 'connect' })))?.kind).toBe('error');
  });

  it('reports nothing after it was cancelled', async () => {
    const cancelling = new AbortController();
    const attempts: unknown[] = [];
    const run = node.laptopEngine.run([{ ...aJob(2049, admin, { kind: 'connect' }), timeoutMs: 60_000 }], {
      signal: cancelling.signal,
      onAttempt: (_job, attempt) => attempts.push(attempt),
    });
    cancelling.abort();
    expect((await run).kind).toBe('cancelled');
    expect(attempts).toEqual([]);
  });
});
