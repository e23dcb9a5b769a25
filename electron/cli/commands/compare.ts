import { version } from '../../../shared/lib/version.ts';
import { comparisonHeadline, comparisonSentences } from '../../../shared/report/comparison-sentences.ts';
import type { VerifyResult } from '../../../shared/report/types.ts';
import { compareReportFiles } from '../../usecases/compare-reports.ts';
import { reportHistory } from '../../store/report-history.ts';
import { knownKeysOf } from '../known-keys.ts';
import type { ExitCode } from '../stop.ts';
import { exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { printJson } from '../terminal.ts';

export interface CompareOptions {
  readonly allowedSigners?: string;
  readonly json: boolean;
}

const verifiedAs = {
  valid: 'valid, signer known',
  intact: 'intact; the signer or its catalogue is not known here',
} as const;

function verifiedLine(which: string, { file, result, signer }: VerifyResult): string {
  const how = result === 'invalid' ? 'invalid' : verifiedAs[result];
  return `${which} ${file}: ${how}${signer === null ? '' : ` (${signer.name})`}\n`;
}

/** `compare OLD NEW`: both are verified first. Exit 1 when something that passed does not pass any more, or readiness is lower. */
export async function compareCommand(
  oldPath: string,
  newPath: string,
  options: CompareOptions,
  { terminal, userFolder, now }: Surroundings,
): Promise<ExitCode> {
  const { comparison, verified } = await compareReportFiles(oldPath, newPath, {
    knownKeys: await knownKeysOf(options.allowedSigners, userFolder),
    now: now(),
    version,
    findEarlier: reportHistory(userFolder).findEarlier,
  });
  const says = verifiedLine('old', verified.old) + verifiedLine('new', verified.new);
  if (options.json) {
    terminal.err(says);
    printJson(terminal, comparison);
  } else {
    const parts = comparisonSentences(comparison).map(
      ({ title, sentences }) => `\n${title}\n${sentences.map((one) => `  ${one}\n`).join('')}`,
    );
    const practice = comparison.practice ? 'PRACTICE: no real network was checked.\n' : '';
    terminal.out(`${practice}${says}\n${comparisonHeadline(comparison)}\n${parts.join('')}`);
  }
  return comparison.worse ? exitCode.notGood : exitCode.good;
}
