import { dirname } from 'node:path';
import type { IpcArguments } from '../../../shared/ipc/contract.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import type { Receipt } from '../../../shared/results/receipt.ts';
import { withReceipt } from '../../../shared/results/receipt.ts';
import type { ReportHistory } from '../../store/report-history.ts';
import { addReceipt } from '../add-receipt.ts';
import { UseCaseError } from '../problem.ts';
import { utcSeconds } from '../run/utc.ts';
import { writtenFiles, type HandedOut } from './handed-out.ts';
import type { IdentitySession } from './identity-session.ts';
import type { LatestRun, OpenedSite, OpenSites } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';
import { verifiedReportOf } from './verified-report.ts';

/** The run with the receipt in it; null: no unanswered datagram of it carried the token. */
function withReceiptIn(latest: LatestRun, receipt: Receipt): LatestRun | null {
  // A check that was carried over stands as it does in its own report, or it could not be held against that.
  const confirmed = new Map(
    latest.run.checks.flatMap((check) => {
      const fits = check.carriedOverFrom === null ? withReceipt(check, receipt) : null;
      return fits === null ? [] : [[check.id, fits] as const];
    }),
  );
  if (confirmed.size === 0) return null;
  const checks = latest.run.checks.map((check) => confirmed.get(check.id) ?? check);
  return { ...latest, run: { ...latest.run, checks } };
}

export interface ReceiptParts {
  readonly sites: OpenSites;
  readonly written: HandedOut;
  readonly identity: IdentitySession;
  readonly history: ReportHistory;
}

/** A person's reading of a datagram's token, in the run that is not signed yet or in a report that follows. */
export function receiptSession(
  { sites, written, identity, history }: ReceiptParts,
  ports: WizardPorts,
): (...args: IpcArguments<'report.receipt'>) => Promise<WrittenFiles | null> {
  const toSigned = async (
    opened: OpenedSite,
    receipt: Receipt,
    sign: IpcArguments<'report.receipt'>[1]['sign'],
  ): Promise<WrittenFiles> => {
    const { path, checked } = await verifiedReportOf(opened, identity.usedKeys(), ports);
    const signer = opened.practice?.signer ?? (await identity.openWith(sign, checked.report.signer));
    const folder = dirname(path);
    const { saved, notKept } = await addReceipt(
      { checked, receipt, folder },
      {
        signer,
        renderPdf: ports.renderReport,
        // Practice is kept nowhere.
        ...(opened.practice === null ? { history } : {}),
      },
    );
    opened.signedReport = saved.files.find((file) => file.endsWith('.json')) ?? null;
    const { latest } = opened;
    // The run behind the report has its answer too: what is signed after this says the same.
    if (latest !== null) opened.latest = withReceiptIn(latest, receipt) ?? latest;
    return writtenFiles(saved.files, folder, written, [
      'It follows the report before it, which is kept.',
      ...(notKept === null ? [] : [notKept]),
    ]);
  };

  return async (id, { of, token, by, sign }) => {
    const opened = sites.get(id);
    const receipt = { token, by, at: utcSeconds(ports.now()) };
    if (of === 'signed') return toSigned(opened, receipt, sign);
    const { latest } = opened;
    const amended = latest === null ? null : withReceiptIn(latest, receipt);
    if (amended === null)
      throw new UseCaseError(
        'bad-input',
        'No unanswered datagram of this run carried this token.',
        'Type the word that stands behind "path check" in the message, ten letters and digits; each run sends another one.',
      );
    opened.latest = amended;
    return null;
  };
}
