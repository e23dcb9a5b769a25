import { makeFolder } from '../../store/make-folder.ts';
import { readinessSentence } from '../../../shared/verdicts/readiness-sentence.ts';
import { renderDocument } from '../../pdf/render-document.ts';
import { storeErrorOf } from '../../store/store-error.ts';
import { demo } from '../../usecases/demo.ts';
import { renderReportWith } from '../render-report.ts';
import { progressPrinter, showReport } from '../show-checks.ts';
import { showVerify } from '../show-verify.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';

/** `demo --out DIR`: exit 0 when every observation is the scripted one and the report verifies. */
export async function demoCommand(
  options: { readonly out: string; readonly scenario: string },
  { terminal, fontsFolder, signal }: Surroundings,
): Promise<ExitCode> {
  const { out, scenario } = options;
  if (scenario !== 'blocked' && scenario !== 'solved') {
    throw badInput(`"${scenario}" is no scenario.`, 'Choose blocked or solved.');
  }
  await makeFolder(out).catch((error: unknown) => {
    throw storeErrorOf(error, out, 'write');
  });
  terminal.err(`PRACTICE, scenario ${scenario}: a simulated site; only 127.0.0.1 is dialled.\n`);
  const { signed, files, surprises, verified } = await demo(
    scenario,
    out,
    {
      renderPdf: (model, paper) => renderDocument(model, { paper, fontsDir: fontsFolder }),
      renderReport: renderReportWith(fontsFolder),
    },
    progressPrinter(terminal),
    signal,
  );
  terminal.out(showReport(signed.report, readinessSentence(signed.judgement.readiness)));
  terminal.out(`\n${showVerify(verified)}\n`);
  for (const file of files) terminal.out(`${file}\n`);
  for (const { check, expected, seen } of surprises) {
    terminal.err(
      `not as scripted: ${check}: expected ${expected ?? 'no such check'}, saw ${seen ?? 'no such check'}\n`,
    );
  }
  const good = surprises.length === 0 && verified.result === 'valid';
  terminal.out(
    good
      ? `\nAll ${signed.report.checks.length} observations are the scripted ones.\n`
      : '\nNot as scripted: see above.\n',
  );
  return good ? exitCode.good : exitCode.notGood;
}
