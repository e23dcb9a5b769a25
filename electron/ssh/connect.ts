import { prepareCredentials } from './credentials.ts';
import { dialTcp, dialThrough } from './dial.ts';
import { hasKeyTypesLeft, signIn } from './handshake.ts';
import type { SignInOutcome } from './handshake.ts';
import { cancelled, watchForInterruption } from './interruption.ts';
import { openSession } from './session.ts';
import { SshError, placeOf } from './ssh-error.ts';
import type { ConnectOptions, ForwardOptions, SshHop, SshSession } from './types.ts';

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
  const interruption = watchForInterruption(place, options.readyTimeoutMs, signal);
  const refusedKeyTypes = new Set<string>();
  let refusal: SshError | undefined;
  const attempt = async (): Promise<SignInOutcome<SshSession>> => {
    const transport =
      through === undefined || before === undefined
        ? await dialTcp(place, interruption)
        : await dialThrough(through, before.place, place, forwardLimits(options));
    return signIn(
      place,
      transport,
      interruption,
      {
        credentials,
        decideHostKey: options.decideHostKey,
        keepaliveMs: options.keepaliveMs,
        refusedKeyTypes,
        ...(onBanner === undefined ? {} : { onBanner: (banner) => onBanner(banner, hop) }),
      },
      (client, hostKey) => openSession(client, { hop, place, hostKey, transport, through }),
    );
  };
  try {
    for (;;) {
      const outcome = await attempt();
      if (outcome.kind === 'signed-in') return outcome.session;
      refusal ??= outcome.error;
      refusedKeyTypes.add(outcome.refused);
      if (!hasKeyTypesLeft(refusedKeyTypes)) throw refusal;
    }
  } catch (error) {
    // Whatever happened while asking for another key: the first refusal is what the person must know.
    throw refusal !== undefined && error instanceof SshError && error.kind !== 'cancelled' ? refusal : error;
  } finally {
    interruption.clear();
  }
}

function forwardLimits(options: ConnectOptions): ForwardOptions {
  return {
    timeoutMs: options.readyTimeoutMs,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}
