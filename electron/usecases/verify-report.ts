import { basename, dirname, join } from 'node:path';
import { findCatalog } from '../../shared/catalog/catalogs.ts';
import { maxReportBytes, parseReport } from '../../shared/report/parse-report.ts';
import { recomputeRules } from '../../shared/report/recompute-rules.ts';
import type { Report } from '../../shared/report/schema.ts';
import { maxSignatureBytes } from '../../shared/report/sshsig/armor.ts';
import type { SignatureCheck, SignerAnswer, VerifyResult } from '../../shared/report/types.ts';
import type { VerifyInput } from '../../shared/report/verify-report.ts';
import { verifyReport } from '../../shared/report/verify-report.ts';
import type { AllowedSigners, OwnKey } from '../signing/index.ts';
import { matchSigner, parseAllowedSigners, verifySignature } from '../signing/index.ts';
import type { ComparePdf } from './compare-pdf.ts';
import type { FindEarlier, SignedBytes } from './gather-earlier.ts';
import { amongGiven, firstOf, gatherEarlier, inFolderOf } from './gather-earlier.ts';
import { UseCaseError } from './problem.ts';
import { readOrdinaryFile } from './read-beside.ts';
import { decodeUtf8, draftPath } from './report-files.ts';

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
  /** Where earlier reports are looked for besides the report's own folder: the history. */
  readonly findEarlier?: FindEarlier;
}

const maxSignersBytes = 10_000_000;
/** The PDF of the largest report, which holds it, has less. */
const maxPdfBytes = 200_000_000;

async function readAllowedSigners(path: string): Promise<AllowedSigners> {
  const read = await readOrdinaryFile(path, maxSignersBytes);
  if (read.kind === 'bytes') return parseAllowedSigners(read.bytes.toString('utf8'));
  const why =
    read.kind === 'unreadable' ? read.why : read.kind === 'absent' ? 'is not there' : 'is too large';
  throw new UseCaseError(
    'bad-input',
    `The allowed signers file ${path} ${why}.`,
    'Give a file with lines such as tech@example.com ssh-ed25519 AAAA...',
  );
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

/** A signature file; a text: why there is none to look at. */
type GivenSignature = Uint8Array | string;

function checkSignature(report: Uint8Array, signature: GivenSignature): SignatureCheck {
  return typeof signature === 'string'
    ? { ok: false, reason: signature }
    : verifySignature(report, signature);
}

interface Given {
  /** Name for people. */
  readonly file: string;
  readonly report: Uint8Array;
  readonly signature: GivenSignature;
  /** A text: why there is none to look at. */
  readonly pdf: { readonly name: string; readonly bytes: Uint8Array } | string;
  readonly find: FindEarlier;
}

async function pdfAnswer(
  { report: reportBytes, signature, pdf }: Given,
  parsed: Report | null,
  { comparePdf, knownKeys }: VerifyOptions,
): Promise<VerifyInput['pdf']> {
  if (typeof pdf === 'string') return { answer: 'cannot-tell', says: pdf };
  if (parsed === null || comparePdf === undefined) {
    const says = `${pdf.name} was not compared: the signed content is the JSON file.`;
    return { answer: 'cannot-tell', says };
  }
  return comparePdf({
    report: parsed,
    reportBytes,
    signature: typeof signature === 'string' ? null : signature,
    pdf: pdf.bytes,
    // Those of `--allowed-signers` alone count, where it is given.
    ownCertificates: knownKeys.kind === 'own' ? knownKeys.own.flatMap((key) => key.certificate ?? []) : [],
  });
}

async function verifyGiven(given: Given, options: VerifyOptions): Promise<VerifyResult> {
  const findSigner = await signerFinder(options.knownKeys, options.now);
  if (given.report.length > maxReportBytes) return oversized(given.file);
  const parsed = parseReport(decodeUtf8(given.report));
  const report = parsed.ok ? parsed.value.report : null;
  const find = options.findEarlier === undefined ? given.find : firstOf([given.find, options.findEarlier]);
  return verifyReport({
    file: given.file,
    parsed,
    signature: checkSignature(given.report, given.signature),
    findSigner,
    findCatalog,
    recomputeRules,
    version: options.version,
    earlier: report === null ? [] : await gatherEarlier(report, find),
    pdf: await pdfAnswer(given, report, options),
  });
}

/** A report whose files somebody holds in memory, e.g. because they were dropped onto a window. */
export interface ReportFiles {
  /** Name for people: `NAME.readiness.json`. */
  readonly name: string;
  readonly report: Uint8Array;
  /** Null: there is none. */
  readonly signature: Uint8Array | null;
  readonly pdf: Uint8Array | null;
  /** Other reports that were given along, among which the earlier ones are looked for. */
  readonly others: readonly SignedBytes[];
}

/** Verifies a readiness report from bytes, with the signature, the PDF and the earlier reports that were given along. */
export function verifyReportFiles(files: ReportFiles, options: VerifyOptions): Promise<VerifyResult> {
  const { name, report, signature, pdf, others } = files;
  return verifyGiven(
    {
      file: name,
      report,
      signature: signature ?? `There is no signature with it: ${name}.sig is missing.`,
      pdf: pdf === null ? 'There is no PDF with it.' : { name: name.replace(/\.json$/, '.pdf'), bytes: pdf },
      find: amongGiven(others),
    },
    options,
  );
}

/** What a verification says, and the very bytes that it looked at; null: too large to read. */
export interface VerifiedFile {
  readonly result: VerifyResult;
  readonly bytes: Uint8Array | null;
}

/**
 * Verifies a readiness report on disk, with the signature, the reports before and the PDF that lie beside it.
 *
 * @throws UseCaseError `bad-input` when the report or the allowed signers cannot be read
 */
export async function verifyReportFile(path: string, options: VerifyOptions): Promise<VerifyResult> {
  return (await verifyAndKeep(path, options)).result;
}

/** As `verifyReportFile`; gives the bytes too, for those who go on to use what was verified. */
export async function verifyAndKeep(path: string, options: VerifyOptions): Promise<VerifiedFile> {
  const file = basename(path);
  const read = await readOrdinaryFile(path, maxReportBytes);
  if (read.kind === 'too-large') return { result: oversized(file), bytes: null };
  if (read.kind !== 'bytes') {
    const why = read.kind === 'absent' ? `There is no file ${path}.` : `${path} ${read.why}.`;
    throw new UseCaseError('bad-input', why, 'Give the path of NAME.readiness.json.');
  }
  const result = await verifyGiven(
    {
      file,
      report: read.bytes,
      signature: await signatureBeside(path, read.bytes),
      pdf: await pdfBeside(path),
      find: inFolderOf(path),
    },
    options,
  );
  return { result, bytes: read.bytes };
}

async function signatureBeside(path: string, report: Uint8Array): Promise<GivenSignature> {
  const name = `${basename(path)}.sig`;
  const waiting = await waitingSignature(path, report);
  if (waiting !== null) return waiting;
  const read = await readOrdinaryFile(`${path}.sig`, maxSignatureBytes);
  switch (read.kind) {
    case 'bytes':
      return read.bytes;
    case 'absent':
      return `There is no signature beside it: ${name} is missing.`;
    case 'too-large':
      return `${name} is too large for a signature. Get it again from whoever sent the report.`;
    case 'unreadable':
      return `The signature ${name} ${read.why}.`;
  }
}

/** The signature of a report whose saving a crash cut off; null: nothing was cut off. The next saving puts it in its place. */
async function waitingSignature(path: string, report: Uint8Array): Promise<Uint8Array | null> {
  const ending = '.readiness.json';
  if (!path.endsWith(ending)) return null;
  const name = basename(path).slice(0, -ending.length);
  const read = await readOrdinaryFile(
    draftPath(dirname(path), name, report, 'readiness.json.sig'),
    maxSignatureBytes,
  );
  return read.kind === 'bytes' ? read.bytes : null;
}

async function pdfBeside(path: string): Promise<Given['pdf']> {
  const name = basename(path).replace(/\.json$/, '.pdf');
  if (name === basename(path)) return 'There is no PDF beside it.';
  const read = await readOrdinaryFile(join(dirname(path), name), maxPdfBytes);
  switch (read.kind) {
    case 'bytes':
      return { name, bytes: read.bytes };
    case 'absent':
      return 'There is no PDF beside it.';
    case 'too-large':
      return `${name} is larger than the PDF of any report; it was not read.`;
    case 'unreadable':
      return `${name} ${read.why}; it was not compared.`;
  }
}
