import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCatalog } from '../../../../shared/catalog/catalogs.ts';
import { parseSite } from '../../../../shared/site/parse-site.ts';
import type { Site } from '../../../../shared/site/schema.ts';
import { judgeRun } from '../../../../shared/verdicts/judge-run.ts';
import type { PracticeNode } from '../../../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../../../electron/practice/practice-node.ts';
import { planSite } from '../../../../electron/usecases/plan-site.ts';
import { practicePorts } from '../../../../electron/usecases/run/practice-ports.ts';
import type { RunProgress } from '../../../../electron/usecases/run/progress.ts';
import { runChecks } from '../../../../electron/usecases/run/run-checks.ts';

function siteOf(practice: PracticeNode): Site {
  const site = parseSite(practice.site, findCatalog);
  if (!site.ok) throw new Error(JSON.stringify(site.error));
  return site.value;
}

describe.each(['blocked', 'solved'] as const)('a run against the practice node, %s', (scenario) => {
  let practice: PracticeNode;
  beforeAll(async () => {
    practice = await startPracticeNode(scenario);
  });
  afterAll(() => practice.close());

  it('gives exactly the scripted observations, and tells each one once', async () => {
    const site = siteOf(practice);
    const { ruleSet, plan } = planSite(site, practice.laptopAddresses);
    const told: RunProgress[] = [];
    const run = await runChecks(
      { site, ruleSet, plan, nodes: ['porto-1'] },
      practicePorts(practice, site),
      (progress) => told.push(progress),
      new AbortController().signal,
    );
    expect(Object.fromEntries(run.checks.map(({ id, observation }) => [id, observation]))).toEqual(
      Object.fromEntries(practice.expected),
    );
    const observed = told.flatMap((one) => (one.kind === 'observed' ? [one.record.id] : []));
    expect([...observed].sort()).toEqual(plan.checks.map(({ id }) => id).sort());
    expect(run.practice).toBe(true);
    const { readiness } = judgeRun({ site, ruleSet, run, createdAt: '2026-11-24T20:41:07Z' });
    expect(readiness.readiness).toBe('not-ready');
    expect(readiness.wouldBe).toBe(scenario === 'solved' ? 'ready' : 'not-ready');
  });
});

describe('a run in which the clock is set back by a year', () => {
  it('has times in their order, and durations that are none of the clock’s', async () => {
    const practice = await startPracticeNode('solved');
    try {
      const site = siteOf(practice);
      const { ruleSet, plan } = planSite(site, practice.laptopAddresses);
      const ports = practicePorts(practice, site);
      let asked = 0;
      const now = (): Date => new Date((asked++ < 5 ? 1_795_465_592_000 : 1_763_929_592_000) + asked);
      const run = await runChecks(
        { site, ruleSet, plan, nodes: ['porto-1'] },
        { ...ports, now },
        () => undefined,
        new AbortController().signal,
      );
      const began = run.checks.flatMap(({ startedAt }) => startedAt ?? []);
      expect(began.length).toBeGreaterThan(10);
      for (const at of began) {
        expect(at >= run.startedAt).toBe(true);
        expect(at <= run.finishedAt).toBe(true);
      }
      expect(
        run.checks.flatMap(({ attempts }) => attempts).filter(({ ms }) => ms < 0 || ms > 60_000),
      ).toEqual([]);
    } finally {
      await practice.close();
    }
  });
});

describe('a run that is cut short', () => {
  it('keeps what was observed when it is cancelled, and says of the rest that it did not run', async () => {
    const practice = await startPracticeNode('blocked');
    try {
      const site = siteOf(practice);
      const { ruleSet, plan } = planSite(site, practice.laptopAddresses);
      const stop = new AbortController();
      const run = await runChecks(
        { site, ruleSet, plan, nodes: ['porto-1'] },
        practicePorts(practice, site),
        (progress) => {
          if (progress.kind === 'observed' && progress.record.observation === 'confirmed') stop.abort();
        },
        stop.signal,
      );
      expect(run.cancelled).toBe(true);
      const words = new Set(run.checks.map(({ observation }) => observation));
      expect(words).toContain('confirmed');
      expect(words).toContain('not-run');
      expect(run.checks.map(({ id }) => id)).toEqual(plan.checks.map(({ id }) => id));
    } finally {
      await practice.close();
    }
  });

  it('says of every check why it did not run when the node cannot be reached', async () => {
    const practice = await startPracticeNode('blocked');
    const site = siteOf(practice);
    const { ruleSet, plan } = planSite(site, practice.laptopAddresses);
    const ports = practicePorts(practice, site);
    await practice.close();
    const run = await runChecks(
      { site, ruleSet, plan, nodes: ['porto-1'] },
      ports,
      () => undefined,
      new AbortController().signal,
    );
    expect(run.nodes[0]?.failure).toMatch(/refused/);
    const carriedOut = run.checks.filter(
      ({ observation }) => observation !== 'not-run' && observation !== 'not-testable',
    );
    expect(carriedOut).toEqual([]);
    const { readiness } = judgeRun({ site, ruleSet, run, createdAt: '2026-11-24T20:41:07Z' });
    expect(readiness.answered).toBe(0);
    expect(readiness.wouldBe).toBe('not-ready');
  });
});
