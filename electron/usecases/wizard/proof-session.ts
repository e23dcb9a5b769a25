import { basename, dirname, join } from 'node:path';
import { handOffText } from '../../../shared/documents/report-outputs/hand-off.ts';
import { reportOutput, reportOutputs } from '../../../shared/documents/report-outputs/registry.ts';
import type { VerifiedReport } from '../../../shared/documents/report-outputs/types.ts';
import type { IpcArguments, IpcResults } from '../../../shared/ipc/contract.ts';
import { version } from '../../../shared/lib/version.ts';
import { writeAtomically } from '../../store/write-atomically.ts';
import { readCheckedReport } from '../held-against.ts';
import { UseCaseError } from '../problem.ts';
import { redactReportFile } from '../redact-report.ts';
import { writeVerifier } from '../write-verifier.ts';
import { writtenFiles, type HandedOut } from './handed-out.ts';
import type { IdentitySession } from './identity-session.ts';
import { knownKeys } from './known-keys.ts';
import { latestReport, type FoundReport } from './latest-report.ts';
import type { OpenedSite, OpenSites } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';
import { utcSeconds } from '../run/utc.ts';

type Calls = 'report.latest' | 'report.handOff' | 'report.export' | 'report.verifier' | 'report.redact';

/** What a signed report can be turned into, beside it. */
export type ProofSession = { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };

async function signedReportOf(opened: OpenedSite): Promise<FoundReport> {
  const found = await latestReport(opened);
  if (found !== null) return found;
  throw new UseCaseError(
    'bad-input',
    'There is no signed report of this site yet.',
    'Sign the report first.',
  );
}

export function proofSession(
  {
    sites,
    written,
    identity,
  }: { readonly sites: OpenSites; readonly written: HandedOut; readonly identity: IdentitySession },
  ports: WizardPorts,
): ProofSession {
  /** Verified: nobody may build on one that does not hold. */
  const verifiedReport = async (
    opened: OpenedSite,
  ): Promise<{ readonly path: string; readonly verified: VerifiedReport }> => {
    const { path } = await signedReportOf(opened);
    const known = await knownKeys(ports.userFolder, opened.practice);
    const checked = await readCheckedReport(path, { knownKeys: known, now: ports.now(), version });
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
    'report.handOff': async (id) => {
      const { verified } = await verifiedReport(sites.get(id));
      const { rules } = verified.report;
      const texts = rules.flatMap(({ id: rule, verdict }) => {
        const text = verdict === 'pass' ? null : handOffText(verified, rule);
        return text === null ? [] : [[rule, text] as const];
      });
      return { texts: Object.fromEntries(texts), all: reportOutput('handoff', verified) };
    },
    'report.export': async (id, { formats }) => {
      const { path, verified } = await verifiedReport(sites.get(id));
      const folder = dirname(path);
      const name = basename(path, '.readiness.json');
      const paths: string[] = [];
      for (const format of new Set(formats)) {
        const file = join(folder, `${name}${reportOutputs[format].extension}`);
        await writeAtomically(file, reportOutput(format, verified));
        paths.push(file);
      }
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
    'report.redact': async (id, { passphrase }) => {
      const opened = sites.get(id);
      const { path, verified: checked } = await verifiedReport(opened);
      const folder = dirname(path);
      const signer = opened.practice?.signer ?? (await identity.open(passphrase));
      const { saved } = await redactReportFile(
        { checked, folder, signedAt: utcSeconds(ports.now()) },
        { signer, renderPdf: ports.renderReport },
      );
      return writtenFiles(saved.files, folder, written, [
        'Look through the copy before you send it: what people wrote in free texts is left out, pictures of the network stay.',
      ]);
    },
  };
}
