import { setMaxListeners } from 'node:events';
import type { Readable } from 'node:stream';
import { DETECT_COMMAND, SOCKET_TABLE_COMMAND } from '../engines/detect-protocol.ts';
import { PYTHON_COMMAND } from '../engines/python-protocol.ts';
import type { CommandStreams } from '../ssh/index.ts';
import { answerDetection } from './answer-detection.ts';
import { answerPython } from './answer-python.ts';
import type { Connections } from './connections.ts';
import { formatSocketTable } from './connections.ts';
import type { PracticeCertificates } from './endpoints.ts';
import type { World } from './world.ts';

/** What the simulated node's commands work on. */
export interface NodeState {
  readonly world: World;
  readonly certificates: PracticeCertificates;
  readonly connections: Connections;
  /** Where the node sees the technician's SSH session come from. */
  readonly technician: string;
}

const notFound = 127;

/**
 * Runs a command on the practice node. It knows the three that the engines send, by their constant texts; everything
 * else is "not found": there is no shell behind it.
 */
export function runNodeCommand(command: string, streams: CommandStreams, state: NodeState): void {
  const gone = new AbortController();
  // Every simulated job of a script waits for it.
  setMaxListeners(0, gone.signal);
  streams.onGone(() => gone.abort());
  streams.stdout.on('error', () => gone.abort());
  answer(command, streams, state, gone.signal).then(
    (code) => streams.exit(code),
    (failure: unknown) => {
      streams.stderr.write(`practice node: ${String(failure)}\n`);
      streams.exit(1);
    },
  );
}

async function answer(
  command: string,
  streams: CommandStreams,
  state: NodeState,
  signal: AbortSignal,
): Promise<number> {
  const write = (text: string): void => void streams.stdout.write(text);
  switch (command) {
    case DETECT_COMMAND: {
      const reply = answerDetection(await readAll(streams.stdin), state.world, state.technician);
      if (reply === null) return 1;
      write(reply);
      return 0;
    }
    case SOCKET_TABLE_COMMAND: {
      const { address, listens } = state.world.node;
      const ports = listens.map((service) => Number.parseInt(service, 10));
      write(`${formatSocketTable(address, ports, state.connections.current())}end-of-socket-table\n`);
      return 0;
    }
    case PYTHON_COMMAND: {
      const input = await readScriptInput(streams.stdin, signal);
      if (input === null) return 1;
      const { onLine } = input;
      return answerPython(input.request, state.world, state.certificates, { write, onLine, signal });
    }
    default:
      streams.stderr.write('practice node: command not found\n');
      return notFound;
  }
}

/** More than any script of ours: whoever sends more is not one of our engines. */
const maxInput = 16 * 1024 * 1024;

/** Everything up to the end of the input. An async iterator would close the channel with it, before the answer is written. */
function readAll(stdin: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stdin.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.length > maxInput) reject(new Error('too much input'));
    });
    stdin.once('end', () => resolve(text));
    stdin.once('close', () => resolve(text));
  });
}

interface ScriptInput {
  /** The line behind the script. */
  readonly request: string;
  /** Hands over each line that comes after that. */
  readonly onLine: (take: (line: string) => void) => void;
}

/** The input stays open behind the request. Null: it ended before. */
function readScriptInput(stdin: Readable, signal: AbortSignal): Promise<ScriptInput | null> {
  return new Promise((resolve, reject) => {
    let text = '';
    let takeLine: (line: string) => void = () => undefined;
    const takeLines = (chunk: Buffer): void => {
      const lines = (text + chunk.toString('latin1')).split('\n');
      text = lines.pop() ?? '';
      lines.forEach((line) => takeLine(line));
    };
    const take = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (text.length > maxInput) {
        stdin.off('data', take);
        stdin.resume();
        reject(new Error('too much input'));
      }
      const request = requestLineOf(text);
      if (request === null) return;
      stdin.off('data', take);
      text = '';
      stdin.on('data', takeLines);
      resolve({ request, onLine: (takeOne) => (takeLine = takeOne) });
    };
    stdin.on('data', take);
    stdin.once('end', () => resolve(null));
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

function requestLineOf(text: string): string | null {
  const firstEnd = text.indexOf('\n');
  if (firstEnd < 0) return null;
  const length = Number(text.slice(0, firstEnd));
  const start = firstEnd + 1 + length;
  const end = text.indexOf('\n', start);
  return Number.isSafeInteger(length) && end >= 0 ? text.slice(start, end) : null;
}
