import { Worker } from 'node:worker_threads';
import type { FilledReading } from './read-filled.ts';

const deadlineMs = 60_000;
/** A request of 5,000 lines takes a fraction of it; a file that needs more is no request. */
const memoryMb = 1500;

const tooMuch = 'Check that it is the right file; ask the customer to send it again.';

/**
 * Reads a filled file in a worker thread that has an end: of time, and of memory. A file from outside must not hold up or
 * bring down the program.
 *
 * @param workerFile the bundled worker, dist/forms-worker.cjs
 */
export function readFilledInWorker(workerFile: string, bytes: Uint8Array): Promise<FilledReading> {
  return new Promise((resolve) => {
    const worker = new Worker(workerFile, { resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    const end = (reading: FilledReading): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(reading);
    };
    const timer = setTimeout(() => {
      end({ ok: false, message: 'It could not be read in a minute.', cure: tooMuch });
    }, deadlineMs);
    worker.once('message', end);
    worker.once('error', (error) => {
      const memory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const message = memory
        ? 'It needs more memory than any request.'
        : `It cannot be read: ${error.message}`;
      end({ ok: false, message, cure: tooMuch });
    });
    worker.once('exit', () => {
      end({ ok: false, message: 'It cannot be read: its reader ended without an answer.', cure: tooMuch });
    });
    worker.postMessage(bytes);
  });
}
