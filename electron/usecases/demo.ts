import { join } from 'node:path';
import { findCatalog } from '../../shared/catalog/catalogs.ts';
import { version } from '../../shared/lib/version.ts';
import type { VerifyResult } from '../../shared/report/types.ts';
import type { Observation } from '../../shared/probes/observation.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import type { Scenario } from '../practice/scenarios.ts';
import { startPracticeNode } from '../practice/practice-node.ts';
import { allowedSignersLine, openPracticeSigner } from '../signing/index.ts';
import { saveSite, siteFilePath } from '../store/site-file.ts';
import { writeAtomically } from '../store/write-atomically.ts';
import { pdfComparer } from './compare-pdf.ts';
import { checkSite } from './check-site.ts';
import { planSite } from './plan-site.ts';
import type { RequestChangePorts } from './request-change.ts';
import { requestChange } from './request-change.ts';
import { practicePorts } from './run/practice-ports.ts';
import type { OnProgress } from './run/progress.ts';
import { utcSeconds } from './run/utc.ts';
import type { SignedReport, SignReportPorts } from './sign-report.ts';
import { verifyReportFile } from './verify-report.ts';

/** Where an observation is not the scripted one. */
export interface Surprise {
  readonly check: string;
  readonly expected: Observation | null;
  readonly seen: Observation | null;
}

export interface DemoResult {
  readonly signed: SignedReport;
  readonly files: readonly string[];
  readonly surprises: readonly Surprise[];
  readonly verified: VerifyResult;
}

function surprisesIn(
  expected: ReadonlyMap<string, Observation>,
  checks: readonly { readonly id: string; readonly observation: Observation }[],
): Surprise[] {
  const seen = new Map(checks.map(({ id, observation }) => [id, observation]));
  const ids = [...new Set([...expected.keys(), ...seen.keys()])];
  return ids
    .map((check) => ({ check, expected: expected.get(check) ?? null, seen: seen.get(check) ?? null }))
    .filter((one) => one.expected !== one.seen);
}

/**
 * The whole job against the practice node: plan, request, checks, signed report, verify. Everything is marked PRACTICE
 * and signed with a key that nobody keeps.
 */
export async function demo(
  scenario: Scenario,
  folder: string,
  ports: Pick<RequestChangePorts, 'renderPdf'> & { readonly renderReport: SignReportPorts['renderPdf'] },
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<DemoResult> {
  const practice = await startPracticeNode(scenario);
  try {
    const parsed = parseSite(practice.site, findCatalog);
    if (!parsed.ok) throw new Error(`The practice site is broken: ${JSON.stringify(parsed.error)}`);
    const site = parsed.value;
    const siteName = `practice-${scenario}`;
    const planned = planSite(site, practice.laptopAddresses);
    const sitePath = siteFilePath(folder, siteName);
    await saveSite(sitePath, site);
    const request = await requestChange(
      {
        ...planned,
        site,
        outDir: folder,
        formats: ['pdf', 'json'],
        paper: 'a4',
        now: utcSeconds(new Date()),
        version,
        practice: true,
        siteName,
      },
      { renderPdf: ports.renderPdf, writeFile: (file, bytes) => writeAtomically(file, bytes) },
    );
    const signer = await openPracticeSigner(new Date());
    const signersPath = join(folder, 'allowed_signers');
    await writeAtomically(signersPath, `${allowedSignersLine(signer.email, signer.publicKeyLine)}\n`);
    const signed = await checkSite(
      {
        site,
        siteName,
        planned,
        nodes: site.nodes.map(({ name }) => name),
        folder,
        signer,
        renderPdf: ports.renderReport,
        journals: null,
        laptop: [],
      },
      practicePorts(practice, site),
      onProgress,
      signal,
    );
    const verified = await verifyReportFile(join(folder, `${siteName}.readiness.json`), {
      knownKeys: { kind: 'file', path: signersPath },
      now: new Date(),
      version,
      comparePdf: pdfComparer(ports.renderReport, version),
    });
    return {
      signed,
      files: [sitePath, ...request.files, ...signed.saved.files, ...signed.saved.kept, signersPath],
      surprises: surprisesIn(practice.expected, signed.report.checks),
      verified,
    };
  } finally {
    await practice.close();
  }
}
