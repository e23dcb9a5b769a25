import { basename, dirname, join } from 'node:path';
import { reportFacts } from '../../../shared/documents/readiness-report/facts.ts';
import { handOffTextFor } from '../../../shared/documents/report-outputs/hand-off.ts';
import type { ReportOutputName } from '../../../shared/documents/report-outputs/registry.ts';
import { reportOutput, reportOutputs } from '../../../shared/documents/report-outputs/registry.ts';
import type { VerifiedReport } from '../../../shared/documents/report-outputs/types.ts';
import type { IpcArguments, IpcResults } from '../../../shared/ipc/contract.ts';
import { writeAtomically } from '../../store/write-atomically.ts';
import { UseCaseError } from '../problem.ts';
import { redactReportFile } from '../redact-report.ts';
import { utcSeconds } from '../run/utc.ts';
import { writeVerifier } from '../write-verifier.ts';
import { draftFacts } from './draft-facts.ts';
import { writtenFiles } from './handed-out.ts';
import { latestReport } from './latest-report.ts';
import type { WizardPorts } from './ports.ts';
import type { ReceiptParts } from './receipt-session.ts';
import { receiptSession } from './receipt-session.ts';
import { recordSession } from './record-session.ts';
import { signedReportOf, verifiedReportOf } from './verified-report.ts';

type Calls =
  | 'report.latest'
  | 'report.handOff'
  | 'report.export'
  | 'report.verifier'
  | 'report.redact'
  | 'report.receipt'
  | 'report.record';

/** What a run and its signed report can be turned into, beside it. */
export type ProofSession = { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };

/** Writes these forms of a verified report into the folder, under this name. */
export async function writeForms(
  verified: VerifiedReport,
  formats: readonly ReportOutputName[],
  folder: string,
  name: string,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const format of new Set(formats)) {
    const file = join(folder, `${name}${reportOutputs[format].extension}`);
    await writeAtomically(file, reportOutput(format, verified));
    paths.push(file);
  }
  return paths;
}

export function proofSession(parts: ReceiptParts, ports: WizardPorts): ProofSession {
  const { sites, written, identity } = parts;
  const draftOf = draftFacts();

  const verifiedReport = async (
    id: string,
  ): Promise<{ readonly path: string; readonly verified: VerifiedReport }> => {
    const { path, checked } = await verifiedReportOf(sites.get(id), identity.usedKeys(), ports);
    // What is not valid, its signer known, was refused.
    return { path, verified: { ...checked, verified: { result: 'valid', signerKnown: true } } };
  };

  return {
    'report.latest': async (id) => {
      const found = await latestReport(sites.get(id));
      if (found === null) return null;
      const { createdAt, readiness } = found.report;
      return { fileName: basename(found.path), createdAt, readiness };
    },
    'report.handOff': async (id, { of, ids }) => {
      const facts =
        of === 'draft'
          ? draftOf(sites.get(id), ports.now())
          : reportFacts((await verifiedReport(id)).verified);
      if (facts === null)
        throw new UseCaseError('bad-input', 'There is nothing to hand off yet.', 'Run the checks first.');
      return handOffTextFor(facts, ids, of);
    },
    'report.export': async (id, { formats }) => {
      const { path, verified } = await verifiedReport(id);
      const folder = dirname(path);
      const paths = await writeForms(verified, formats, folder, basename(path, '.readiness.json'));
      return writtenFiles(paths, folder, written, []);
    },
    'report.verifier': async (id) => {
      const { path } = await signedReportOf(sites.get(id));
      const folder = dirname(path);
      const page = await writeVerifier({ verifierFile: ports.verifierFile, reportPath: path, folder });
      const earlier = page.earlier.length;
      const remarks =
        earlier === 0
          ? []
          : [`${earlier === 1 ? 'One report' : `${earlier} reports`} before it are in the page too.`];
      return writtenFiles([page.path], folder, written, [...remarks, ...page.leftOut]);
    },
    'report.redact': async (id, choice) => {
      const opened = sites.get(id);
      const { path, verified: checked } = await verifiedReport(id);
      const folder = dirname(path);
      const signer = opened.practice?.signer ?? (await identity.openWith(choice, checked.report.signer));
      const { saved } = await redactReportFile(
        { checked, folder, signedAt: utcSeconds(ports.now()) },
        { signer, renderPdf: ports.renderReport },
      );
      return writtenFiles(saved.files, folder, written, [
        'Look through the copy before you send it: what people wrote in free texts is left out, pictures of the network stay.',
      ]);
    },
    'report.receipt': receiptSession(parts, ports),
    'report.record': recordSession(parts, ports),
  };
}
