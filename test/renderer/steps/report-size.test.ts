import { describe, expect, it } from 'vitest';
import { fakeDraft, fakeRun } from '../../../renderer/api/fake-run.ts';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { unreadDatagrams } from '../../../renderer/steps/report/datagrams.ts';
import { condensed, obstaclesOf, requiredStand } from '../../../renderer/steps/report/obstacles.ts';
import type { Stand } from '../../../renderer/steps/report/obstacles.ts';
import { verdictSentence } from '../../../renderer/steps/report/report-words.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';

const catalog = findCatalog('panzura-cloudfs')!;
const run = fakeRun(sampleSite, true)!;
const small = fakeDraft(run, run.checks, false);

/** As many sites like the sample in one: each rule with its checks under names of its own. */
function many(times: number) {
  const copies = Array.from({ length: times }, (_, copy) => copy);
  const renamed = (text: string, copy: number): string => `${copy}~${text}`;
  return {
    ...small,
    rules: copies.flatMap((copy) =>
      small.rules.map((rule) => ({
        ...rule,
        id: renamed(rule.id, copy),
        group: rule.group === null ? null : renamed(rule.group, copy),
      })),
    ),
    groups: copies.flatMap((copy) =>
      small.groups.map((group) => ({
        ...group,
        id: renamed(group.id, copy),
        flows: group.flows.map((flow) => renamed(flow, copy)),
      })),
    ),
    checks: copies.flatMap((copy) =>
      small.checks.map((check) => ({
        ...check,
        rule: renamed(check.rule, copy),
        flow: renamed(check.flow, copy),
      })),
    ),
  };
}

describe('a report of very many checks', () => {
  const times = Math.ceil(20_000 / small.checks.length);
  const large = many(times);

  it('has each obstacle of its parts, once, under the same owners', () => {
    const [few, all] = [obstaclesOf(small, catalog), obstaclesOf(large, catalog)];
    expect(large.checks.length).toBeGreaterThanOrEqual(20_000);
    expect(all.map(({ owner, obstacles }) => [owner, obstacles.length])).toEqual(
      few.map(({ owner, obstacles }) => [owner, obstacles.length * times]),
    );
    const ids = all.flatMap(({ obstacles }) => obstacles.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('shows the worst of each stretch in its strip, so that nothing that stands in the way is hidden', () => {
    const pass: Stand = { verdict: 'pass', settled: null };
    const stand = Array.from({ length: 5000 }, (_, index): Stand =>
      index === 4321 ? { verdict: 'fail', settled: null } : pass,
    );
    const bars = condensed(stand, 120);
    expect(bars.length).toBeLessThanOrEqual(120);
    expect(bars.filter(({ verdict }) => verdict === 'fail')).toHaveLength(1);
    const waived: Stand = { verdict: 'fail', settled: 'waived' };
    expect(condensed([pass, waived, { verdict: 'inconclusive', settled: null }, pass], 2)).toEqual([
      waived,
      { verdict: 'inconclusive', settled: null },
    ]);
    expect(condensed(requiredStand(small), 120)).toEqual(requiredStand(small));
  });
});

describe('the verdict in one sentence', () => {
  const base = { readiness: 'not-ready', wouldBe: 'ready', practice: false, checks: [1] } as const;

  it('is never ready in practice, or when nothing was checked', () => {
    expect(verdictSentence({ ...base, readiness: 'ready', checks: [] }, 0)).toBe(
      'Not ready: nothing was checked.',
    );
    expect(verdictSentence({ ...base, practice: true }, 0)).toBe(
      'Practice, never ready: it would read ready.',
    );
  });

  it('counts what stands in the way, and says not ready also where no single rule does', () => {
    expect(verdictSentence(base, 1)).toBe('Not ready: 1 required rule stands in the way.');
    expect(verdictSentence(base, 5)).toBe('Not ready: 5 required rules stand in the way.');
    expect(verdictSentence(base, 0)).toBe('Not ready.');
  });
});

it('only datagrams with a word of their own, unanswered and sent in this run, wait for somebody to read it', () => {
  const [check] = small.checks;
  if (check === undefined) throw new Error('The sample has no checks.');
  const sent = {
    ...check,
    observation: 'no-answer' as const,
    evidence: { ...check.evidence, tokenSha256: 'ab' },
    facts: { ...check.facts, probe: 'udp-datagram' },
  };
  const carried = { ...sent, carriedOverFrom: { report: 'r', startedAt: '2026-11-24T20:00:00Z' } };
  const plain = { ...sent, evidence: check.evidence };
  const read = { ...sent, observation: 'confirmed' as const };
  expect(unreadDatagrams([sent, carried, plain, read, check])).toEqual([sent]);
});
