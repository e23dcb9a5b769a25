import { randomBytes } from 'node:crypto';
import { formatIp, parseIp } from '../../shared/lib/ip.ts';
import type { InboundEvent, InboundTask } from './inbound-protocol.ts';
import { INBOUND_PERL_COMMAND, INBOUND_PYTHON_COMMAND } from './inbound-protocol.ts';
import { INBOUND_PERL_SCRIPT } from './inbound-perl.ts';
import { INBOUND_PYTHON_SCRIPT } from './inbound-python.ts';
import type { NodeSession } from './node-session.ts';

export type Interpreter = 'python' | 'perl';

const programs = {
  python: { command: INBOUND_PYTHON_COMMAND, script: INBOUND_PYTHON_SCRIPT },
  perl: { command: INBOUND_PERL_COMMAND, script: INBOUND_PERL_SCRIPT },
} as const;

/** For the interpreter to start, and the channel to end. */
const marginMs = 5000;

const plainWord = /^[0-9a-f]+$/;

function ipOf(text: string): string {
  const ip = parseIp(text);
  if (ip === null) throw new Error(`No address: ${JSON.stringify(text)}`);
  return formatIp(ip);
}

function lineOf(task: InboundTask, id: number): string {
  if (task.kind === 'hold') return `hold ${id} ${ipOf(task.host)} ${task.port} ${ipOf(task.source)}`;
  const { transport, address, port, ask, token } = task;
  if (!plainWord.test(ask) || !plainWord.test(token)) throw new Error('A token is hexadecimal.');
  return `listen ${id} ${transport} ${ipOf(address)} ${port} ${ask} ${token}`;
}

/** A listener hears, a connection is held: what says otherwise is not believed. */
function fitsTask({ kind }: InboundTask, event: InboundEvent): boolean {
  switch (event.kind) {
    case 'listening':
    case 'seen':
      return kind === 'listen';
    case 'held':
      return kind === 'hold';
    case 'failed':
      return true;
  }
}

/** As the node writes a name or a word of ours: longer ones are none. */
const mostWord = 64;

function readEvent([
  word = '',
  ,
  first = '',
  second = '',
  third = '',
]: readonly string[]): InboundEvent | null {
  if (word === 'listening') return { kind: word };
  if (word === 'failed') return { kind: word, errno: first.slice(0, mostWord) };
  if (word !== 'held' && word !== 'seen') return null;
  const ip = parseIp(first);
  const port = Number(second);
  if (ip === null || !/^\d{1,5}$/.test(second) || port > 65_535 || third.length > mostWord) return null;
  const address = formatIp(ip);
  return word === 'held' ? { kind: word, address, port } : { kind: word, address, port, tag: third };
}

/** A script that does its tasks on the node until it is stopped. */
export interface InboundScript {
  /** Settles when each task was answered for, the time for that is over, or the script ended. */
  readonly answered: Promise<void>;
  /** Settles when the script's channel has ended. Never rejects. */
  readonly ended: Promise<void>;
  readonly isOver: () => boolean;
  readonly stop: () => void;
}

/**
 * Starts the script. It ends with the session, when it is stopped, or after `deadlineMs`.
 *
 * @param onEvent what it says of the task with that index
 */
export function startInbound(
  session: NodeSession,
  interpreter: Interpreter,
  tasks: readonly InboundTask[],
  options: {
    /** How long to wait until each task was answered for. */
    readonly answerMs: number;
    readonly deadlineMs: number;
    readonly signal: AbortSignal;
    readonly onEvent: (index: number, event: InboundEvent) => void;
  },
): InboundScript {
  const { command, script } = programs[interpreter];
  const nonce = `gatecheck-${randomBytes(8).toString('hex')}`;
  const stopper = new AbortController();
  const stop = (): void => stopper.abort();
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  const open = new Set(tasks.keys());
  let over = false;
  let settle = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, options.answerMs);
    settle = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  const input = [`start ${nonce} ${options.deadlineMs}`, ...tasks.map(lineOf), 'go'].join('\n');
  const ended = session
    .execStream(command, {
      stdin: `${script.length}\n${script}${input}\n`,
      keepStdinOpen: true,
      timeoutMs: options.deadlineMs + marginMs,
      signal: stopper.signal,
      onStdout: (line) => {
        if (!line.startsWith(`${nonce} `)) return;
        const fields = line.slice(nonce.length + 1).split(' ');
        const index = Number(fields[1]);
        const event = readEvent(fields);
        if (event === null || tasks[index] === undefined || !fitsTask(tasks[index], event)) return;
        open.delete(index);
        options.onEvent(index, event);
        if (open.size === 0) settle();
      },
    })
    .then(
      () => undefined,
      () => undefined,
    )
    .finally(() => {
      over = true;
      options.signal.removeEventListener('abort', stop);
      settle();
    });
  return { answered, ended, isOver: () => over, stop };
}
