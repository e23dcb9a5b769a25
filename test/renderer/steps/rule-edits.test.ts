import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { previewOf } from '../../../renderer/state/preview.ts';
import type { TypedRule } from '../../../renderer/steps/features/rule-edits.ts';
import { withProposedInStep } from '../../../renderer/state/proposed-rules.ts';
import { freeId, withoutRule, withProposed, withRule } from '../../../renderer/steps/features/rule-edits.ts';

const preview = previewOf(sampleSite);
if (preview === null) throw new Error('The sample has a catalogue.');
const { catalog } = preview;
const site = { ...sampleSite, customRules: [] };

const typed: TypedRule = {
  title: 'Backup to tape',
  direction: 'out',
  port: 'lan',
  services: '10000/tcp; 10001/tcp',
  endpoints: '10.9.0.1\n10.9.0.2',
  level: 'required',
  reason: 'The tape library',
};

describe('a rule of the site’s own', () => {
  it('becomes rules of the site, with the addresses as they were typed', () => {
    const after = previewOf(withRule(site, catalog, typed));
    const own = after?.rules.rules.filter(({ entry }) => entry === 'backup-to-tape') ?? [];
    expect(after?.findings).toEqual(preview.findings);
    expect(own.length).toBeGreaterThan(0);
    expect(own.flatMap(({ to }) => to.map(({ address }) => address))).toEqual(
      expect.arrayContaining(['10.9.0.1', '10.9.0.2']),
    );
  });

  it('has an id that neither the catalogue nor another rule has', () => {
    const twice = withRule(withRule(site, catalog, typed), catalog, typed);
    expect(twice.customRules?.map(({ id }) => id)).toEqual(['backup-to-tape', 'backup-to-tape-2']);
    expect(freeId('NFS', ['nfs'])).toBe('nfs-2');
    expect(freeId('関西', [])).toBe('rule');
  });

  it('with a service that cannot be read is said where it stands', () => {
    const after = previewOf(withRule(site, catalog, { ...typed, services: 'tape' }));
    expect(after?.findings.map(({ path }) => path)).toContain('customRules[0].services[0]');
  });
});

describe('a rule that was taken from a note', () => {
  const proposed = catalog.entries
    .flatMap(({ notes }) => notes.flatMap(({ proposes }) => proposes))
    .find(({ role }) => role === 'domainControllers');
  if (proposed === undefined) throw new Error('The catalogue proposes no rule for domain controllers.');
  const empty = { ...site, endpoints: { ...site.endpoints, domainControllers: [] } };
  const taken = withProposed(empty, proposed);
  const filled = (list: readonly string[]) => ({
    ...taken,
    endpoints: { ...taken.endpoints, domainControllers: [...list] },
  });
  const addresses = (one: typeof taken) => one.customRules?.find(({ id }) => id === proposed.id)?.endpoints;

  it('has the addresses of its role, also those that are entered after it', () => {
    expect(addresses(taken)).toEqual([]);
    const one = withProposedInStep(taken, filled(['10.9.0.1']), catalog);
    expect(addresses(one)).toEqual(['10.9.0.1']);
    const none = withProposedInStep(
      one,
      { ...one, endpoints: { ...one.endpoints, domainControllers: [] } },
      catalog,
    );
    expect(addresses(none)).toEqual([]);
  });

  it('keeps addresses that a person gave it, and leaves other rules alone', () => {
    const own = withRule(
      {
        ...taken,
        customRules: (taken.customRules ?? []).map((rule) => ({ ...rule, endpoints: ['10.9.9.9'] })),
      },
      catalog,
      typed,
    );
    const after = withProposedInStep(
      own,
      { ...own, endpoints: { ...own.endpoints, domainControllers: ['10.9.0.1'] } },
      catalog,
    );
    expect(after.customRules).toEqual(own.customRules);
  });
});

it('every rule that a note proposes can be asked for, and taken back', () => {
  const proposals = catalog.entries.flatMap(({ notes }) => notes.flatMap(({ proposes }) => proposes));
  expect(proposals.length).toBeGreaterThan(2);
  for (const proposed of proposals) {
    const asked = withProposed(site, proposed);
    expect(previewOf(asked)?.findings, proposed.id).toEqual(preview.findings);
    expect(previewOf(asked)?.rules.rules.some(({ entry }) => entry === proposed.id)).toBe(true);
    expect(withoutRule(asked, proposed.id)).toEqual(site);
  }
});
