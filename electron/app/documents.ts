import { join } from 'node:path';
import { composeReportDocument } from '../../shared/documents/readiness-report/compose.ts';
import { canonicalJson } from '../../shared/lib/digest.ts';
import { renderInWorker } from '../pdf/render-in-worker.ts';
import type { WizardPorts } from '../usecases/wizard/ports.ts';

/** Makes PDFs in a worker thread: the window answers meanwhile. */
export function documentRenderers(distFolder: string): Pick<WizardPorts, 'renderRequest' | 'renderReport'> {
  const worker = join(distFolder, 'pdf-worker.cjs');
  const fontsDir = join(distFolder, 'fonts');
  return {
    renderRequest: (model, paper, signal) => renderInWorker(worker, model, { paper, fontsDir }, signal),
    renderReport: async (report, sha256) => {
      const document = composeReportDocument({ report, sha256, json: canonicalJson(report) });
      return (await renderInWorker(worker, document, { paper: 'a4', fontsDir })).bytes;
    },
  };
}
