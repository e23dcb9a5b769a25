import { describe, expect, it } from 'vitest';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { layOutPicture, screenMeasures } from '../../../shared/documents/picture/lay-out-picture.ts';
import { itemsOfRules, pictureOf } from '../../../shared/documents/picture/picture-of-rules.ts';
import { nothingSent, stopsAt } from '../../../shared/documents/picture/sights.ts';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { emptyProgress } from '../../../renderer/state/run-progress.ts';
import { rowsOf } from '../../../renderer/steps/checks/check-rows.ts';
import { lanesOf } from '../../../renderer/steps/checks/lanes.ts';
import { pictureWords } from '../../../renderer/topology/picture-words.ts';
import { fakeDraft, fakeRun } from '../../../renderer/api/fake-run.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { previewed } from '../samples.ts';

const catalog = findCatalog('panzura-cloudfs')!;

function shapes(site: SiteFile = sampleSite, observed = true) {
  const run = fakeRun(site, true)!;
  const { checks } = fakeDraft(run, observed ? run.checks : [], false);
  const progress = {
    ...emptyProgress('key'),
    checks: run.checks.map((check) => check.id),
    records: Object.fromEntries(checks.map((record) => [record.id, record])),
  };
  const preview = previewed(site);
  const { rules } = preview.rules;
  const sights = lanesOf(rowsOf(progress, rules, false));
  const items = itemsOfRules(catalog, preview.site, preview.rules);
  return layOutPicture(pictureOf(preview.site, items, sights), pictureWords(), screenMeasures(800)).lanes;
}

const shape = (entry: string, ...args: Parameters<typeof shapes>) =>
  shapes(...args).find(({ lane }) => lane.entries.includes(entry));
const lane = (entry: string, ...args: Parameters<typeof shapes>) => shape(entry, ...args)?.lane;

describe('a lane of the picture', () => {
  it('shows the worst of its checks and opens that one', () => {
    const controllers = shape('kerberos');
    expect(controllers?.title.text).toBe('Domain controllers');
    expect(controllers?.lane.sight.state).toBe('fail');
    expect(controllers?.lane.sight.check).toMatch(/^(?:kerberos|ldap)\.szz-1\./);
    expect(controllers?.lane.entries.length).toBeGreaterThan(1);
  });

  it('keeps the two directions apart', () => {
    const peers = shape('ssh-peers');
    expect(peers?.lane.ways.map(({ way, sight }) => [way, sight.state])).toEqual([
      ['out', 'pass'],
      ['in', 'pass'],
    ]);
    expect(peers?.about.whole).toContain('22 both ways');
    expect(peers?.state?.text).toBe('pass');
  });

  it('without an address says so, and is never drawn as open', () => {
    const licences = shape('licensing');
    expect(licences?.lane.sight).toEqual({ state: 'no-address', check: null, observation: null });
    expect(licences?.state?.text).toBe('no address');
    expect(licences?.strokes.every(({ kind, arrow }) => kind === 'rest' && !arrow)).toBe(true);
  });

  it('waits until something was observed', () => {
    expect(lane('webui', sampleSite, false)?.sight).toMatchObject({ state: 'waiting', check: null });
  });

  it('stands on the side of its port; in One-Arm on that of the usual port', () => {
    expect(lane('object-store')?.side).toBe('outer');
    expect(lane('dns')?.side).toBe('inner');
    expect(lane('object-store', { ...sampleSite, deployment: 'one-arm' })?.side).toBe('outer');
  });
});

it('a mark sits at the host only when the host itself may have answered', () => {
  expect((['refused', 'unresolved'] as const).map(stopsAt)).toEqual(['host', 'host']);
  for (const observation of ['filtered', 'rejected', 'intercepted', 'no-answer', 'not-run', null] as const)
    expect(stopsAt(observation)).toBe('wall');
});

it('a direction in which nothing was sent is not drawn as a flow', () => {
  const check = null;
  for (const observation of ['unresolved', 'wrong-interface', 'not-testable', 'error'] as const)
    expect(nothingSent({ check, state: 'fail', observation })).toBe(true);
  expect(nothingSent({ check, state: 'no-address', observation: null })).toBe(true);
  expect(nothingSent({ check, state: 'fail', observation: 'filtered' })).toBe(false);
  expect(nothingSent({ check, state: 'pass', observation: 'confirmed' })).toBe(false);
  expect(nothingSent({ check, state: 'running', observation: null })).toBe(false);
});
