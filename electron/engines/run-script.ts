import type { Duplex } from 'node:stream';
import type { RawOutcome } from '../../shared/probes/types.ts';
import type { EngineEnd, EngineJob, EngineRun } from './engine.ts';
import type { NodeSession } from './node-session.ts';
import { makeRelays } from './relay.ts';
import type { JudgeOptions } from './script-events.ts';
import { readScript } from './script-events.ts';

/** A certificate chain in hexadecimal is one line. */
const maxLineBytes = 512 * 1024;
/** For the interpreter to start and the last line to arrive. */
export const scriptMarginMs = 15_000;

/** A script for the node, with its request. */
export interface NodeScript {
  readonly command: string;
  /** The length of the program, the program, the request. */
  readonly stdin: string;
  readonly nonce: string;
  /** The script ends after this by itself. */
  readonly deadlineMs: number;
  /** What the command's exit status says, where it is one of the command's own. */
  readonly meaning: (code: number | null) => string | null;
}

/**
 * Runs a script on the node and reports each job's attempt as it ends. Never rejects.
 *
 * @param speak speaks a job's protocol over a connection that the script carries; never rejects
 */
export async function runScript(
  session: NodeSession,
  script: NodeScript,
  jobs: readonly EngineJob[],
  run: EngineRun,
  options: JudgeOptions & {
    readonly onOther?: (value: unknown) => void;
    readonly speak?: (connection: Duplex, job: EngineJob) => Promise<RawOutcome>;
  },
): Promise<EngineEnd> {
  let isGone = false;
  const isOver = (): boolean => isGone || run.signal.aborted;
  let write: (text: string) => void = () => undefined;
  const { speak } = options;
  const relays = makeRelays(
    (line) => write(line),
    async (connection, { id, ms, local, tries }) => {
      const job = jobs[id];
      if (job === undefined || speak === undefined || isOver()) {
        connection.destroy();
        return;
      }
      const began = performance.now();
      const outcome = await speak(connection, job);
      connection.destroy();
      if (isOver()) return;
      reader.settle(id, { ms: ms + performance.now() - began, outcome, localAddress: local, tries });
    },
  );
  const reader = readScript(script.nonce, jobs, {
    ...options,
    onAttempt: run.onAttempt,
    onOther: (value) => {
      relays.take(value);
      options.onOther?.(value);
    },
  });
  const abandon = async (): Promise<void> => {
    isGone = true;
    relays.abandon();
    await relays.spoken();
  };
  const errors: string[] = [];
  try {
    const { code } = await session.execStream(script.command, {
      stdin: script.stdin,
      keepStdinOpen: true,
      withInput: (writeInput) => (write = writeInput),
      timeoutMs: script.deadlineMs + scriptMarginMs,
      signal: run.signal,
      maxLineBytes,
      onStdout: reader.take,
      onStderr: (line) => {
        if (errors.length < 20) errors.push(line.slice(0, 300));
      },
    });
    if (reader.isDone()) {
      await relays.spoken();
      return { kind: 'finished' };
    }
    await abandon();
    const why = script.meaning(code) ?? 'The script on the node ended early.';
    return { kind: 'failed', message: [why, errors.at(-1) ?? ''].join(' ').trim() };
  } catch (error) {
    await abandon();
    const message = error instanceof Error ? error.message : String(error);
    return { kind: run.signal.aborted ? 'cancelled' : 'lost', message };
  }
}
