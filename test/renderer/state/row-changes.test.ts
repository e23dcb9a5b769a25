import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { changeWords } from '../../../renderer/components/row-changes.tsx';
import { isNoChange, latestSwitch, rowChanges, switchBetween } from '../../../renderer/state/row-changes.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { after, previewed } from '../samples.ts';

const withNfs: SiteFile = {
  ...sampleSite,
  features: { ...sampleSite.features, nfs: true },
};
const edit = (site: SiteFile) => ({ kind: 'edited', site, field: null }) as const;

describe('the rows that come and go', () => {
  it('are those of the switched feature, and the same ones backwards', () => {
    const [off, on] = [previewed(sampleSite).rules, previewed(withNfs).rules];
    const { came, went } = rowChanges(off, on);
    expect(went).toEqual([]);
    expect(came.length).toBeGreaterThan(0);
    for (const line of came) expect(line.why.because).toContain('NFS');
    const back = rowChanges(on, off);
    expect(back.came).toEqual([]);
    expect(back.went.map(({ id }) => id)).toEqual(came.map(({ id }) => id));
    expect(isNoChange(rowChanges(on, on))).toBe(true);
    expect(changeWords(back)).toMatch(/^\d+ rows? went/);
  });

  it('are told in the moment of the switch, and no longer after another edit', () => {
    const switched = after([edit(withNfs)]);
    const found = latestSwitch(switched.history, previewed(withNfs).rules);
    expect(found?.made).toEqual({ kind: 'feature', feature: 'nfs', on: true });
    expect(found?.changes.came.length).toBeGreaterThan(0);
    const renamed = { ...withNfs, customer: { ...withNfs.customer, site: 'Szczecin DC2' } };
    const later = after([edit(withNfs), edit(renamed)]);
    expect(latestSwitch(later.history, previewed(renamed).rules)).toBeNull();
    const undone = after([edit(withNfs), { kind: 'undone' }]);
    expect(latestSwitch(undone.history, previewed(sampleSite).rules)).toBeNull();
  });

  it('of a mode are told as those of the mode', () => {
    const oneArm = { ...sampleSite, deployment: 'one-arm' } as const;
    expect(switchBetween(sampleSite, oneArm)).toEqual({ kind: 'deployment', deployment: 'one-arm' });
    const { came, went } = rowChanges(previewed(sampleSite).rules, previewed(oneArm).rules);
    expect(came.length).toBeGreaterThan(0);
    for (const line of came) expect(line.port).toBe('lan');
    expect(went.some(({ port }) => port === 'wan')).toBe(true);
  });
});
