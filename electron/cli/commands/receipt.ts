import { version } from '../../../shared/lib/version.ts';
import { readinessSentence } from '../../../shared/verdicts/readiness-sentence.ts';
import { reportHistory } from '../../store/report-history.ts';
import { addReceipt } from '../../usecases/add-receipt.ts';
import { readCheckedReport } from '../../usecases/held-against.ts';
import { knownKeysOf } from '../known-keys.ts';
import { renderReportWith } from '../render-report.ts';
import { showReport } from '../show-checks.ts';
import type { SigningOptions } from '../signer.ts';
import { openSigner } from '../signer.ts';
import type { ExitCode } from '../stop.ts';
import { badInput } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { nowUtc } from '../surroundings.ts';
import { exitOfReadiness } from './check.ts';

export interface ReceiptOptions extends SigningOptions {
  readonly out: string;
  readonly token: string;
  readonly by: string;
  readonly allowedSigners?: string;
}

/** `receipt REPORT.json --token WORD --by NAME`: somebody read the datagram's token at its receiver. Exit as `check`. */
export async function receiptCommand(
  path: string,
  options: ReceiptOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal, userFolder, fontsFolder } = surroundings;
  if (options.by.trim() === '') throw badInput('--by is empty.', 'Say who read the token at the receiver.');
  const checked = await readCheckedReport(path, {
    knownKeys: await knownKeysOf(options.allowedSigners, userFolder),
    now: surroundings.now(),
    version,
  });
  const signer = await openSigner(options, { technician: checked.report.signer }, surroundings);
  const { report, judgement, saved, notKept } = await addReceipt(
    {
      checked,
      receipt: { token: options.token, by: options.by.trim(), at: nowUtc(surroundings) },
      folder: options.out,
    },
    { signer, renderPdf: renderReportWith(fontsFolder), history: reportHistory(userFolder) },
  );
  terminal.out(showReport(report, readinessSentence(judgement.readiness)));
  if (notKept !== null) terminal.err(`${notKept}\n`);
  for (const file of [...saved.files, ...saved.kept]) terminal.err(`${file}\n`);
  return exitOfReadiness[report.readiness];
}
