import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { IpcArguments, IpcCall, IpcResults } from '../../../shared/ipc/contract.ts';
import { sortDropped, type DroppedReport } from '../../../shared/ipc/sort-dropped.ts';
import type { DroppedFile, SignerToTrust, Verification } from '../../../shared/ipc/verify-calls.ts';
import { version } from '../../../shared/lib/version.ts';
import { maxReportBytes, parseReport } from '../../../shared/report/parse-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { VerifyResult } from '../../../shared/report/types.ts';
import { allowedSignersLine, importSigner, parseSignerLine } from '../../signing/index.ts';
import { readWholeFile } from '../../store/text-file.ts';
import { knownSignersPath } from '../../store/user-directory.ts';
import { pdfComparer } from '../compare-pdf.ts';
import { UseCaseError } from '../problem.ts';
import { decodeUtf8 } from '../report-files.ts';
import { reportInPdf } from '../report-in-pdf.ts';
import { verifyReportFile, verifyReportFiles, type VerifyOptions } from '../verify-report.ts';
import { knownKeys } from './known-keys.ts';
import type { GivenFile } from './given-file.ts';
import type { WizardPorts } from './ports.ts';

type Calls = Extract<IpcCall, `verify.${string}`>;

/** The Verify screen: reports from files of the disk, or from bytes that were dropped. */
export type VerifySession = { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };

/** A report that was verified, and who says to have signed it; null: it is no report. */
interface Verified {
  readonly result: VerifyResult;
  readonly report: Report | null;
}

interface Round {
  readonly verified: readonly Verified[];
  readonly unused: readonly string[];
}

/** What the window shows now; `again` looks at the same bytes with the signers that are known by then. */
interface Latest {
  readonly id: string;
  readonly toTrust: readonly SignerToTrust[];
  readonly lines: ReadonlyMap<string, string>;
  readonly again: () => Promise<Round>;
}

function reportIn(bytes: Uint8Array): Report | null {
  const text = decodeUtf8(bytes);
  const parsed = text === null ? null : parseReport(text);
  return parsed?.ok === true ? parsed.value.report : null;
}

/** A line for the known signers that says exactly this address and key; null: the report's own words do not make one. */
function lineFor({ signer }: Report): string | null {
  try {
    const line = allowedSignersLine(signer.email, signer.publicKey);
    const { principals } = parseSignerLine(line);
    // A pattern would speak for others too.
    return principals.length === 1 && principals[0] === signer.email && !/[*?!]/.test(signer.email)
      ? line
      : null;
  } catch {
    return null;
  }
}

/** Only a signature that holds can be trusted, and never a practice key: those are thrown away. */
function signerMayBeTrusted({ practice, result, signer }: VerifyResult): boolean {
  return !practice && result === 'intact' && signer?.known === false;
}

const bare = (fingerprint: string): string =>
  fingerprint
    .replace(/\s+/g, '')
    .replace(/^SHA256:/i, '')
    .replace(/=+$/, '');

export function verifySession(ports: WizardPorts, given: GivenFile): VerifySession {
  let latest: Latest | null = null;

  const options = async (): Promise<VerifyOptions> => ({
    knownKeys: await knownKeys(ports.userFolder),
    now: ports.now(),
    version,
    comparePdf: pdfComparer(ports.renderReport, version),
  });

  const show = async (again: Latest['again']): Promise<Verification> => {
    const { verified, unused } = await again();
    const newestFirst = [...verified].sort((a, b) =>
      (b.report?.createdAt ?? '').localeCompare(a.report?.createdAt ?? ''),
    );
    const toTrust = new Map<string, SignerToTrust>();
    const lines = new Map<string, string>();
    for (const one of verified) {
      const { report, result } = one;
      if (report === null || !signerMayBeTrusted(result)) continue;
      const line = lineFor(report);
      const { name, email, fingerprint } = report.signer;
      if (line === null || toTrust.has(fingerprint)) continue;
      toTrust.set(fingerprint, { name, email, fingerprint });
      lines.set(fingerprint, line);
    }
    latest = { id: ports.newId(), toTrust: [...toTrust.values()], lines, again };
    return {
      id: latest.id,
      results: newestFirst.map(({ result }) => result),
      toTrust: latest.toTrust,
      unused,
    };
  };

  /** What lies inside of PDFs that came alone, as reports with their PDF beside them. */
  const takeOut = async (
    pdfs: readonly DroppedFile[],
  ): Promise<{ readonly found: readonly DroppedReport[]; readonly unused: readonly string[] }> => {
    const found: DroppedReport[] = [];
    const unused: string[] = [];
    for (const { name, bytes } of pdfs) {
      const inside = await reportInPdf(name, bytes, ports.readFilled);
      if (inside.kind === 'report') {
        const { report, signature } = inside;
        found.push({ name: `${inside.name} (inside ${name})`, report, signature, pdf: bytes });
      } else unused.push(inside.says);
    }
    return { found, unused };
  };

  const verifyDropped = async (files: readonly DroppedFile[]): Promise<Verification> => {
    const sorted = sortDropped(files);
    const taken = await takeOut(sorted.pdfs);
    const reports = [...sorted.reports, ...taken.found];
    const unused = [...sorted.unused, ...taken.unused];
    if (reports.length === 0) {
      const [only] = files.length === 1 ? taken.unused : [];
      if (only !== undefined) throw new UseCaseError('bad-input', only, 'Nothing else was looked at.');
      throw new UseCaseError(
        'bad-input',
        files.length === 1
          ? `${files[0]?.name ?? 'The file'} is no readiness report.`
          : 'There is no readiness report among these files.',
        'Drop the file that ends in .readiness.json with its .sig beside it, or the PDF of the report.',
      );
    }
    return show(async () => {
      const looking = await options();
      const verified: Verified[] = [];
      // One after the other: each may have 50 MB, and renders a PDF.
      for (const { name, report, signature, pdf } of reports) {
        const others = reports.flatMap((other) => (other.report === report ? [] : [other]));
        const result = await verifyReportFiles({ name, report, signature, pdf, others }, looking);
        verified.push({ result, report: report.length > maxReportBytes ? null : reportIn(report) });
      }
      return { verified, unused };
    });
  };

  const verifyPath = async (path: string | null): Promise<Verification | null> => {
    if (path === null) return null;
    if (/\.pdf$/i.test(path)) {
      const { size } = await stat(path);
      if (size > maxReportBytes * 2)
        throw new UseCaseError(
          'bad-input',
          `${basename(path)} is larger than any report’s PDF.`,
          'Choose the file that ends in .readiness.json.',
        );
      return verifyDropped([{ name: basename(path), bytes: await readWholeFile(path, maxReportBytes * 2) }]);
    }
    return show(async () => {
      const result = await verifyReportFile(path, await options());
      const { size } = await stat(path);
      const report = size > maxReportBytes ? null : reportIn(await readWholeFile(path, maxReportBytes));
      return { verified: [{ result, report }], unused: [] };
    });
  };

  return {
    'verify.choose': async () => verifyPath(await ports.dialogs.report()),
    'verify.given': () => verifyPath(given.take('report')),
    'verify.files': verifyDropped,
    'verify.trust': async ({ verification, fingerprint, received }) => {
      if (latest?.id !== verification)
        throw new UseCaseError('bad-input', 'This report is not shown any more.', 'Verify it again.');
      const line = latest.lines.get(fingerprint);
      if (line === undefined)
        throw new UseCaseError(
          'bad-input',
          'This signer cannot be trusted from here.',
          'Ask the signer for an allowed_signers line.',
        );
      if (bare(received) !== bare(fingerprint))
        throw new UseCaseError(
          'bad-input',
          'The fingerprint that you received is another one, so nothing was changed.',
          'Do not rely on this report before you have asked the signer.',
        );
      await importSigner(knownSignersPath(ports.userFolder), line);
      return show(latest.again);
    },
  };
}
