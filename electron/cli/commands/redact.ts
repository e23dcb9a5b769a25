import { version } from '../../../shared/lib/version.ts';
import { readCheckedReport } from '../../usecases/held-against.ts';
import { redactReportFile } from '../../usecases/redact-report.ts';
import { knownKeysOf } from '../known-keys.ts';
import { renderReportWith } from '../render-report.ts';
import type { SigningOptions } from '../signer.ts';
import { openSigner } from '../signer.ts';
import type { ExitCode } from '../stop.ts';
import { exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { nowUtc } from '../surroundings.ts';

export interface RedactOptions extends SigningOptions {
  readonly out: string;
  readonly allowedSigners?: string;
}

/** `redact REPORT.json --out DIR`: a copy that may leave the house. Exit 2: the report does not verify, or cannot be copied. */
export async function redactCommand(
  path: string,
  options: RedactOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal, userFolder, fontsFolder } = surroundings;
  const verify = {
    knownKeys: await knownKeysOf(options.allowedSigners, userFolder),
    now: surroundings.now(),
    version,
  };
  const checked = await readCheckedReport(path, verify);
  const signer = await openSigner(options, { technician: checked.report.signer }, surroundings);
  const { saved } = await redactReportFile(
    { checked, folder: options.out, signedAt: nowUtc(surroundings) },
    { signer, renderPdf: renderReportWith(fontsFolder) },
  );
  for (const file of [...saved.files, ...saved.kept]) terminal.err(`${file}\n`);
  terminal.out(
    'Look through the copy before you send it: what people and machines named in their own words cannot be known for certain.\n',
  );
  return exitCode.good;
}
