import { Worker } from 'node:worker_threads';
import type { DocumentModel } from '../../shared/documents/model.ts';
import type { PdfOptions, RenderedPdf } from './render-document.ts';
import type { PdfAnswer, PdfJob } from './worker-messages.ts';

/** The PDF could not be made; the message says why. */
export class PdfError extends Error {}

/** Nobody waits for this PDF any more. */
export class PdfNotWanted extends Error {}

const deadlineMs = 120_000;

/**
 * Renders in a worker thread, so that the caller's thread stays free. Same result as renderDocument.
 *
 * @param workerFile the bundled worker, dist/pdf-worker.cjs
 * @param signal ends the worker at once, whatever it is at
 * @throws PdfError when the document cannot be made, or not in two minutes; PdfNotWanted when the signal came first.
 */
export function renderInWorker(
  workerFile: string,
  model: DocumentModel,
  options: PdfOptions,
  signal?: AbortSignal,
): Promise<RenderedPdf> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(new PdfNotWanted());
      return;
    }
    const worker = new Worker(workerFile);
    const stop = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', notWanted);
      void worker.terminate();
    };
    const notWanted = (): void => {
      stop();
      reject(new PdfNotWanted());
    };
    signal?.addEventListener('abort', notWanted);
    const timer = setTimeout(() => {
      stop();
      reject(new PdfError('The PDF was not ready in two minutes. Ask for fewer lines, or for JSON only.'));
    }, deadlineMs);
    worker.once('message', (answer: PdfAnswer) => {
      stop();
      if (answer.ok) resolve(answer.pdf);
      else reject(new PdfError(answer.message));
    });
    worker.once('error', (error) => {
      stop();
      reject(new PdfError(`The PDF could not be made: ${error.message}`));
    });
    worker.once('exit', () => {
      stop();
      reject(new PdfError('The PDF could not be made: its worker ended without an answer.'));
    });
    const job: PdfJob = { model, options };
    worker.postMessage(job);
  });
}
