import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { limits, tryInput } from './judge.ts';
import { fuzz, memoryMb, type Found, type Tally, type Wish } from './loop.ts';
import type { FuzzTarget } from './target.ts';

/**
 * The process that fuzzes one target. A thread tries the inputs, the other one watches it: the input that is being tried
 * lies in shared memory, so that it is known when the thread does not come back or is ended for its memory.
 */

interface Order {
  readonly seed: number;
  readonly runs: number | null;
  readonly milliseconds: number | null;
  /** Where inputs of before lie, and where those that are worth keeping go; null: nowhere. */
  readonly corpusFrom: string | null;
  readonly corpusTo: string | null;
  readonly findingsTo: string;
  /** Only these, each once. */
  readonly inputs: readonly string[];
}

interface Shared {
  readonly place: SharedArrayBuffer;
}

/** An input that takes so much of the processor does not come back. */
const neverMs = 20_000;
const heapMb = 400;
const headBytes = 8;

function readAll(folder: string | null): Uint8Array[] {
  if (folder === null || !existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => new Uint8Array(readFileSync(path.join(folder, name))));
}

const nameOf = (input: Uint8Array): string => createHash('sha256').update(input).digest('hex').slice(0, 12);

function keep(folder: string, inputs: readonly Uint8Array[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const input of inputs) writeFileSync(path.join(folder, nameOf(input)), input);
}

async function inThread(target: FuzzTarget): Promise<void> {
  const { wish, shared } = workerData as { readonly wish: Wish; readonly shared: Shared };
  const head = new Int32Array(shared.place, 0, 2);
  const room = new Uint8Array(shared.place, headBytes);
  let count = 0;
  const tally = await fuzz(target, wish, (input) => {
    const length = Math.min(input.length, room.length);
    room.set(input.subarray(0, length));
    Atomics.store(head, 1, length);
    Atomics.store(head, 0, ++count);
  });
  parentPort?.postMessage(tally);
}

/** What is known of a run that did not come to its end. */
function broken(found: Found): Tally {
  return {
    ...{ executions: 0, refused: 0, loaded: 0, branches: 0, branchesInAll: 0, milliseconds: 0, slowestMs: 0 },
    ...{ mostMemoryMb: Math.round(memoryMb()), corpus: [], findings: [found], memorySuspect: null },
  };
}

function watched(target: FuzzTarget, order: Order): Promise<Tally> {
  const place = new SharedArrayBuffer(headBytes + Math.max(target.mostBytes, 4_000_000));
  const head = new Int32Array(place, 0, 2);
  const { seed, runs, milliseconds } = order;
  const wish: Wish = { seed, runs, milliseconds, corpus: readAll(order.corpusFrom) };
  const worker = new Worker(process.argv[1] ?? '', {
    workerData: { wish, shared: { place } },
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  return new Promise((resolve) => {
    const current = (): Uint8Array =>
      Uint8Array.from(new Uint8Array(place, headBytes, Atomics.load(head, 1)));
    let since = { count: -1, spent: 0 };
    const timer = setInterval(() => {
      const { user, system } = process.cpuUsage();
      const [count, spent] = [Atomics.load(head, 0), (user + system) / 1000];
      if (count !== since.count) since = { count, spent };
      else if (count > 0 && spent - since.spent > neverMs)
        end(
          broken({
            kind: 'hang',
            says: `It takes more than ${neverMs} ms of processor time.`,
            input: current(),
          }),
        );
    }, 500);
    const end = (tally: Tally): void => {
      clearInterval(timer);
      resolve(tally);
    };
    worker.once('message', end);
    worker.once('error', (error) => {
      const memory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      end(
        broken({ kind: memory ? 'memory' : 'crash', says: error.stack ?? error.message, input: current() }),
      );
    });
    worker.once('exit', (code) => {
      end(broken({ kind: 'crash', says: `The thread ended by itself (${code}).`, input: current() }));
    });
  });
}

/** Each of these inputs by itself, and the most memory that the process took: the judgement over a suspect. */
async function alone(target: FuzzTarget, order: Order): Promise<Tally> {
  const findings: Found[] = [];
  let slowestMs = 0;
  for (const file of order.inputs) {
    const input = new Uint8Array(readFileSync(file));
    const trial = await tryInput(target, input);
    slowestMs = Math.max(slowestMs, trial.milliseconds);
    if (trial.finding !== null) findings.push({ ...trial.finding, input });
    else if (memoryMb() > limits.memoryMb)
      findings.push({ kind: 'memory', says: `It takes ${Math.round(memoryMb())} MB of memory.`, input });
  }
  return {
    ...{
      executions: order.inputs.length,
      refused: 0,
      loaded: 0,
      branches: 0,
      branchesInAll: 0,
      milliseconds: 0,
    },
    ...{ slowestMs, mostMemoryMb: Math.round(memoryMb()), corpus: [], findings, memorySuspect: null },
  };
}

/** Entry of the bundle of one target: does what the order on the command line says, and prints what came of it. */
export async function serve(target: FuzzTarget): Promise<void> {
  if (!isMainThread) {
    await inThread(target);
    return;
  }
  const order = JSON.parse(process.argv[2] ?? '') as Order;
  const tally = order.inputs.length > 0 ? await alone(target, order) : await watched(target, order);
  const { corpus, findings, memorySuspect, ...figures } = tally;
  const suspect =
    memorySuspect === null ? null : path.join(order.findingsTo, `suspect-${nameOf(memorySuspect)}`);
  const files = findings.map((found) => ({
    ...found,
    file: path.join(order.findingsTo, `${found.kind}-${nameOf(found.input)}`),
  }));
  mkdirSync(order.findingsTo, { recursive: true });
  for (const { file, input } of files) writeFileSync(file, input);
  if (suspect !== null && memorySuspect !== null) writeFileSync(suspect, memorySuspect);
  if (order.corpusTo !== null && corpus.length > 0) keep(order.corpusTo, corpus);
  const said = files.map(({ kind, says, file }) => ({ kind, says: says.slice(0, 1500), file }));
  const corpusBytes = corpus.reduce((sum, { length }) => sum + length, 0);
  const result = { ...figures, corpusFiles: corpus.length, corpusBytes, findings: said, suspect };
  // A thread that does not come back must not keep the process.
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}
