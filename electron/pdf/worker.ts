import { parentPort } from 'node:worker_threads';
import { renderDocument } from './render-document.ts';
import type { PdfAnswer, PdfJob } from './worker-messages.ts';

/** Entry of the PDF worker: one job in, one answer out. Laying out hundreds of lines must not hold up the window. */
async function answer({ model, options }: PdfJob): Promise<PdfAnswer> {
  try {
    return { ok: true, pdf: await renderDocument(model, options) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.once('message', (job: PdfJob) => {
  void answer(job).then((done) => {
    parentPort?.postMessage(done);
  });
});
