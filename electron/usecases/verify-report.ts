import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { findCatalog } from '../../shared/catalog/catalogs.ts';
import { maxReportBytes, parseReport } from '../../shared/report/parse-report.ts';
import type { Report } from '../../shared/report/schema.ts';
import type { VerifyResult } from '../../shared/report/types.ts';
import { recomputeRules } from '../../shared/report/recompute-rules.ts';
import type { SignatureCheck, SignerAnswer, VerifyInput } from '../../shared/report/verify-report.ts';
import { verifyReport } from '../../shared/report/verify-report.ts';
import type { AllowedSigners, OwnKey } from '../signing/index.ts';
import { matchSigner, parseAllowedSigners, verifySignature } from '../signing/index.ts';
import type { ComparePdf } from './compare-pdf.ts';
import { UseCaseError } from './problem.ts';
import { decodeUtf8, referenceTo, shortId } from './report-files.ts';

/** Whom this machine knows. */
export type KnownKeys =
  /** `--allowed-signers FILE`: nobody else counts. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'own'; readonly own: readonly OwnKey[]; readonly imported: AllowedSigners };

export interface VerifyOptions {
  readonly knownKeys: KnownKeys;
  readonly now: Date;
  /** Version of this software. */
  readonly version: string;
  /** Compares the PDF beside the report with what the report gives; absent: PDFs are not compared. */
  readonly comparePdf?: ComparePdf;
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UseCaseError(
      'bad-input',
      `${path} cannot be read (${String(error.code)}).`,
      'Give the path of NAME.readiness.json.',
    );
  }
  throw new UseCaseError('bad-input', `${path} is no file.`, 'Give the path of NAME.readiness.json.');
}

async function readAllowedSigners(path: string): Promise<AllowedSigners> {
  const bytes = await readIfThere(path).catch(() => null);
  if (bytes === null) {
    throw new UseCaseError(
      'bad-input',
      `The allowed signers file ${path} cannot be read.`,
      'Give a file with lines such as tech@example.com ssh-ed25519 AAAA...',
    );
  }
  return parseAllowedSigners(bytes.toString('utf8'));
}

type FindSigner = (publicKey: string, signer: Report['signer']) => SignerAnswer;

function amongSigners(signers: AllowedSigners, place: string, now: Date): FindSigner {
  return (publicKey, signer) => {
    const match = matchSigner(signers, publicKey, signer.email, now);
    switch (match.kind) {
      case 'known':
        return {
          known: true,
          says: `Signed by ${signer.name} <${signer.email}>, ${place} line ${match.lineNumber}.`,
        };
      case 'not-for-this':
        return {
          known: false,
          says: `Signed with a key that ${place} does not accept here: ${match.reason}.`,
        };
      case 'absent':
        return { known: false, says: `Signed with key ${signer.fingerprint}, which is not in ${place}.` };
    }
  };
}

async function signerFinder(known: KnownKeys, now: Date): Promise<FindSigner> {
  if (known.kind === 'file') {
    return amongSigners(await readAllowedSigners(known.path), basename(known.path), now);
  }
  const imported = amongSigners(known.imported, 'your imported keys', now);
  return (publicKey, signer) => {
    const own = known.own.find((key) => key.publicKey === publicKey);
    if (own === undefined) return imported(publicKey, signer);
    const when = own.until === null ? 'your own key' : `your own key until ${own.until}`;
    return { known: true, says: `Signed by ${signer.name} <${signer.email}> with ${when}.` };
  };
}

async function signatureOf(path: string, bytes: Uint8Array): Promise<SignatureCheck> {
  const signature = await readIfThere(`${path}.sig`);
  if (signature === null) {
    return { ok: false, reason: `There is no signature beside it: ${basename(path)}.sig is missing.` };
  }
  return verifySignature(bytes, signature);
}

/** The report before, as saveReport keeps it: `NAME.TIME-ID8.readiness.json` in the same folder. */
async function findPrevious(path: string, report: Report): Promise<Uint8Array | null> {
  if (report.previous === null) return null;
  const { id } = report.previous;
  const kept = `-${shortId(id)}`;
  const names = (await readdir(dirname(path))).filter(
    (name) => name.endsWith('.readiness.json') && name !== basename(path) && name.includes(kept),
  );
  for (const name of names.sort()) {
    const bytes = await readIfThere(join(dirname(path), name));
    if (bytes !== null && referenceTo(bytes)?.id === id) return bytes;
  }
  return null;
}

async function pdfAnswer(
  path: string,
  report: Report | null,
  bytes: Uint8Array,
  options: VerifyOptions,
): Promise<VerifyInput['pdf']> {
  const name = basename(path).replace(/\.json$/, '.pdf');
  const pdf = name === basename(path) ? null : await readIfThere(join(dirname(path), name));
  if (pdf === null) return { answer: 'cannot-tell', says: 'There is no PDF beside it.' };
  if (report === null || options.comparePdf === undefined) {
    return { answer: 'cannot-tell', says: `${name} was not compared: the signed content is the JSON file.` };
  }
  const { knownKeys } = options;
  return options.comparePdf({
    report,
    reportBytes: bytes,
    signature: await readIfThere(`${path}.sig`),
    pdf,
    // Those of `--allowed-signers` alone count, where it is given.
    ownCertificates: knownKeys.kind === 'own' ? knownKeys.own.flatMap((key) => key.certificate ?? []) : [],
  });
}

/** A file too large to read: refused unread. */
function oversized(file: string): VerifyResult {
  return {
    format: 'gatecheck/verify@1',
    file,
    practice: false,
    result: 'invalid',
    readiness: null,
    signer: null,
    lines: [
      {
        what: 'schema',
        answer: 'invalid',
        says: 'The file is larger than 50 MB; no report is.',
        findings: [],
      },
    ],
  };
}

/** What a verification says, and the very bytes that it looked at; null: too large to read. */
export interface VerifiedFile {
  readonly result: VerifyResult;
  readonly bytes: Uint8Array | null;
}

/**
 * Verifies a readiness report on disk, with the signature, the report before and the PDF that lie beside it.
 *
 * @throws UseCaseError `bad-input` when the report or the allowed signers cannot be read
 */
export async function verifyReportFile(path: string, options: VerifyOptions): Promise<VerifyResult> {
  return (await verifyAndKeep(path, options)).result;
}

/** As `verifyReportFile`; gives the bytes too, for those who go on to use what was verified. */
export async function verifyAndKeep(path: string, options: VerifyOptions): Promise<VerifiedFile> {
  const file = basename(path);
  if ((await sizeOf(path)) > maxReportBytes) return { result: oversized(file), bytes: null };
  const findSigner = await signerFinder(options.knownKeys, options.now);
  const bytes = await readFile(path);
  const text = decodeUtf8(bytes);
  const parsed = text === null ? null : parseReport(text);
  const report = parsed?.ok === true ? parsed.value.report : null;
  const result = verifyReport({
    file,
    bytes,
    text,
    signature: await signatureOf(path, bytes),
    findSigner,
    findCatalog,
    recomputeRules,
    version: options.version,
    previous: report === null ? null : await findPrevious(path, report),
    pdf: await pdfAnswer(path, report, bytes, options),
  });
  return { result, bytes };
}
