import { join } from 'node:path';
import { readFilledInWorker } from '../forms/read-in-worker.ts';
import { renderInWorker } from '../pdf/render-in-worker.ts';
import { reportDocument } from '../pdf/render-report.ts';
import { verifierName } from '../usecases/write-verifier.ts';
import type { WizardPorts } from '../usecases/wizard/ports.ts';

/** Makes and reads documents in worker threads: the window answers meanwhile. */
export function documentRenderers(
  distFolder: string,
): Pick<WizardPorts, 'renderRequest' | 'renderReport' | 'readFilled' | 'verifierFile'> {
  const worker = join(distFolder, 'pdf-worker.cjs');
  const fontsDir = join(distFolder, 'fonts');
  return {
    verifierFile: join(distFolder, verifierName),
    readFilled: (bytes) => readFilledInWorker(join(distFolder, 'forms-worker.cjs'), bytes),
    renderRequest: (model, paper, signal) => renderInWorker(worker, model, { paper, fontsDir }, signal),
    renderReport: async (pdf) =>
      (await renderInWorker(worker, reportDocument(pdf), { paper: 'a4', fontsDir, slot: pdf.slot })).bytes,
  };
}
