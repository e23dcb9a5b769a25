import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { EmbeddedReport } from '../../shared/report/embedded-report.ts';
import { embedReport } from '../../shared/report/embedded-report.ts';
import { maxReportBytes, parseReport } from '../../shared/report/parse-report.ts';
import type { Report, ReportReference } from '../../shared/report/schema.ts';
import { storeErrorOf } from '../store/store-error.ts';
import { writeAtomically } from '../store/write-atomically.ts';
import { UseCaseError } from './problem.ts';
import { decodeUtf8, shortId } from './report-files.ts';

/** The verifier as this version ships it, in `dist/`. */
export const verifierName = 'verifier.html';
const emptyName = 'gatecheck-verifier.html';
/** Earlier reports travel along as long as the page stays one that a mail takes and a browser opens. */
const maxEarlierBytes = 20_000_000;
const maxEarlierReports = 50;

async function readVerifier(verifierFile: string): Promise<Buffer> {
  try {
    return await readFile(verifierFile);
  } catch {
    throw new UseCaseError(
      'cannot',
      `The verifier page is missing: ${verifierFile}.`,
      'Install Gatecheck again; in a checkout, run npm run build.',
    );
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of the empty verifier, hexadecimal: the same for everyone who has this version. */
export async function verifierSha256(verifierFile: string): Promise<string> {
  return sha256Of(await readVerifier(verifierFile));
}

async function save(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeAtomically(path, bytes);
  return path;
}

/**
 * Writes the verifier without a report: `gatecheck-verifier.html`, the same bytes for everyone of a version.
 *
 * @returns the path written
 * @throws UseCaseError, StoreError
 */
export async function writeEmptyVerifier(verifierFile: string, folder: string): Promise<string> {
  return save(folder, emptyName, await readVerifier(verifierFile));
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch {
    return null;
  }
}

function reportIn(bytes: Uint8Array): Report | null {
  const text = decodeUtf8(bytes);
  const parsed = text === null ? null : parseReport(text);
  return parsed?.ok === true ? parsed.value.report : null;
}

interface FoundReport {
  readonly name: string;
  readonly bytes: Buffer;
  readonly report: Report;
}

/** Looks in one folder for the reports that others name, under the names that saving gives them. */
function finderIn(folder: string, names: readonly string[]) {
  return async ({ id, sha256 }: ReportReference): Promise<FoundReport | null> => {
    for (const name of names.filter((one) => one.includes(`-${shortId(id)}`))) {
      const path = join(folder, name);
      const size = await stat(path).then(
        (found) => found.size,
        () => Infinity,
      );
      if (size > maxReportBytes) continue;
      const bytes = await readIfThere(path);
      if (bytes === null || sha256Of(bytes) !== sha256) continue;
      const report = reportIn(bytes);
      if (report?.id === id) return { name, bytes, report };
    }
    return null;
  };
}

interface Earlier {
  readonly found: readonly FoundReport[];
  readonly leftOut: readonly string[];
}

/** The reports before, and those from which checks were carried over, as far as they lie beside it unchanged. */
async function earlierReports(folder: string, report: Report): Promise<Earlier> {
  // The reports before a redacted copy hold the names that were taken out of it.
  if (report.redactedFrom !== null) return { found: [], leftOut: [] };
  const names = (await readdir(folder)).filter((name) => name.endsWith('.readiness.json')).sort();
  const find = finderIn(folder, names);
  const referred = (one: Report): ReportReference[] => [
    ...(one.previous === null ? [] : [one.previous]),
    ...one.carriedFrom,
  ];
  const found: FoundReport[] = [];
  const seen = new Set([report.id]);
  const waiting = referred(report);
  let total = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    const earlier = await find(next);
    if (earlier === null) continue;
    total += earlier.bytes.length;
    if (total > maxEarlierBytes || found.length === maxEarlierReports) {
      const says = `Report ${shortId(next.id)} and those before it are not in this page: it would be too large.`;
      return { found, leftOut: [says] };
    }
    found.push(earlier);
    waiting.push(...referred(earlier.report));
  }
  return { found, leftOut: [] };
}

export interface VerifierToWrite {
  /** `dist/verifier.html` of this version. */
  readonly verifierFile: string;
  /** `NAME.readiness.json`; its signature and the reports before it are taken from beside it. */
  readonly reportPath: string;
  readonly folder: string;
}

export interface WrittenVerifier {
  /** `NAME.readiness.html`. */
  readonly path: string;
  /** File names of the earlier reports in it. */
  readonly earlier: readonly string[];
  readonly leftOut: readonly string[];
}

function htmlName(reportName: string): string {
  return `${reportName.replace(/\.json$/i, '')}.html`;
}

/**
 * Writes `NAME.readiness.html`: the verifier with a report, its signature and the reports before it inside. Who is known
 * is not put in: a forger would name himself. The report is not verified here.
 *
 * @throws UseCaseError `bad-input` when there is no report or no signature; StoreError when it cannot be written
 */
export async function writeVerifier(wanted: VerifierToWrite): Promise<WrittenVerifier> {
  const { verifierFile, reportPath, folder } = wanted;
  const page = await readVerifier(verifierFile);
  const name = basename(reportPath);
  const size = await stat(reportPath).then(
    (found) => found.size,
    (error: unknown) => {
      throw storeErrorOf(error, reportPath, 'read');
    },
  );
  const bytes = size > maxReportBytes ? null : await readIfThere(reportPath);
  const report = bytes === null ? null : reportIn(bytes);
  if (bytes === null || report === null) {
    throw new UseCaseError('bad-input', `${name} is no readiness report.`, 'Give NAME.readiness.json.');
  }
  const signature = await readIfThere(`${reportPath}.sig`);
  if (signature === null) {
    throw new UseCaseError(
      'bad-input',
      `There is no signature beside it: ${name}.sig is missing.`,
      'Put the signature beside the report: without it nothing can be verified.',
    );
  }
  const { found, leftOut } = await earlierReports(dirname(reportPath), report);
  const files = [
    { name, bytes },
    { name: `${name}.sig`, bytes: signature },
  ];
  for (const earlier of found) {
    files.push({ name: earlier.name, bytes: earlier.bytes });
    const own = await readIfThere(join(dirname(reportPath), `${earlier.name}.sig`));
    if (own !== null) files.push({ name: `${earlier.name}.sig`, bytes: own });
  }
  const embedded: EmbeddedReport = {
    format: 'gatecheck/embedded@1',
    verifier: sha256Of(page),
    files: files.map((file) => ({ name: file.name, base64: file.bytes.toString('base64') })),
    leftOut: [...leftOut],
  };
  const filled = embedReport(page.toString('utf8'), embedded);
  if (filled === null) throw new Error('The verifier page has no place for a report.');
  const path = await save(folder, htmlName(name), Buffer.from(filled, 'utf8'));
  return { path, earlier: found.map((one) => one.name), leftOut };
}
