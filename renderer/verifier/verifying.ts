import type { GivenFile } from './given-file.ts';
import type { Answer, Question } from './protocol.ts';
import type { Verified } from './verify-files.ts';
import { verifyFiles } from './verify-files.ts';

/** What is not ready by then is not going to be: some browsers refuse workers of pages from disk without a word. */
const startMs = 10_000;
/** A report of 50 MB takes seconds. */
const verifyMs = 180_000;

type Start = { readonly kind: 'worker'; readonly worker: Worker } | { readonly kind: 'none' };

function startWorker(script: string): Promise<Start> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
    } catch {
      resolve({ kind: 'none' });
      return;
    }
    const none = (): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve({ kind: 'none' });
    };
    const timer = setTimeout(none, startMs);
    worker.onerror = none;
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.kind !== 'ready') return;
      clearTimeout(timer);
      resolve({ kind: 'worker', worker });
    };
  });
}

function ask(worker: Worker, question: Question, signal: AbortSignal): Promise<Verified> {
  return new Promise((resolve, reject) => {
    const end = (error: Error): void => {
      clearTimeout(timer);
      worker.terminate();
      reject(error);
    };
    const timer = setTimeout(
      () => end(new Error('Verifying took longer than three minutes and was ended.')),
      verifyMs,
    );
    signal.addEventListener('abort', () => end(new Error('Other files were chosen.')));
    worker.onerror = (event) => end(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.kind === 'failed') end(new Error(data.message));
      if (data.kind !== 'verified') return;
      clearTimeout(timer);
      worker.terminate();
      resolve(data.verified);
    };
    worker.postMessage(question);
  });
}

/**
 * Verifies beside the page, so that it stays usable; in the page itself where the browser gives it no worker.
 *
 * @param script the page's own script: the same code runs in the worker
 */
export async function verifyBeside(
  script: string,
  files: readonly GivenFile[],
  first: string | null,
  signal: AbortSignal,
): Promise<Verified> {
  const now = Date.now();
  const start = await startWorker(script);
  return start.kind === 'worker'
    ? ask(start.worker, { files, now, first }, signal)
    : verifyFiles(files, new Date(now), first);
}
