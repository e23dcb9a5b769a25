import { join } from 'node:path';
import { composeReportDocument } from '../../shared/documents/readiness-report/compose.ts';
import { canonicalJson } from '../../shared/lib/digest.ts';
import { readFilledInWorker } from '../forms/read-in-worker.ts';
import { renderInWorker } from '../pdf/render-in-worker.ts';
import type { WizardPorts } from '../usecases/wizard/ports.ts';

/** Makes and reads documents in worker threads: the window answers meanwhile. */
export function documentRenderers(
  distFolder: string,
): Pick<WizardPorts, 'renderRequest' | 'renderReport' | 'readFilled'> {
  const worker = join(distFolder, 'pdf-worker.cjs');
  const fontsDir = join(distFolder, 'fonts');
  return {
    readFilled: (bytes) => readFilledInWorker(join(distFolder, 'forms-worker.cjs'), bytes),
    renderRequest: (model, paper, signal) => renderInWorker(worker, model, { paper, fontsDir }, signal),
    renderReport: async (report, sha256) => {
      const document = composeReportDocument({ report, sha256, json: canonicalJson(report) });
      return (await renderInWorker(worker, document, { paper: 'a4', fontsDir })).bytes;
    },
  };
}
