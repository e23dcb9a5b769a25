import { dirname } from 'node:path';
import { reportOutput } from '../../../shared/documents/report-outputs/registry.ts';
import type { VerifiedReport } from '../../../shared/documents/report-outputs/types.ts';
import type { IpcArguments, IpcResults } from '../../../shared/ipc/contract.ts';
import type { HistoryView, KeptReport, KeptRun, RequiredCounts } from '../../../shared/ipc/report-calls.ts';
import { version } from '../../../shared/lib/version.ts';
import { compareReports, whyNotComparable } from '../../../shared/report/compare-reports.ts';
import { comparisonHeadline, comparisonSentences } from '../../../shared/report/comparison-sentences.ts';
import type { EarlierReport } from '../../../shared/report/earlier-checks.ts';
import { parseReport } from '../../../shared/report/parse-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { VerifyResult } from '../../../shared/report/types.ts';
import { requiredUnits } from '../../../shared/verdicts/readiness.ts';
import { ownKeys } from '../../signing/index.ts';
import type { HistoryLine } from '../../store/history-lines.ts';
import type { ReportHistory, SiteHistory } from '../../store/report-history.ts';
import { identityPath } from '../../store/user-directory.ts';
import type { SignedBytes } from '../gather-earlier.ts';
import { UseCaseError } from '../problem.ts';
import { decodeUtf8 } from '../report-files.ts';
import { verifyReportFiles } from '../verify-report.ts';
import { writtenFiles, type HandedOut } from './handed-out.ts';
import { knownKeys } from './known-keys.ts';
import { validSite, type OpenSites } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';
import { writeForms } from './proof-session.ts';

type Calls = 'history.list' | 'history.verify' | 'history.compare' | 'history.export' | 'history.handOff';
type ReportLine = Extract<HistoryLine, { kind: 'report' }>;
type RunLine = Extract<HistoryLine, { kind: 'run' }>;

/** What was kept of a site: every run and every report. */
export type HistorySession = { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };

/** The list looks into so many reports, of so many bytes each: it must stand there at once. */
const lookedInto = 40;
const largestLookedInto = 4_000_000;

function countsOf(report: Report): RequiredCounts {
  const units = requiredUnits(report.rules, report.groups);
  const open = units.filter(({ settled }) => settled === null);
  const of = (verdict: 'pass' | 'fail' | 'inconclusive'): number =>
    open.filter((unit) => unit.verdict === verdict).length;
  return {
    pass: of('pass'),
    fail: of('fail'),
    inconclusive: of('inconclusive'),
    attested: units.filter(({ settled }) => settled === 'attested').length,
    waived: units.filter(({ settled }) => settled === 'waived').length,
  };
}

function reportIn(bytes: Uint8Array): Report | null {
  const text = decodeUtf8(bytes);
  const parsed = text === null ? null : parseReport(text);
  return parsed?.ok === true ? parsed.value.report : null;
}

/** Runs of which no report followed before the next run: what a person chose not to sign, or could not. */
function unsignedRuns(lines: readonly HistoryLine[]): readonly RunLine[] {
  return lines.filter(
    (line, index): line is RunLine => line.kind === 'run' && lines[index + 1]?.kind !== 'report',
  );
}

function keptRun({ line, at, outcome, carriedOut, checks }: RunLine): KeptRun {
  return { kind: 'run', line, at, outcome, carriedOut, checks };
}

export function historySession(
  {
    sites,
    history,
    written,
  }: { readonly sites: OpenSites; readonly history: ReportHistory; readonly written: HandedOut },
  ports: WizardPorts,
): HistorySession {
  const read = async (id: string): Promise<readonly SiteHistory[]> => {
    const opened = sites.get(id);
    // Practice is kept nowhere.
    if (opened.practice !== null) return [];
    return history.read(validSite(opened, 'The site is not complete, so its history is not known.'), false);
  };

  const lineOf = async (id: string, wanted: number): Promise<ReportLine> => {
    const lines = (await read(id)).flatMap(({ lines: all }) => all);
    const found = lines.find((line): line is ReportLine => line.kind === 'report' && line.line === wanted);
    if (found !== undefined) return found;
    throw new UseCaseError(
      'bad-input',
      'This report is not in the history any more.',
      'Open the history again.',
    );
  };

  const keptReport = async (
    line: ReportLine,
    own: ReadonlySet<string>,
    lookInto: boolean,
  ): Promise<KeptReport> => {
    const bytes =
      lookInto && line.content.bytes <= largestLookedInto
        ? await history.content(line.content.sha256).catch(() => null)
        : null;
    const report = bytes === null ? null : reportIn(bytes);
    return {
      kind: 'report',
      line: line.line,
      at: line.at,
      fileName: `${line.siteName}.readiness.json`,
      readiness: line.readiness,
      signer: {
        name: report?.signer.name ?? '',
        fingerprint: line.signer,
        own: report !== null && own.has(report.signer.publicKey),
      },
      cancelled: report?.cancelled ?? false,
      counts: report === null ? null : countsOf(report),
    };
  };

  /** An earlier report of whichever site, as it was kept; nothing: it was not, or is damaged. */
  const signedBytes = async (id: string): Promise<SignedBytes[]> => {
    const all = await history.read(null, false);
    const line = all.flatMap(({ lines }) => lines).find((one) => one.kind === 'report' && one.id === id);
    if (line?.kind !== 'report') return [];
    try {
      const [report, signature] = [
        await history.content(line.content.sha256),
        await history.content(line.signature.sha256),
      ];
      return [{ report, signature }];
    } catch {
      return [];
    }
  };

  const verified = async (
    line: ReportLine,
  ): Promise<{ readonly result: VerifyResult; readonly report: EarlierReport | null }> => {
    const bytes = await history.content(line.content.sha256);
    const report = reportIn(bytes);
    const others: SignedBytes[] = [];
    for (const { id } of [
      ...(report?.previous == null ? [] : [report.previous]),
      ...(report?.carriedFrom ?? []),
    ])
      others.push(...(await signedBytes(id)));
    const result = await verifyReportFiles(
      {
        name: `${line.siteName}.readiness.json`,
        report: bytes,
        signature: await history.content(line.signature.sha256),
        pdf: null,
        others,
      },
      { knownKeys: await knownKeys(ports.userFolder), now: ports.now(), version },
    );
    return { result, report: report === null ? null : { report, sha256: line.content.sha256 } };
  };

  /** @throws UseCaseError when it does not verify: nobody may build on it then */
  const toBuildOn = async (line: ReportLine): Promise<VerifiedReport> => {
    const { result, report } = await verified(line);
    if (report === null || result.result === 'invalid')
      throw new UseCaseError(
        'bad-input',
        `The report of ${line.at} does not verify, so nothing is made of it.`,
        'Verify it to see why.',
      );
    const { result: found, signer } = result;
    return { ...report, verified: { result: found, signerKnown: signer?.known === true } };
  };

  /** @throws UseCaseError when it does not verify: nothing is compared with it then */
  const toCompare = async (line: ReportLine): Promise<EarlierReport> => {
    const { result, report } = await verified(line);
    if (report !== null && result.result !== 'invalid') return report;
    throw new UseCaseError(
      'bad-input',
      `The report of ${line.at} does not verify, so nothing is compared with it.`,
      'Verify it to see why.',
    );
  };

  return {
    'history.list': async (id): Promise<HistoryView> => {
      const own = new Set((await ownKeys(identityPath(ports.userFolder))).map(({ publicKey }) => publicKey));
      const found = await read(id);
      const lines = found.flatMap(({ lines: all }) => all);
      const reports = lines.filter((line): line is ReportLine => line.kind === 'report').reverse();
      const entries: (KeptReport | KeptRun)[] = unsignedRuns(lines).map(keptRun);
      for (const [index, line] of reports.entries())
        entries.push(await keptReport(line, own, index < lookedInto));
      return {
        entries: entries.sort((a, b) => b.line - a.line),
        faults: found.flatMap(({ faults }) => faults.map(({ says }) => says)),
      };
    },
    'history.verify': async (id, line) => (await verified(await lineOf(id, line))).result,
    'history.compare': async (id, { older, newer }) => {
      const [old, now] = [await toCompare(await lineOf(id, older)), await toCompare(await lineOf(id, newer))];
      const against = whyNotComparable(old, now);
      if (against !== null) throw new UseCaseError('bad-input', against.message, against.cure);
      const comparison = compareReports(old, now);
      return {
        headline: comparisonHeadline(comparison),
        worse: comparison.worse,
        parts: comparisonSentences(comparison),
        older: old.report.createdAt,
        newer: now.report.createdAt,
      };
    },
    'history.export': async (id, { line, formats }) => {
      const kept = await lineOf(id, line);
      const report = await toBuildOn(kept);
      const { path } = sites.get(id);
      const folder = await ports.dialogs.folder(
        'Folder for the other forms of the report',
        path === null ? null : dirname(path),
      );
      if (folder === null) return null;
      // Each report of a site has the same name: the time keeps the forms of two of them apart.
      const name = `${kept.siteName}-${kept.at.replace(/[-:]/g, '')}`;
      return writtenFiles(await writeForms(report, formats, folder, name), folder, written, []);
    },
    'history.handOff': async (id, line) => reportOutput('handoff', await toBuildOn(await lineOf(id, line))),
  };
}
