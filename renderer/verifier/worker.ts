import type { Answer, Question } from './protocol.ts';
import { verifyFiles } from './verify-files.ts';

/** The few things of a worker's global that are used here; the page's own types know windows only. */
interface WorkerGlobal {
  onmessage: ((event: MessageEvent<Question>) => void) | null;
  postMessage(answer: Answer): void;
}

/** Runs in the worker: one question, one answer. */
export function startWorker(): void {
  const global = globalThis as unknown as WorkerGlobal;
  global.onmessage = ({ data }) => {
    verifyFiles(data.files, new Date(data.now), data.first).then(
      (verified) => global.postMessage({ kind: 'verified', verified }),
      (error: unknown) =>
        global.postMessage({
          kind: 'failed',
          message: error instanceof Error ? error.message : String(error),
        }),
    );
  };
  global.postMessage({ kind: 'ready' });
}
