import type { PDFDocumentProxy } from 'pdfjs-dist';
import { getDocument, PDFWorker, RenderingCancelledException } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Size } from './zoom.ts';

/** A PDF that can be looked at. It is read in a worker; the page's policy allows no evaluated code, and none is needed. */
export interface OpenPdf {
  readonly pages: number;
  /** Points. The composer gives every page of a document the same paper. */
  readonly size: Size;
  /**
   * Draws a page, from 1, on a canvas of its own.
   *
   * @param scale device pixels for a point
   * @returns null: the signal came first.
   */
  readonly draw: (page: number, scale: number, signal: AbortSignal) => Promise<HTMLCanvasElement | null>;
  readonly close: () => void;
}

let shared: PDFWorker | null = null;

/** One worker for all documents: starting it takes longer than reading one. */
function worker(): PDFWorker {
  if (shared === null || shared.destroyed) {
    const port = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' });
    shared = PDFWorker.create({ port });
  }
  return shared;
}

/** @throws when the bytes are no PDF that can be read */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const task = getDocument({
    // The worker takes the bytes over; the caller's stay as they are.
    data: bytes.slice(),
    worker: worker(),
    isEvalSupported: false,
    useWasm: false,
    useWorkerFetch: false,
    enableXfa: false,
    verbosity: 0,
  });
  const document = await task.promise;
  const first = (await document.getPage(1)).getViewport({ scale: 1 });
  return {
    pages: document.numPages,
    size: { width: first.width, height: first.height },
    draw: (page, scale, signal) => draw(document, page, scale, signal),
    close: () => void task.destroy(),
  };
}

async function draw(
  document: PDFDocumentProxy,
  number: number,
  scale: number,
  signal: AbortSignal,
): Promise<HTMLCanvasElement | null> {
  const page = await document.getPage(number);
  if (signal.aborted) return null;
  const viewport = page.getViewport({ scale });
  const canvas = window.document.createElement('canvas');
  canvas.width = Math.ceil(viewport.width);
  canvas.height = Math.ceil(viewport.height);
  const task = page.render({ canvas, viewport });
  const cancel = (): void => task.cancel();
  signal.addEventListener('abort', cancel);
  try {
    await task.promise;
    return canvas;
  } catch (error) {
    if (error instanceof RenderingCancelledException) return null;
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
