import { describe, expect, it } from 'vitest';
import { SshError } from '../../../../electron/ssh/index.ts';
import type { DecideHostKey, HostKeyOffer } from '../../../../electron/ssh/index.ts';
import { sameHostKeyAgain } from '../../../../electron/ssh/index.ts';
import type { SshErrorKind } from '../../../../electron/ssh/ssh-error.ts';
import type { RunSession } from '../../../../electron/usecases/run/ports.ts';
import { keptSessions } from '../../../../electron/usecases/watch/kept-sessions.ts';
import { plannedSite } from '../../../helpers/site-run.ts';

const [node] = plannedSite('gdansk-dc1').site.nodes;
if (node === undefined) throw new Error('The fixture has a node.');
const never = new AbortController().signal;

const failure = (kind: SshErrorKind): SshError =>
  new SshError(
    kind,
    { host: '10.20.0.10', port: 22, user: 'admin', hop: 'node', name: 'gdn-1' },
    { message: `It ${kind}.`, cure: 'Look.' },
  );

/** A node that can be lost, and refuse. */
function world() {
  let dialled = 0;
  let now = 0;
  let refuses: SshErrorKind | null = null;
  let answers = true;
  let listeners = 0;
  let closed = 0;
  let lose: (error: Error) => void = () => undefined;
  const sessions = keptSessions(
    {
      connect: () => {
        dialled += 1;
        if (refuses !== null) return Promise.reject(failure(refuses));
        const told: ((lost: Error | undefined) => void)[] = [];
        lose = (error) => {
          for (const tell of told) tell(error);
        };
        const session: Partial<RunSession> = {
          hostKey: { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:a', trust: 'accepted' },
          roundTrip: () => (answers ? Promise.resolve() : new Promise(() => undefined)),
          onClose: (listener) => {
            listeners += 1;
            told.push(listener);
          },
          close: () => {
            closed += 1;
          },
        };
        return Promise.resolve(session as RunSession);
      },
    },
    () => now,
  );
  return {
    sessions,
    dial: () => sessions.connect(node as NonNullable<typeof node>, never),
    pass: (ms: number) => (now += ms),
    refuse: (kind: SshErrorKind | null) => (refuses = kind),
    hang: () => (answers = false),
    lose: () => lose(failure('lost')),
    dialled: () => dialled,
    listeners: () => listeners,
    closed: () => closed,
    may: () => sessions.mayDial('gdn-1'),
  };
}

describe('sessions that are kept from round to round', () => {
  it('dials a node once, and listens to its session once, however many rounds use it', async () => {
    const { dial, dialled, listeners, sessions, closed } = world();
    for (let round = 0; round < 50; round++) {
      const session = await dial();
      session.onClose(() => undefined);
      session.close();
    }
    expect(dialled()).toBe(1);
    expect(listeners()).toBe(1);
    expect(closed()).toBe(0);
    sessions.end();
    expect(closed()).toBe(1);
  });

  it('tells the round that its session is lost, and dials again for the next', async () => {
    const { dial, dialled, lose } = world();
    const told: string[] = [];
    const before = await dial();
    before.onClose(() => told.push('an earlier round'));
    before.close();
    (await dial()).onClose((lost) => told.push(lost?.message ?? ''));
    lose();
    expect(told).toEqual(['It lost.']);
    await dial();
    expect(dialled()).toBe(2);
  });

  it('takes a session that does not answer for lost', async () => {
    const { dial, dialled, hang, closed } = world();
    await dial();
    hang();
    await dial();
    expect(dialled()).toBe(2);
    expect(closed()).toBe(1);
  });

  it('waits longer after each failure, a minute at most, and starts anew after a success', async () => {
    const { dial, may, pass, refuse } = world();
    refuse('connection-refused');
    for (const wait of [5000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
      await expect(dial()).rejects.toThrow();
      pass(wait - 1);
      expect(may()).toBe(false);
      pass(1);
      expect(may()).toBe(true);
    }
    refuse(null);
    await dial();
    expect(may()).toBe(true);
  });

  it('gives up at once when it was never let in, so that no account is locked', async () => {
    const { dial, may, pass, refuse, sessions } = world();
    refuse('wrong-password');
    await expect(dial()).rejects.toThrow();
    pass(3_600_000);
    expect(may()).toBe(false);
    expect(sessions.trouble('gdn-1')?.forGood).toBe(true);
  });

  it('bears two refusals of a node that boots, and no third', async () => {
    const { dial, may, pass, refuse, lose } = world();
    await dial();
    lose();
    refuse('key-rejected');
    const seen: boolean[] = [];
    for (let time = 0; time < 3; time++) {
      await expect(dial()).rejects.toThrow();
      pass(60_000);
      seen.push(may());
    }
    expect(seen).toEqual([true, true, false]);
  });

  it('stops for good when the host key is another one', async () => {
    const { dial, may, pass, refuse, lose } = world();
    await dial();
    lose();
    refuse('host-key-changed');
    await expect(dial()).rejects.toThrow();
    pass(3_600_000);
    expect(may()).toBe(false);
  });
});

describe('the host key of a node that is dialled again', () => {
  it('has to be the one that it showed first, even where unknown keys are accepted', async () => {
    const offer = (fingerprint: string): HostKeyOffer => ({
      ...{ host: '10.20.0.10', port: 22, hop: 'node', algorithm: 'ssh-ed25519', fingerprint },
      key: Buffer.alloc(0),
    });
    const acceptsAll: DecideHostKey = () =>
      Promise.resolve({ kind: 'trusted', trust: 'accepted-this-run' } as const);
    const decide = sameHostKeyAgain(acceptsAll);
    expect((await decide(offer('SHA256:a'))).kind).toBe('trusted');
    expect((await decide(offer('SHA256:a'))).kind).toBe('trusted');
    expect(await decide(offer('SHA256:b'))).toMatchObject({ kind: 'refused', reason: 'changed' });
    expect(decide.preferredAlgorithms?.('10.20.0.10', 22)).toEqual(['ssh-ed25519']);
  });
});
