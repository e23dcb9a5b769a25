import { version } from '../../../shared/lib/version.ts';
import { verifyExitCode } from '../../../shared/report/verify-report.ts';
import { pdfComparer } from '../../usecases/compare-pdf.ts';
import { verifyReportFile } from '../../usecases/verify-report.ts';
import { reportHistory } from '../../store/report-history.ts';
import { knownKeysOf } from '../known-keys.ts';
import { renderReportWith } from '../render-report.ts';
import { showVerify } from '../show-verify.ts';
import type { ExitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { printJson } from '../terminal.ts';

export interface VerifyOptions {
  readonly allowedSigners?: string;
  readonly requireReady: boolean;
  readonly json: boolean;
}

/** `verify REPORT.json`: each question answered on a line of its own. */
export async function verifyCommand(
  path: string,
  options: VerifyOptions,
  { terminal, userFolder, fontsFolder, now }: Surroundings,
): Promise<ExitCode> {
  const result = await verifyReportFile(path, {
    knownKeys: await knownKeysOf(options.allowedSigners, userFolder),
    now: now(),
    version,
    findEarlier: reportHistory(userFolder).findEarlier,
    comparePdf: pdfComparer(renderReportWith(fontsFolder), version),
  });
  if (options.json) printJson(terminal, result);
  else terminal.out(showVerify(result));
  return verifyExitCode(result, options.requireReady);
}
