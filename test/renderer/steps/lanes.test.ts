import { describe, expect, it } from 'vitest';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { emptyProgress } from '../../../renderer/state/run-progress.ts';
import { rowsOf } from '../../../renderer/steps/checks/check-rows.ts';
import { lanesOf, nothingSent, stopsAt } from '../../../renderer/steps/checks/lanes.ts';
import { fakeDraft, fakeRun } from '../../../renderer/api/fake-run.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { previewed } from '../samples.ts';

const catalog = findCatalog('panzura-cloudfs')!;

function lanes(site: SiteFile = sampleSite, observed = true) {
  const run = fakeRun(site, true)!;
  const { checks } = fakeDraft(run, observed ? run.checks : [], false);
  const progress = {
    ...emptyProgress('key'),
    checks: run.checks.map((check) => check.id),
    records: Object.fromEntries(checks.map((record) => [record.id, record])),
  };
  const { rules } = previewed(site).rules;
  return lanesOf(rules, rowsOf(progress, rules, false), catalog);
}

const lane = (entry: string, ...args: Parameters<typeof lanes>) =>
  lanes(...args).find((one) => one.entry === entry);

describe('a lane of the picture', () => {
  it('shows the worst of its checks and opens that one', () => {
    const kerberos = lane('kerberos');
    expect(kerberos).toMatchObject({ state: 'fail', observation: 'rejected', title: 'Domain controllers' });
    expect(kerberos?.check).toContain('kerberos.szz-1.out');
  });

  it('keeps the two directions apart', () => {
    expect(lane('ssh-peers')?.ways.map(({ way, state }) => [way, state])).toEqual([
      ['out', 'pass'],
      ['in', 'pass'],
    ]);
    expect(lane('ssh-peers')?.services).toBe('22 both ways');
  });

  it('without an address says so, and is never drawn as open', () => {
    expect(lane('licensing')).toMatchObject({ state: 'no-address', check: null, observation: null });
  });

  it('waits until something was observed', () => {
    expect(lane('webui', sampleSite, false)).toMatchObject({ state: 'waiting', check: null });
  });

  it('stands on the side of its port; in One-Arm on that of the usual port', () => {
    expect(lane('object-store')?.side).toBe('outer');
    expect(lane('dns')?.side).toBe('inner');
    expect(lane('object-store', { ...sampleSite, deployment: 'one-arm' })?.side).toBe('outer');
  });
});

it('a mark sits at the host only when the host itself may have answered', () => {
  expect((['refused', 'unresolved'] as const).map((observation) => stopsAt({ observation }))).toEqual([
    'host',
    'host',
  ]);
  for (const observation of ['filtered', 'rejected', 'intercepted', 'no-answer', 'not-run', null] as const)
    expect(stopsAt({ observation })).toBe('wall');
});

it('a direction in which nothing was sent is not drawn as a flow', () => {
  const way = 'out' as const;
  for (const observation of ['unresolved', 'wrong-interface', 'not-testable', 'error'] as const)
    expect(nothingSent({ way, state: 'fail', observation })).toBe(true);
  expect(nothingSent({ way, state: 'no-address', observation: null })).toBe(true);
  expect(nothingSent({ way, state: 'fail', observation: 'filtered' })).toBe(false);
  expect(nothingSent({ way, state: 'pass', observation: 'confirmed' })).toBe(false);
  expect(nothingSent({ way, state: 'running', observation: null })).toBe(false);
});
