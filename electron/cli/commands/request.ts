import { makeFolder } from '../../store/make-folder.ts';
import type { RequestFormat } from '../../../shared/documents/request-formats.ts';
import { requestFormats } from '../../../shared/documents/request-formats.ts';
import { version } from '../../../shared/lib/version.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { languages } from '../../../shared/words/languages.ts';
import { renderDocument } from '../../pdf/render-document.ts';
import { storeErrorOf } from '../../store/store-error.ts';
import { writeAtomically } from '../../store/write-atomically.ts';
import { planSite } from '../../usecases/plan-site.ts';
import { readAnswer, readCheckedReport, readEarlierRequest } from '../../usecases/held-against.ts';
import { requestChange, type RequestChangeInput } from '../../usecases/request-change.ts';
import { knownKeysOf } from '../known-keys.ts';
import { loadSiteFile } from '../load-site.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { nowUtc } from '../surroundings.ts';

export interface RequestOptions {
  readonly out: string;
  readonly format: string;
  readonly paper: string;
  readonly language?: string;
  readonly withDenials: boolean;
  readonly since?: string;
  readonly onlyBlocked?: string;
  readonly allowedSigners?: string;
  readonly answer?: string;
}

function chosenFormats(text: string): RequestFormat[] {
  return text.split(',').map((word) => {
    const format = requestFormats.find((known) => known === word.trim());
    if (format !== undefined) return format;
    throw badInput(
      `"${word}" is no format of the change request.`,
      `Choose from ${requestFormats.join(', ')}.`,
    );
  });
}

function chosenPaper(text: string): 'a4' | 'letter' {
  if (text === 'a4' || text === 'letter') return text;
  throw badInput(`"${text}" is no paper.`, 'Choose a4 or letter.');
}

function inChosenLanguage(site: Site, text: string | undefined): Site {
  if (text === undefined) return site;
  const language = languages.find((known) => known === text);
  if (language !== undefined) return { ...site, request: { ...site.request, language } };
  throw badInput(`"${text}" is no language of the change request.`, `Choose from ${languages.join(', ')}.`);
}

/** The earlier request or the report that the request is held against; read and verified before anything is written. */
async function readHeldAgainst(
  { since, onlyBlocked, allowedSigners, answer }: RequestOptions,
  { userFolder, now }: Surroundings,
): Promise<Pick<RequestChangeInput, 'since' | 'checked' | 'answer'>> {
  if (allowedSigners !== undefined && onlyBlocked === undefined)
    throw badInput('--allowed-signers says whose report counts, and there is none.', 'Add --only-blocked.');
  return {
    ...(since === undefined ? {} : { since: await readEarlierRequest(since) }),
    ...(answer === undefined ? {} : { answer: await readAnswer(answer) }),
    ...(onlyBlocked === undefined
      ? {}
      : {
          checked: await readCheckedReport(onlyBlocked, {
            knownKeys: await knownKeysOf(allowedSigners, userFolder),
            now: now(),
            version,
          }),
        }),
  };
}

/** `request SITE --out DIR`: the change request. Exit 1: a draft was written. */
export async function requestCommand(
  path: string,
  options: RequestOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const wanted = chosenFormats(options.format);
  const paper = chosenPaper(options.paper);
  const { site: loaded, name } = await loadSiteFile(path);
  const site = inChosenLanguage(loaded, options.language);
  const { catalog, ruleSet } = planSite(site, null);
  const heldAgainst = await readHeldAgainst(options, surroundings);
  const result = await requestChange(
    {
      catalog,
      site,
      ruleSet,
      outDir: options.out,
      formats: wanted,
      paper,
      now: nowUtc(surroundings),
      version,
      practice: false,
      siteName: name,
      withDenials: options.withDenials,
      ...heldAgainst,
    },
    {
      writeFile: async (file, bytes) => {
        await makeFolder(options.out).catch((error: unknown) => {
          throw storeErrorOf(error, options.out, 'write');
        });
        await writeAtomically(file, bytes);
      },
      renderPdf: (model, size) => renderDocument(model, { paper: size, fontsDir: surroundings.fontsFolder }),
    },
  );
  const { terminal } = surroundings;
  for (const file of result.files) terminal.out(`${file}\n`);
  for (const remark of result.remarks) terminal.err(`${remark}\n`);
  if (result.status === 'for-decision') return exitCode.good;
  terminal.err('This is a draft: addresses or decisions are missing. gatecheck plan lists them.\n');
  return exitCode.notGood;
}
