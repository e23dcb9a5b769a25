import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import { parseIp } from '../../shared/lib/ip.ts';
import { eachAtMost, pause } from './pace.ts';
import { plainLine } from '../../shared/lib/plain-text.ts';
import { hasForeignMark } from './distrust.ts';
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

/** No reply is read further by the script; a node that sends more of it is none of ours. */
const mostReply = 16_384;
/** Banners and complaints of a shell are some lines. */
const mostNoise = 256 * 1024;
const hexByte = /^[0-9a-f]{2}$/i;

/** What was asked, and how far each of it has come. */
interface Asked {
  readonly waiting: Map<number, Waiting>;
  /** Every id that was sent: of some, the end comes when nobody waits any more. */
  readonly sent: Set<number>;
  readonly ended: Set<number>;
}

/** @returns what the line has that no script of ours writes; null: nothing */
function takeLine({ waiting, sent, ended }: Asked, line: string): string | null {
  const [word = '', id = '', ...fields] = line.split(' ');
  const number = Number(id);
  if (!['start', 'go', 'bytes', 'got', 'exit'].includes(word) || !/^\d{1,6}$/.test(id))
    return 'it holds a line that is none of the answers';
  if (!sent.has(number)) return 'it holds the result of a check that was not asked for';
  if (ended.has(number) && word === 'exit') return 'it holds two results of one check';
  if (word === 'exit') ended.add(number);
  const one = waiting.get(number);
  if (one === undefined) return null;
  const now = performance.now();
  switch (word) {
    case 'start':
    case 'go':
      one.startedAt = now;
      one.tried ||= word === 'go';
      return null;
    case 'bytes': {
      const octets = fields.filter((field) => field !== '');
      if (!octets.every((octet) => hexByte.test(octet)) || one.bytes.length + octets.length > mostReply)
        return 'it holds a reply that cannot be one';
      for (const octet of octets) one.bytes.push(Number.parseInt(octet, 16));
      return null;
    }
    case 'got':
      one.got = true;
      break;
    case 'exit':
      if (!/^\d{1,3}$/.test(fields[0] ?? '')) return 'it holds a result that cannot be one';
      one.end = { code: Number(fields[0]), text: plainLine(fields.slice(1).join(' '), 600), at: now };
      break;
    default:
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
  return null;
}

/** Hands over whole lines that begin with the nonce, without it. */
function readLines(
  stream: Duplex,
  nonce: string,
  on: { readonly line: (line: string) => void; readonly distrust: (why: string) => void },
): void {
  let rest = '';
  let noise = 0;
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > mostNoise) {
      rest = '';
      noise = mostNoise;
      on.distrust('it goes on without end, and is none of the checks');
    }
    for (const line of lines) {
      if (line.startsWith(`${nonce} `)) {
        on.line(line.slice(nonce.length + 1).trimEnd());
        continue;
      }
      noise += line.length + 1;
      if (hasForeignMark(line, nonce)) on.distrust('it holds a line with the mark of another run');
      else if (noise > mostNoise) on.distrust('it goes on without end, and is none of the checks');
    }
  });
  stream.resume();
}

/**
 * Runs jobs through one script on the node, at most `atOnce` at the same time; the next line is sent when a tool has
 * ended. Closes the channel. A job whose result never came is left out.
 *
 * @returns whether the channel stood to the end, and what it said that no script of ours writes
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
): Promise<{ readonly stood: boolean; readonly distrust: string | null }> {
  const { stream, nonce } = channel;
  const { atOnce, signal, onResult } = options;
  const over = new AbortController();
  // Every job that runs waits for it.
  setMaxListeners(0, over.signal);
  const waiting = new Map<number, Waiting>();
  const asked: Asked = { waiting, sent: new Set(), ended: new Set() };
  const state: { stood: boolean; distrust: string | null } = { stood: true, distrust: null };
  const end = (): void => {
    state.stood = false;
    over.abort();
  };
  const stop = (): void => over.abort();
  stream.on('close', end);
  stream.on('end', end);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const distrust = (why: string): void => {
    state.distrust ??= why;
    stop();
  };
  readLines(stream, nonce, {
    distrust,
    line: (line) => {
      const why = state.distrust === null ? takeLine(asked, line) : null;
      if (why !== null) distrust(why);
    },
  });
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
          if (!settled && state.distrust === null) onResult(job, result);
          settled = true;
        },
        release,
        // The others count their wait themselves.
        tried: job.tool.flavour !== 'bash',
        needsEnd: job.tool.flavour === 'ncat' && job.source !== null,
        ...{ bytes: [], startedAt: performance.now(), got: job.payload === null, end: null },
      });
      asked.sent.add(id);
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
  return state;
}
