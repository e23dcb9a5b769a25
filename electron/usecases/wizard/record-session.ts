import { dirname } from 'node:path';
import type { IpcArguments } from '../../../shared/ipc/contract.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { embeddedCatalog } from '../../../shared/report/catalog-part.ts';
import { recomputeRules } from '../../../shared/report/recompute-rules.ts';
import { UseCaseError } from '../problem.ts';
import { utcSeconds } from '../run/utc.ts';
import { prepareRecord, writeActiveRecord } from '../watch/active-record.ts';
import { writtenFiles, type HandedOut } from './handed-out.ts';
import type { IdentitySession } from './identity-session.ts';
import type { OpenSites } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';
import { verifiedReportOf } from './verified-report.ts';

/** Since when each line of the request works, by the opening times of a watch's report. */
export function recordSession(
  {
    sites,
    written,
    identity,
  }: { readonly sites: OpenSites; readonly written: HandedOut; readonly identity: IdentitySession },
  ports: WizardPorts,
): (...args: IpcArguments<'report.record'>) => Promise<WrittenFiles | null> {
  return async (id, { filled }) => {
    const { path, checked } = await verifiedReportOf(sites.get(id), identity.usedKeys(), ports);
    const { report } = checked;
    if (report.watch === undefined)
      throw new UseCaseError(
        'bad-input',
        'This report is of a run that was made once, so it has no opening times.',
        'Watch until it opens, on the step Checks: its report says when each rule began to work.',
      );
    const catalog = embeddedCatalog(report.catalog);
    const ruleSet = recomputeRules(catalog, report.site);
    if (!ruleSet.ok)
      throw new UseCaseError(
        'bad-input',
        'The rules of this report cannot be recomputed.',
        'Verify it to see why.',
      );
    const requestPath = await ports.dialogs.earlierRequest();
    if (requestPath === null) return null;
    const filledPath = filled ? await ports.dialogs.filledRequest() : null;
    if (filled && filledPath === null) return null;
    const { site, siteName } = report;
    const prepared = await prepareRecord(
      { site, siteName, planned: { catalog, ruleSet: ruleSet.value }, requestPath, filledPath },
      { renderPdf: ports.renderRequest, readFilled: ports.readFilled },
    );
    const folder = dirname(path);
    const { record, files } = await writeActiveRecord(prepared, report, folder, utcSeconds(ports.now()));
    return writtenFiles(files, folder, written, [
      record.form.says,
      ...record.lines.map(
        ({ number, title, says, kept }) =>
          `Line ${number}, ${title}: ${says}${kept === null ? '' : ` The form says ${kept}; that stays.`}`,
      ),
    ]);
  };
}
