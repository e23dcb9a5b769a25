import { dirname } from 'node:path';
import { version } from '../../../shared/lib/version.ts';
import { readFilledInWorker } from '../../forms/read-in-worker.ts';
import { renderDocument } from '../../pdf/render-document.ts';
import { saveSite } from '../../store/site-file.ts';
import { changesSite, recordAnswer, siteWith } from '../../usecases/apply-answer.ts';
import { planSite } from '../../usecases/plan-site.ts';
import { readAnswer, type AnswerReading } from '../../usecases/read-answer.ts';
import { loadSiteFile, type LoadedSite } from '../load-site.ts';
import { showAnswer } from '../show-answer.ts';
import type { ExitCode } from '../stop.ts';
import { exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { nowUtc } from '../surroundings.ts';
import { printJson } from '../terminal.ts';

export interface AnswerOptions {
  readonly request: string;
  readonly json: boolean;
  readonly apply: boolean;
}

/**
 * `answer SITE FILLED --request REQUEST.json`: what the customer filled in. Exit 0 only when every line is decided and
 * permitted and nothing was altered. Changes nothing without `--apply`.
 */
export async function answerCommand(
  path: string,
  filledPath: string,
  options: AnswerOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal, fontsFolder, formsWorker } = surroundings;
  const loaded = await loadSiteFile(path);
  const { site, name } = loaded;
  const { catalog, ruleSet } = planSite(site, null);
  const reading = await readAnswer(
    {
      catalog,
      site,
      ruleSet,
      siteName: name,
      requestPath: options.request,
      filledPath,
      now: nowUtc(surroundings),
      version,
    },
    {
      renderPdf: (model, paper) => renderDocument(model, { paper, fontsDir: fontsFolder }),
      readFilled: (bytes) => readFilledInWorker(formsWorker, bytes),
    },
  );
  const written = options.apply ? await apply(path, loaded, reading) : [];
  if (options.json) printJson(terminal, { ...reading, applied: options.apply, written });
  else {
    terminal.out(showAnswer(reading, options.apply));
    for (const file of written) terminal.out(`${file}\n`);
  }
  return reading.outcome.kind === 'approved' ? exitCode.good : exitCode.notGood;
}

/** The record first, then the site: when that cannot be written, neither stays. */
async function apply(path: string, { site, name }: LoadedSite, reading: AnswerReading): Promise<string[]> {
  const { answer, proposal } = reading;
  const changed = changesSite(proposal) ? siteWith(site, proposal) : null;
  const record = await recordAnswer(dirname(path), name, answer);
  if (changed === null) return [...record.files];
  try {
    await saveSite(path, changed);
  } catch (error) {
    await record.undo();
    throw error;
  }
  return [...record.files, path];
}
