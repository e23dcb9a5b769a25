import { expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { previewOf } from '../../../renderer/state/preview.ts';
import { withEntriesOff, withEntryBack } from '../../../renderer/steps/features/entry-edits.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';

function previewed(site: SiteFile) {
  const preview = previewOf(site);
  if (preview === null) throw new Error('The catalogue is missing.');
  return preview;
}

const because = { by: 'Marta', reason: 'The address follows.' };

it('a service that is left out makes the request final, and is kept as taken away by a person', () => {
  const waiting: SiteFile = { ...sampleSite, endpoints: { ...sampleSite.endpoints, licenseServers: [] } };
  const empty = previewed(waiting).rules.rules.filter(
    (rule) => rule.from.length === 0 || rule.to.length === 0,
  );
  const entries = [...new Set(empty.map(({ entry }) => entry))];
  expect(entries).toContain('licensing');
  expect(previewed(waiting).rules.draft).toBe(true);
  const after = previewed(withEntriesOff(waiting, entries, because));
  expect(after.findings).toEqual(previewed(waiting).findings);
  expect(after.rules.draft).toBe(false);
  expect(after.rules.rules.some(({ entry }) => entries.includes(entry))).toBe(false);
  expect(after.rules.takenAway.map(({ entry }) => entry)).toContain('licensing');
});

it('taken back it is as before, with what else was chosen for it', () => {
  const off = withEntriesOff(sampleSite, ['licensing'], because);
  expect(withEntryBack(off, 'licensing').entries ?? {}).toEqual(sampleSite.entries ?? {});
  const chosen: SiteFile = { ...sampleSite, entries: { ...sampleSite.entries, licensing: { port: 'lan' } } };
  expect(
    withEntryBack(withEntriesOff(chosen, ['licensing'], because), 'licensing').entries?.['licensing'],
  ).toEqual({
    port: 'lan',
  });
});
