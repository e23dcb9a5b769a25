import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startPracticeNode } from '../../../electron/practice/practice-node.ts';
import { signerOf } from '../../../electron/signing/signer.ts';
import type { HistoryLine } from '../../../electron/store/history-lines.ts';
import { reportHistory } from '../../../electron/store/report-history.ts';
import { runJournals } from '../../../electron/store/run-journals.ts';
import type { CheckSite } from '../../../electron/usecases/check-site.ts';
import { checkSite, siteDigest } from '../../../electron/usecases/check-site.ts';
import { planSite } from '../../../electron/usecases/plan-site.ts';
import { practicePorts } from '../../../electron/usecases/run/practice-ports.ts';
import { signReport } from '../../../electron/usecases/sign-report.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import { parseSite } from '../../../shared/site/parse-site.ts';
import { passing, runOf } from '../../helpers/site-run.ts';
import { createdAt, provableSite } from '../../shared/report/sample-report.ts';

const root = mkdtempSync(join(tmpdir(), 'gatecheck-keep-'));
const signer = signerOf(generateKeyPairSync('ed25519').privateKey, 'Tech', 'tech@example.com');
const renderPdf = () => Promise.resolve(Buffer.from('a PDF'));
let home = '';
let count = 0;

beforeEach(() => {
  count += 1;
  home = join(root, `home-${count}`);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function kept(): Promise<readonly HistoryLine[]> {
  const read = await reportHistory(home).read(null, true);
  expect(read.flatMap(({ faults }) => faults)).toEqual([]);
  return read.flatMap(({ lines }) => lines);
}

async function keptRun(line: HistoryLine | undefined): Promise<RunRecord> {
  const text = (await reportHistory(home).content(line?.content.sha256 ?? '')).toString();
  return (JSON.parse(text) as { run: RunRecord }).run;
}

describe('a run', () => {
  it('is kept though nobody could sign it, also one that was cancelled or cut off before', async () => {
    const node = await startPracticeNode('solved');
    try {
      const parsed = parseSite(node.site, findCatalog);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
      const site = parsed.value;
      const laptop = node.laptopAddresses;
      const planned = planSite(site, laptop);
      const journals = runJournals(home);
      // A run of before, whose process is gone.
      const pid = spawnSync('true').pid;
      const head = {
        site: siteDigest(site),
        siteName: 'porto',
        startedAt: createdAt,
        laptop: [...laptop],
        pid,
      };
      (await journals.begin('cut-off', head)).end();
      const cannotSign: CheckSite['signer'] = {
        ...signer,
        sign: () => Promise.reject(new Error('The key is gone.')),
      };
      const wanted: CheckSite = {
        ...{ site, siteName: 'porto', planned, nodes: ['porto-1'], folder: join(home, 'out'), laptop },
        ...{ signer: cannotSign, renderPdf, journals, history: reportHistory(home) },
      };
      // The network is the practice node's; for the history it counts as a real one.
      const ports = { ...practicePorts(node, site), practice: false };
      const check = (signal: AbortSignal) => checkSite(wanted, ports, () => undefined, signal);
      await expect(check(new AbortController().signal)).rejects.toThrow('The key is gone.');
      await expect(check(AbortSignal.abort())).rejects.toThrow('The key is gone.');
      const lines = await kept();
      expect(lines.map((line) => (line.kind === 'run' ? line.outcome : line.kind))).toEqual([
        'interrupted',
        'finished',
        'cancelled',
      ]);
      const [, finished, cancelled] = lines;
      expect((await keptRun(finished)).checks.length).toBe(planned.plan.checks.length);
      expect(finished).toMatchObject({ checks: planned.plan.checks.length });
      expect(cancelled).toMatchObject({ carriedOut: 0 });
    } finally {
      await node.close();
    }
  });
});

describe('a full disk', () => {
  const canMount = process.getuid?.() === 0;

  it.skipIf(!canMount)(
    'stops no signing: the report is written, and it is said that it was not kept',
    async () => {
      mkdirSync(home);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', home]);
      try {
        const planned = provableSite();
        const sign = (id: string) =>
          signReport(
            {
              ...{
                ...planned,
                siteName: 'gdansk',
                run: runOf(planned, passing),
                createdAt,
                id,
                version: '0.1.0',
              },
              folder: join(root, `out-${count}`),
            },
            { signer, renderPdf, history: reportHistory(home) },
          );
        expect((await sign('first')).notKept).toBeNull();
        const filler = join(home, 'filler');
        spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k']);
        const full = await sign('second');
        expect(full.notKept).toMatch(/^It is not in the history\. The disk is full/);
        expect(readFileSync(full.saved.files[0] ?? '', 'utf8')).toContain('"id":"second"');
        rmSync(filler);
        expect((await sign('third')).notKept).toBeNull();
        expect((await kept()).map(({ id }) => id)).toEqual(['first', 'third']);
      } finally {
        execFileSync('umount', [home]);
      }
    },
  );

  it('is not the only way: whatever stands where the history would be is named', async () => {
    mkdirSync(home);
    writeFileSync(join(home, 'history'), 'a file');
    const planned = provableSite();
    const { notKept } = await signReport(
      {
        ...{
          ...planned,
          siteName: 'gdansk',
          run: runOf(planned, passing),
          createdAt,
          id: 'one',
          version: '0.1.0',
        },
        folder: join(root, `out-${count}`),
      },
      { signer, renderPdf, history: reportHistory(home) },
    );
    expect(notKept).toContain('It is not in the history.');
  });
});
