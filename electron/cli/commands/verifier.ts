import { version } from '../../../shared/lib/version.ts';
import { verifyExitCode } from '../../../shared/report/verify-report.ts';
import { verifyReportFile } from '../../usecases/verify-report.ts';
import { verifierSha256, writeEmptyVerifier, writeVerifier } from '../../usecases/write-verifier.ts';
import { knownKeysOf } from '../known-keys.ts';
import { showVerify } from '../show-verify.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';

export interface VerifierOptions {
  readonly out?: string;
  readonly sha256: boolean;
  readonly allowedSigners?: string;
}

/** `verifier`: the page that verifies reports without us, empty or with a report in it. */
export async function verifierCommand(
  report: string | undefined,
  { out, sha256, allowedSigners }: VerifierOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal, verifierFile } = surroundings;
  if (sha256) {
    if (report !== undefined || out !== undefined)
      throw badInput(
        '--sha256 prints the digest of the empty verifier, and writes nothing.',
        'Give it alone.',
      );
    terminal.out(`${await verifierSha256(verifierFile)}\n`);
    return exitCode.good;
  }
  if (out === undefined) throw badInput('--out is missing.', 'Give the folder for the page: --out DIR.');
  if (report === undefined) {
    if (allowedSigners !== undefined)
      throw badInput('--allowed-signers needs a report.', 'Give NAME.readiness.json too.');
    terminal.out(`${await writeEmptyVerifier(verifierFile, out)}\n`);
    return exitCode.good;
  }
  return writeWithReport(report, out, allowedSigners, surroundings);
}

/** A report that does not verify is not passed on in a page that would have to call it invalid. */
async function writeWithReport(
  reportPath: string,
  folder: string,
  allowedSigners: string | undefined,
  { terminal, userFolder, verifierFile, now }: Surroundings,
): Promise<ExitCode> {
  const result = await verifyReportFile(reportPath, {
    knownKeys: await knownKeysOf(allowedSigners, userFolder),
    now: now(),
    version,
  });
  if (result.result === 'invalid') {
    terminal.err(`${showVerify(result)}\nNothing was written: the report is invalid.\n`);
    return exitCode.notGood;
  }
  const { path, earlier, leftOut } = await writeVerifier({ verifierFile, reportPath, folder });
  terminal.out(`${path}\n`);
  for (const name of earlier) terminal.err(`With the report before it: ${name}\n`);
  for (const says of leftOut) terminal.err(`${says}\n`);
  terminal.err(
    'Whom you know is not put in, because a forger would name himself: whoever opens the page compares the fingerprint, or drops an allowed_signers file of their own.\n',
  );
  return verifyExitCode(result, false);
}
