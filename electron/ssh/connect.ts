import { prepareCredentials } from './credentials.ts';
import { dialTcp, dialThrough } from './dial.ts';
import type { Transport } from './dial.ts';
import { signIn } from './handshake.ts';
import { cancelled, watchForInterruption } from './interruption.ts';
import { openSession } from './session.ts';
import { placeOf } from './ssh-error.ts';
import type { ConnectOptions, SshHop, SshSession } from './types.ts';

/**
 * Signs in to a host, through the jump hosts in `options.jump` if there are any. Each hop gets only its own credentials,
 * and no credential leaves this machine before `decideHostKey` has trusted that hop's key. Rejects with SshError, whose
 * `hop` tells the node from a jump host; everything opened so far is closed then.
 */
export async function connect(target: SshHop, options: ConnectOptions): Promise<SshSession> {
  const jumps = options.jump ?? [];
  const hops = [...jumps, target].map((hop, index) => ({
    hop,
    place: placeOf(hop, index < jumps.length ? 'jump' : 'node', jumps[index - 1]),
  }));
  const prepared = [];
  for (const { hop, place } of hops) {
    prepared.push({ hop, place, credentials: await prepareCredentials(hop.credentials, place) });
  }

  let session: SshSession | undefined;
  let before: (typeof prepared)[number] | undefined;
  for (const current of prepared) {
    try {
      session = await connectHop(current, session, before, options);
    } catch (error) {
      session?.close();
      throw error;
    }
    before = current;
  }
  if (session === undefined) throw new Error('No host to connect to.');
  return session;
}

interface PreparedHop {
  readonly hop: SshHop;
  readonly place: ReturnType<typeof placeOf>;
  readonly credentials: Awaited<ReturnType<typeof prepareCredentials>>;
}

async function connectHop(
  { hop, place, credentials }: PreparedHop,
  through: SshSession | undefined,
  before: PreparedHop | undefined,
  options: ConnectOptions,
): Promise<SshSession> {
  const { signal, onBanner } = options;
  if (signal?.aborted === true) throw cancelled(place);
  const startedAt = performance.now();
  let transport: Transport | undefined;
  if (through !== undefined && before !== undefined) {
    const limits = { timeoutMs: options.readyTimeoutMs, ...(signal === undefined ? {} : { signal }) };
    transport = await dialThrough(through, before.place, place, limits);
  }
  const left = Math.max(1, options.readyTimeoutMs - (performance.now() - startedAt));
  const interruption = watchForInterruption(
    place,
    through === undefined ? options.readyTimeoutMs : left,
    signal,
  );
  try {
    transport ??= await dialTcp(place, interruption);
    const { client, hostKey } = await signIn(place, transport, interruption, {
      credentials,
      decideHostKey: options.decideHostKey,
      keepaliveMs: options.keepaliveMs,
      ...(onBanner === undefined ? {} : { onBanner: (banner) => onBanner(banner, hop) }),
    });
    return openSession(client, { hop, place, hostKey, transport, through });
  } finally {
    interruption.clear();
  }
}
