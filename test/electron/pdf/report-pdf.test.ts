import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderReportPdf } from '../../../electron/pdf/render-report.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { plannedSite } from '../../helpers/site-run.ts';
import { provableSite, sampleReport } from '../../shared/report/sample-report.ts';
import { fontsDir, look, packed, type PdfSeen } from './pdf-tools.ts';

async function pagesOf(report: Report): Promise<PdfSeen & { readonly sha256: string }> {
  const sha256 = createHash('sha256').update(reportBytes(report)).digest('hex');
  const pdf = await renderReportPdf(
    { report, sha256, signature: 'armoured', slot: null },
    { paper: 'a4', fontsDir },
  );
  return { ...look(pdf.bytes), sha256 };
}

describe('the PDF of a report that is not ready', () => {
  const words: readonly Observation[] = ['confirmed', 'filtered', 'confirmed', 'no-answer', 'refused'];
  let report: Report;
  let seen: Awaited<ReturnType<typeof pagesOf>>;
  beforeAll(async () => {
    let next = 0;
    report = sampleReport(plannedSite('gdansk-dc1'), () => words[next++ % words.length] ?? 'not-run');
    seen = await pagesOf(report);
  });

  it('says so on page 1 and on every page, and never that the node can go into service', () => {
    expect(report.readiness).toBe('not-ready');
    expect(seen.pages[0]).toContain('Not ready');
    for (const page of seen.pages) expect(page).toContain('NOT READY');
    expect(seen.text).not.toContain('The node can go into service.');
  });

  it('holds every rule by its id, and a card or row of evidence for each', () => {
    for (const { id } of report.rules) expect(seen.packed.split(packed(id)).length).toBeGreaterThan(2);
  });

  it('holds the sentence of every check that failed', () => {
    const failed = report.checks.filter(
      ({ verdict, rule }) =>
        verdict === 'fail' && report.rules.some(({ id, verdict: of }) => id === rule && of === 'fail'),
    );
    expect(failed.length).toBeGreaterThan(3);
    for (const { explanation } of failed) expect(seen.packed).toContain(packed(explanation));
  });

  it('names the signer, the whole digest, and the command that verifies it without us', () => {
    expect(seen.packed).toContain(seen.sha256);
    expect(seen.packed).toContain(packed(report.signer.fingerprint));
    expect(seen.packed).toContain(
      packed(
        `ssh-keygen -Y verify -f allowed_signers -I ${report.signer.email} -n gatecheck -s gdansk-dc1.readiness.json.sig < gdansk-dc1.readiness.json`,
      ),
    );
  });

  it('says on page 1 what it does not prove', () => {
    expect(seen.pages[0]?.replace(/\s+/g, ' ')).toContain('it cannot prove that the network told the truth.');
  });
});

describe('the PDF of other reports', () => {
  it('that are ready says that all required rules pass', async () => {
    const report = sampleReport(provableSite(), () => 'confirmed');
    expect(report.readiness).toBe('ready');
    const { pages } = await pagesOf(report);
    expect(pages[0]).toContain('The node can go into service.');
    expect(pages[0]).toContain('READY');
    expect(pages[0]).not.toContain('NOT READY');
  });

  it('in which nothing was checked says that nothing is known', async () => {
    const { pages } = await pagesOf(sampleReport(provableSite(), () => 'not-run'));
    expect(pages[0]?.replace(/\s+/g, ' ')).toContain('Nothing was checked, so nothing is known.');
  });

  it('of practice is marked on every page, and its verdict is never ready', async () => {
    const report = sampleReport(
      provableSite(),
      () => 'confirmed',
      (run) => ({ ...run, practice: true }),
    );
    const { pages } = await pagesOf(report);
    for (const page of pages) expect(page).toContain('PRACTICE: no real network was checked');
    expect(pages[0]).toContain('Practice: never ready');
    expect(pages[0]).not.toContain('The node can go into service.');
  });

  it('has the same bytes for the same report', async () => {
    const make = async (): Promise<string> => {
      const pdf = await renderReportPdf(
        { report: sampleReport(provableSite()), sha256: '00'.repeat(32), signature: 'armoured', slot: null },
        { paper: 'letter', fontsDir },
      );
      return createHash('sha256').update(pdf.bytes).digest('hex');
    };
    expect(await make()).toBe(await make());
  });
});
