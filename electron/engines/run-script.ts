import { startStopwatch } from './clocks.ts';
import { sayDistrust } from './distrust.ts';
import type { EngineEnd, EngineJob, EngineRun } from './engine.ts';
import { makeRelays } from './relay.ts';
import type { JudgeOptions } from './script-events.ts';
import { impossibleDuration, impossibleOutcome, readScript } from './script-events.ts';
import type { ScriptProcess } from './script-process.ts';
import { speakOver } from './speak.ts';

/** For an interpreter to start and its last line to arrive. */
export const scriptMarginMs = 15_000;

/** What a script is asked. */
export interface ScriptRequest {
  readonly nonce: string;
  /** Whole lines. */
  readonly text: string;
}

/**
 * Gives a script its request, reports each job's attempt as it ends, and speaks TLS over the connections that the script
 * carries. Never rejects.
 */
export async function runScript(
  script: ScriptProcess,
  request: ScriptRequest,
  jobs: readonly EngineJob[],
  run: EngineRun,
  options: JudgeOptions & {
    /** Gets the lines of the script that are neither an event nor about what it carries. */
    readonly onOther?: (value: unknown) => void;
    /** What the command's exit status says, where it is one of the command's own. */
    readonly meaning: (code: number | null) => string | null;
  },
): Promise<EngineEnd> {
  const { trust, now, onOther, meaning } = options;
  let isGone = false;
  const elapsed = startStopwatch();
  const distrusted: { why: string | null } = { why: null };
  const distrust = (why: string): void => {
    distrusted.why ??= why;
    script.stop();
  };
  const isOver = (): boolean => isGone || run.signal.aborted;
  const relays = makeRelays(script.write, async (connection, { id, ms, local, tries }) => {
    const job = jobs[id];
    if (job === undefined || isOver()) {
      connection.destroy();
      return;
    }
    const began = performance.now();
    const not = impossibleDuration(ms, elapsed());
    if (not !== null) {
      connection.destroy();
      reader.settle(id, { ms: 0, outcome: impossibleOutcome(not), localAddress: local, tries });
      return;
    }
    const outcome = await speakOver(connection, job, { trust, now, signal: run.signal });
    connection.destroy();
    // When the script or the session is gone, the end of the connection says nothing about the peer.
    if (isOver()) return;
    reader.settle(id, { ms: ms + performance.now() - began, outcome, localAddress: local, tries });
  });
  const reader = readScript(request.nonce, jobs, {
    ...{ trust, now },
    onAttempt: run.onAttempt,
    onDistrust: distrust,
    onOther: (value) => {
      onOther?.(value);
      return relays.take(value, (id) => jobs[id]?.wire.kind === 'tls');
    },
  });
  const untrusted = (): EngineEnd | null =>
    distrusted.why === null ? null : { kind: 'untrusted', message: sayDistrust(distrusted.why) };
  const abandon = async (): Promise<void> => {
    isGone = true;
    relays.abandon();
    await relays.spoken();
  };
  try {
    script.ask(request.text, reader.take);
    const { code } = await script.ended;
    if (distrusted.why === null && reader.isDone()) {
      await relays.spoken();
      return { kind: 'finished' };
    }
    await abandon();
    const lie = untrusted();
    if (lie !== null) return lie;
    const why = meaning(code) ?? 'The script on the node ended early.';
    return { kind: 'failed', message: [why, script.complaint()].join(' ').trim() };
  } catch (error) {
    await abandon();
    const lie = untrusted();
    if (lie !== null && !run.signal.aborted) return lie;
    const message = error instanceof Error ? error.message : String(error);
    return { kind: run.signal.aborted ? 'cancelled' : 'lost', message };
  }
}
