import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import { parseIp } from '../../shared/lib/ip.ts';
import { eachAtMost, pause } from './pace.ts';
import type { ShellChannel } from './shell-channel.ts';
import type { ShellTool } from './shell-tools.ts';

/** One connection to open and close, or one datagram to send, by one program on the node. */
export interface ShellJob {
  readonly tool: ShellTool;
  readonly host: string;
  readonly port: number;
  /** Null: the tool is not told. */
  readonly source: string | null;
  readonly waitSeconds: number;
  /** A datagram; null: a TCP connection. */
  readonly payload: Uint8Array | null;
  readonly startMs: number;
}

/** What the node said of one job. */
export interface ShellResult {
  /** Null: the tool was not seen to end, for the answer came before. */
  readonly code: number | null;
  readonly text: string;
  /** Bytes that came back; null: none. */
  readonly reply: Uint8Array | null;
  /** The tool was seen to come so far that it tried. */
  readonly tried: boolean;
  readonly elapsedMs: number;
}

/** Beyond the wait that a tool was told, for it to start and to end. */
const slackMs = 10_000;

/** The fields of a line that say whom to call and where to. Throws where one is not what it should be. */
export function targetFields(job: Pick<ShellJob, 'tool' | 'host' | 'port' | 'source'>): string {
  const { tool, host, port, source } = job;
  const isPlain =
    parseIp(host) !== null &&
    (source === null || parseIp(source) !== null) &&
    Number.isInteger(port) &&
    port > 0 &&
    port < 65_536 &&
    /^\/[A-Za-z0-9._+/-]+$/.test(tool.path);
  if (!isPlain) throw new Error(`No target for a shell: ${JSON.stringify({ host, port, source })}`);
  return `${tool.word} ${tool.path} ${host} ${port} ${tool.binds ? (source ?? '-') : '-'}`;
}

function lineOf(job: ShellJob, id: number): string {
  const fields = `${id} ${targetFields(job)} ${job.waitSeconds}`;
  if (job.payload === null) return `tcp ${fields}\n`;
  const octal = Array.from(job.payload, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return `udp ${fields} ${octal}\n`;
}

interface Waiting {
  readonly settle: (result: ShellResult) => void;
  /** The tool has ended: its place is free. */
  readonly release: () => void;
  readonly bytes: number[];
  startedAt: number;
  tried: boolean;
  /** An answer counts only with what the tool said. */
  readonly needsEnd: boolean;
  /** Datagrams: the end of the reply was seen. */
  got: boolean;
  end: { readonly code: number; readonly text: string; readonly at: number } | null;
}

function takeLine(waiting: Map<number, Waiting>, line: string): void {
  const [word = '', id = '', ...fields] = line.split(' ');
  const one = waiting.get(Number(id));
  if (one === undefined) return;
  const now = performance.now();
  switch (word) {
    case 'start':
    case 'go':
      one.startedAt = now;
      one.tried ||= word === 'go';
      return;
    case 'bytes':
      one.bytes.push(...fields.filter((field) => field !== '').map((field) => Number.parseInt(field, 16)));
      return;
    case 'got':
      one.got = true;
      break;
    case 'exit':
      one.end = { code: Number(fields[0]), text: fields.slice(1).join(' ').trim(), at: now };
      break;
    default:
      return;
  }
  const { end, got, bytes, startedAt } = one;
  const reply = bytes.length > 0 ? Uint8Array.from(bytes) : null;
  // An answer need not wait for its tool; that there is none is known only when both are over.
  if (got && (end !== null || (reply !== null && !one.needsEnd)))
    one.settle({
      code: end?.code ?? null,
      text: end?.text ?? '',
      reply,
      tried: one.tried,
      elapsedMs: (reply === null ? (end?.at ?? now) : now) - startedAt,
    });
  if (got && end !== null) one.release();
}

/** Hands over whole lines that begin with the nonce, without it. */
function readLines(stream: Duplex, nonce: string, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = (lines.pop() ?? '').slice(-65_536);
    for (const line of lines)
      if (line.startsWith(`${nonce} `)) onLine(line.slice(nonce.length + 1).trimEnd());
  });
  stream.resume();
}

/**
 * Runs jobs through one script on the node, at most `atOnce` at the same time; the next line is sent when a tool has
 * ended. Closes the channel. A job whose result never came is left out.
 *
 * @returns whether the channel stood to the end
 */
export async function runBatch(
  channel: Extract<ShellChannel, { readonly kind: 'ready' }>,
  jobs: readonly ShellJob[],
  options: {
    /** How the node's timeout is called; null: it has none. */
    readonly timeout: string | null;
    readonly atOnce: number;
    readonly signal: AbortSignal;
    readonly onResult: (job: ShellJob, result: ShellResult) => void;
  },
): Promise<boolean> {
  const { stream, nonce } = channel;
  const { atOnce, signal, onResult } = options;
  const over = new AbortController();
  // Every job that runs waits for it.
  setMaxListeners(0, over.signal);
  const waiting = new Map<number, Waiting>();
  const state = { stood: true };
  const end = (): void => {
    state.stood = false;
    over.abort();
  };
  const stop = (): void => over.abort();
  stream.on('close', end);
  stream.on('end', end);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  readLines(stream, nonce, (line) => takeLine(waiting, line));
  const longest = jobs.reduce((most, job) => Math.max(most, job.waitSeconds), 0);
  const lastStart = jobs.reduce((most, job) => Math.max(most, job.startMs), 0) / 1000;
  // Every tool may linger once as long again, and then there is the way to the node and back.
  const limit = Math.ceil(lastStart + Math.ceil(jobs.length / atOnce) * longest * 2 + 60);
  stream.write(`${options.timeout === null ? '' : `timeout ${options.timeout}\n`}limit ${limit}\n`);

  const runOne = (job: ShellJob, id: number): Promise<void> =>
    new Promise((resolve) => {
      const release = (): void => {
        clearTimeout(timer);
        over.signal.removeEventListener('abort', release);
        waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(release, job.waitSeconds * 2000 + slackMs);
      over.signal.addEventListener('abort', release, { once: true });
      let settled = false;
      waiting.set(id, {
        settle: (result) => {
          if (!settled) onResult(job, result);
          settled = true;
        },
        release,
        // The others count their wait themselves.
        tried: job.tool.flavour !== 'bash',
        needsEnd: job.tool.flavour === 'ncat' && job.source !== null,
        ...{ bytes: [], startedAt: performance.now(), got: job.payload === null, end: null },
      });
      stream.write(lineOf(job, id));
    });

  await eachAtMost([...jobs.entries()], atOnce, over.signal, async ([id, job]) => {
    await pause(job.startMs, over.signal);
    if (!over.signal.aborted) await runOne(job, id);
  });
  signal.removeEventListener('abort', stop);
  stream.off('close', end);
  stream.off('end', end);
  stream.destroy();
  return state.stood;
}
