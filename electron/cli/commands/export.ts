import {
  reportOutput,
  reportOutputNames,
  type ReportOutputName,
} from '../../../shared/documents/report-outputs/registry.ts';
import { verifiedSentence } from '../../../shared/documents/report-outputs/verified-sentence.ts';
import { version } from '../../../shared/lib/version.ts';
import { exportReport, readForExport } from '../../usecases/export-report.ts';
import { knownKeysOf } from '../known-keys.ts';
import { showVerify } from '../show-verify.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';

export interface ExportOptions {
  readonly out: string;
  readonly format: string;
  readonly perRule: boolean;
  readonly allowedSigners?: string;
}

function isFormat(word: string): word is ReportOutputName {
  return (reportOutputNames as readonly string[]).includes(word);
}

function chosenFormats({ format, out, perRule }: ExportOptions): readonly ReportOutputName[] {
  const words = [...new Set(format.split(',').map((word) => word.trim()))].filter((word) => word !== '');
  const formats = words.filter(isFormat);
  const unknown = words.filter((word) => !isFormat(word));
  if (unknown.length > 0)
    throw badInput(
      `There is no format "${unknown.join(', ')}".`,
      `Choose from ${reportOutputNames.join(', ')}.`,
    );
  if (formats.length === 0)
    throw badInput('No format is given.', `Choose from ${reportOutputNames.join(', ')}.`);
  if (out === '-' && (formats.length > 1 || perRule))
    throw badInput('Standard output takes one format.', 'Give one --format, or a folder.');
  return formats;
}

/**
 * `export REPORT.json --format … --out DIR`: the report for other programs and for tickets. Exit 1: it does not verify, and
 * nothing was written; 4: written, and the signer is unknown or its rules cannot be recomputed here, as for `verify`.
 */
export async function exportCommand(
  path: string,
  options: ExportOptions,
  { terminal, userFolder, now }: Surroundings,
): Promise<ExitCode> {
  const formats = chosenFormats(options);
  const { result, verified } = await readForExport(path, {
    knownKeys: await knownKeysOf(options.allowedSigners, userFolder),
    now: now(),
    version,
  });
  if (verified === null) {
    terminal.err(`${showVerify(result)}Nothing was written: the report does not verify.\n`);
    return exitCode.notGood;
  }
  const [format] = formats;
  if (options.out === '-' && format !== undefined) {
    // A pipe takes line feeds and no byte order mark, which only files for spreadsheets need.
    terminal.out(
      reportOutput(format, verified)
        .replace(/^\ufeff/, '')
        .replaceAll('\r\n', '\n'),
    );
  } else {
    const { out: folder, perRule } = options;
    for (const file of await exportReport(verified, { path, folder, formats, perRule }))
      terminal.out(`${file}\n`);
  }
  if (verified.report.practice) terminal.err('PRACTICE: no real network was checked.\n');
  if (result.result === 'valid') return exitCode.good;
  terminal.err(`The report is ${verifiedSentence(verified.verified)}. gatecheck verify says more.\n`);
  return exitCode.withExceptions;
}
