import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findCatalog } from '../../shared/catalog/catalogs.ts';
import { applyProposal, type Proposal } from '../../shared/documents/answer/proposal.ts';
import { answerSchema, type Answer } from '../../shared/documents/answer/schema.ts';
import { fileSafe, requestFileStem } from '../../shared/documents/file-names.ts';
import { canonicalJson } from '../../shared/lib/digest.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import type { Site } from '../../shared/site/schema.ts';
import { StoreError } from '../store/store-error.ts';
import { readTextFile } from '../store/text-file.ts';
import { writeAtomically } from '../store/write-atomically.ts';
import { UseCaseError } from './problem.ts';
import { compactUtc } from './report-files.ts';

/** Whether a proposal would change anything in the site. */
export function changesSite({ ticket, addresses }: Proposal): boolean {
  return ticket !== null || addresses.length > 0;
}

/** The site with the proposal in it, checked as a whole. @throws UseCaseError `bad-input` with every fault and its place */
export function siteWith(site: Site, proposal: Proposal): Site {
  const parsed = parseSite(applyProposal(site, proposal), findCatalog);
  if (parsed.ok) return parsed.value;
  throw new UseCaseError(
    'bad-input',
    'What the customer supplied does not fit the site. Nothing was changed.',
    'Enter by hand what is right of it:',
    parsed.error,
  );
}

export interface RecordedAnswer {
  /** All files of it that stand now, the record first. */
  readonly files: readonly string[];
  /** Takes the record back: what was there before stands again. */
  readonly undo: () => Promise<void>;
}

const largestRecord = 50_000_000;

/** `FCR-2026-014_A.answer.json`. */
export function answerFileName({ request }: Answer, siteName: string): string {
  const number = request.number ?? '';
  return `${requestFileStem({ number, revision: request.revision, siteName, draft: false, kind: 'request' })}.answer.json`;
}

/**
 * Keeps an answer as a file of its own in a folder. An earlier answer to the same revision stays, under the time at which it
 * was read.
 */
export async function recordAnswer(
  folder: string,
  siteName: string,
  answer: Answer,
): Promise<RecordedAnswer> {
  const path = join(folder, answerFileName(answer, siteName));
  const text = `${canonicalJson(answerSchema.parse(answer))}\n`;
  const before = await textOrNull(path);
  const kept =
    before === null || before === text
      ? null
      : path.replace(/\.answer\.json$/, `.${timeOf(before)}.answer.json`);
  if (kept !== null && before !== null) await writeAtomically(kept, before);
  await writeAtomically(path, text);
  return {
    files: kept === null ? [path] : [path, kept],
    undo: async () => {
      if (before === null) await unlink(path);
      else await writeAtomically(path, before);
      if (kept !== null) await unlink(kept);
    },
  };
}

async function textOrNull(path: string): Promise<string | null> {
  try {
    return await readTextFile(path, largestRecord);
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'not-found') return null;
    throw error;
  }
}

function timeOf(text: string): string {
  try {
    const { readAt } = JSON.parse(text) as { readonly readAt?: unknown };
    const time = typeof readAt === 'string' ? fileSafe(compactUtc(readAt)) : '';
    return time === '' ? 'earlier' : time;
  } catch {
    return 'earlier';
  }
}
