import { findCatalog } from '../../shared/catalog/catalogs.ts';
import { sha256Hex } from '../../shared/lib/digest.ts';
import { version } from '../../shared/lib/version.ts';
import type { Finding, Result } from '../../shared/lib/result.ts';
import type { EarlierFile } from '../../shared/report/earlier-files.ts';
import { readEarlier } from '../../shared/report/earlier-files.ts';
import type { ParsedReport } from '../../shared/report/parse-report.ts';
import { parseReport } from '../../shared/report/parse-report.ts';
import { recomputeRules } from '../../shared/report/recompute-rules.ts';
import type { Report } from '../../shared/report/schema.ts';
import type { VerifyResult } from '../../shared/report/types.ts';
import { verifyReport } from '../../shared/report/verify-report.ts';
import type { GivenFile } from './given-file.ts';
import type { ReportView } from './report-view.ts';
import { viewOf } from './report-view.ts';
import type { CheckedSignature } from './signature.ts';
import { checkSignature } from './signature.ts';
import { signersIn } from './signers.ts';
import type { ReportPair } from './sort-files.ts';
import { sortFiles } from './sort-files.ts';

/** One step back in the chain of reports. */
export type ChainLink =
  | { readonly kind: 'missing'; readonly id: string }
  | { readonly kind: 'altered'; readonly id: string; readonly file: string }
  | {
      readonly kind: 'here';
      readonly id: string;
      readonly file: string;
      readonly createdAt: string;
      /** What its own verification gave. */
      readonly result: VerifyResult['result'];
    };

export interface VerifiedReport {
  readonly result: VerifyResult;
  /** What computed the signature; null: it did not come to that. */
  readonly checkedBy: 'browser' | 'library' | null;
  /** Fingerprint of the key that signed, by the signature itself; null: no good signature. */
  readonly signedWith: string | null;
  /** From the report before back to the first, or to the first that is not here. */
  readonly links: readonly ChainLink[];
  /** Null: no report can be read out of the file. */
  readonly view: ReportView | null;
}

export interface Verified {
  /** The one to show first; it is followed by the others, the newest first. */
  readonly reports: readonly VerifiedReport[];
  /** What was not used or not looked at, as sentences. */
  readonly notes: readonly string[];
}

const maxLinks = 500;

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

interface ReadPair extends ReportPair {
  /** Null: too large to be read. */
  readonly read: {
    readonly parsed: Result<ParsedReport, Finding[]>;
    readonly signed: CheckedSignature;
    /** As other reports may name it; null: it is no report. */
    readonly earlier: EarlierFile | null;
  } | null;
  readonly content: Report | null;
  readonly sha256: string;
}

async function read(pair: ReportPair, subtle: SubtleCrypto | undefined): Promise<ReadPair> {
  const { bytes } = pair.report;
  if (bytes === null) return { ...pair, read: null, content: null, sha256: '' };
  const text = decodeUtf8(bytes);
  const parsed = parseReport(text);
  const report = parsed.ok ? parsed.value.report : null;
  const signed = await checkSignature(pair, bytes, subtle);
  const sha256 = sha256Hex(bytes);
  const head = readEarlier(text, sha256, pair.signature === null ? null : signed.check, false);
  const earlier = head === null ? null : { ...head, whole: () => report };
  return { ...pair, read: { parsed, signed, earlier }, content: report, sha256 };
}

function oversized(file: string): VerifyResult {
  const says = 'The file is larger than 50 MB; no report is.';
  return {
    format: 'gatecheck/verify@1',
    file,
    practice: false,
    result: 'invalid',
    readiness: null,
    signer: null,
    lines: [{ what: 'schema', answer: 'invalid', says, findings: [] }],
  };
}

/** The report that another one names: by its content, else by its id alone. */
function named(among: readonly ReadPair[], { id, sha256 }: { readonly id: string; readonly sha256: string }) {
  return among.find((one) => one.sha256 === sha256) ?? among.find(({ content }) => content?.id === id);
}

type Answered = Omit<VerifiedReport, 'links'> & { readonly pair: ReadPair };

function linksOf(report: Report | null, answered: readonly Answered[]): ChainLink[] {
  const links: ChainLink[] = [];
  const pairs = answered.map(({ pair }) => pair);
  for (let wanted = report?.previous ?? null; wanted !== null && links.length < maxLinks;) {
    const { id, sha256 } = wanted;
    const found = named(pairs, wanted);
    const answer = answered.find(({ pair }) => pair === found);
    if (found?.content == null || answer === undefined) return [...links, { kind: 'missing', id }];
    if (found.sha256 !== sha256 || found.content.id !== id)
      return [...links, { kind: 'altered', id, file: found.report.name }];
    const { createdAt, previous } = found.content;
    links.push({ kind: 'here', id, file: found.report.name, createdAt, result: answer.result.result });
    wanted = previous;
  }
  return links;
}

/** The newest first, but what another one names as its predecessor never before it. */
function inOrder(answered: readonly Answered[], first: string | null): Answered[] {
  const time = ({ pair }: Answered): string => pair.content?.createdAt ?? '9';
  return [...answered].sort((a, b) => {
    const [isFirst, otherIsFirst] = [a.pair.report.name === first, b.pair.report.name === first];
    if (isFirst !== otherIsFirst) return isFirst ? -1 : 1;
    return time(a) < time(b) ? 1 : time(a) > time(b) ? -1 : 0;
  });
}

/**
 * Verifies reports as `gatecheck verify` does, without any I/O. With several, the newest comes first; what cannot be read
 * comes before all.
 *
 * @param first name of the report that comes first whatever its time is; null: the newest does
 */
export async function verifyFiles(
  files: readonly GivenFile[],
  now: Date,
  first: string | null,
): Promise<Verified> {
  const { reports, allowedSigners, notes } = sortFiles(files);
  const signers = signersIn(allowedSigners, now);
  const subtle = (globalThis as { crypto?: { subtle?: SubtleCrypto } }).crypto?.subtle;
  const pairs: ReadPair[] = [];
  for (const pair of reports) pairs.push(await read(pair, subtle));
  const answered = pairs.map((pair): Answered => {
    const file = pair.report.name;
    if (pair.read === null)
      return { pair, result: oversized(file), checkedBy: null, signedWith: null, view: null };
    const { parsed, signed } = pair.read;
    const result = verifyReport({
      file,
      parsed,
      signature: signed.check,
      findSigner: signers.find,
      findCatalog,
      recomputeRules,
      version,
      earlier: pairs.flatMap((other) => (other === pair ? [] : (other.read?.earlier ?? []))),
      pdf: {
        answer: 'cannot-tell',
        says: 'A PDF is not compared here: what is signed is the JSON file. gatecheck verify compares both.',
      },
    });
    return {
      pair,
      result,
      checkedBy: signed.by,
      signedWith: signed.check.ok ? signed.check.fingerprint : null,
      view: pair.content === null ? null : viewOf(pair.content, pair.sha256),
    };
  });
  return {
    reports: inOrder(answered, first).map(({ pair, ...rest }) => ({
      ...rest,
      links: linksOf(pair.content, answered),
    })),
    notes: [...signers.notes, ...notes],
  };
}
