import { describe, expect, test } from 'vitest';
import { catalogDigest } from '../../../shared/catalog/catalog-digest.ts';
import { catalogs, findCatalog } from '../../../shared/catalog/catalogs.ts';
import { lintCatalog } from '../../../shared/catalog/lint-catalog.ts';
import { parseCatalog } from '../../../shared/catalog/load-catalog.ts';
import type { Catalog } from '../../../shared/catalog/schema.ts';
import { formatFinding } from '../../../shared/lib/zod-findings.ts';
import { panzura } from '../../helpers/site-fixtures.ts';

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

/** The lint's findings after one edit of the sound catalogue. */
function findingsAfter(edit: (catalog: Mutable<Catalog>) => void): string[] {
  const catalog = structuredClone(panzura()) as Mutable<Catalog>;
  edit(catalog);
  return lintCatalog(catalog as Catalog).map(formatFinding);
}

function at(catalog: Mutable<Catalog>, id: string): Mutable<Catalog['entries'][number]> {
  const entry = catalog.entries.find((one) => one.id === id);
  if (entry === undefined) throw new Error(id);
  return entry;
}

describe('catalogue lint', () => {
  test('the catalogues that the product ships are sound', () => {
    for (const catalog of catalogs.values()) expect(lintCatalog(catalog)).toEqual([]);
  });

  test.each<[string, (catalog: Mutable<Catalog>) => void, string]>([
    [
      'an unknown role',
      (c) => (at(c, 'dns').roles = ['dnsServer']),
      'entries[4].roles[0]: There is no role "dnsServer" in this catalogue; did you mean dnsServers?',
    ],
    [
      'an unknown feature in a condition',
      (c) => (at(c, 'smb').on = { kind: 'feature', feature: 'samba' }),
      'entries[11].on.feature: There is no feature "samba"',
    ],
    [
      'an unknown role in a condition',
      (c) => (at(c, 'ssh-peers').on = { kind: 'any', of: [{ kind: 'role-filled', role: 'peers' }] }),
      'entries[0].on.of[0].role: There is no role "peers"',
    ],
    [
      'an id used twice',
      (c) => (at(c, 'ntp').id = 'dns'),
      'entries[7].id: "dns" is also the id of entries[4].',
    ],
    ['a row used twice', (c) => (at(c, 'ntp').row = 5), 'entries[7].row: Row 5 is also entries[4].'],
    [
      'a service that is none',
      (c) => (at(c, 'ntp').services = ['123/UDP']),
      'entries[7].services[0]: "123/UDP" is no service.',
    ],
    [
      'a port that does not exist',
      (c) => (at(c, 'ntp').services = ['70000/udp']),
      'Port 70000 does not exist',
    ],
    [
      'a service listed twice',
      (c) => (at(c, 'dns').services = ['53/tcp', '53/tcp']),
      'entries[4].services[1]: 53/tcp is listed twice.',
    ],
    [
      'a service missing from what is published',
      (c) => (at(c, 'dns').services = ['53/udp']),
      'The source lists 2 services, the entry 1.',
    ],
    [
      'a level for a service of another entry',
      (c) => (at(c, 'dns').levels[0]!.services = ['54/tcp']),
      "entries[4].levels[0].services[0]: 54/tcp is none of this entry's services.",
    ],
    [
      'a level for a direction that is not there',
      (c) => (at(c, 'ntp').levels[0]!.direction = 'in'),
      'entries[7].levels[0].direction: This entry has no direction "in".',
    ],
    [
      'an any-of choice outside its services',
      (c) => (at(c, 'syslog').anyOf = { choice: ['6514/tcp'] }),
      "entries[12].anyOf.choice[0]: 6514/tcp is none of this entry's services.",
    ],
    [
      'no reason for a direction',
      (c) => (at(c, 'dns').why.in = null),
      'entries[4].why.in: The reason for the direction "in" is missing.',
    ],
    [
      'no word on what is lost',
      (c) => (at(c, 'dns').ifDenied = ' '),
      'entries[4].ifDenied: What is lost when it is denied is missing.',
    ],
    [
      'a lost address list without whom to ask',
      (c) => (c.roles['licenseServers']!.missing = 'unknown'),
      'roles.licenseServers.missing: Only the vendor knows these addresses',
    ],
    [
      'vendor addresses whose loss is not said',
      (c) => (at(c, 'licensing').published!.lost = null),
      'entries[3].published.lost: It must say which addresses the source lacks.',
    ],
    [
      'a row without its published text',
      (c) => (at(c, 'dns').published = null),
      'entries[4].published: A row of the source needs its text as published.',
    ],
    [
      'a rule of our own with a row',
      (c) => (at(c, 'technician-ssh').row = 22),
      'entries[21]: A rule of our own has no row',
    ],
    [
      'a feature that needs what is not there',
      (c) => (c.features['nfsKerberos']!.needs = 'nsf'),
      'features.nfsKerberos.needs: There is no other feature "nsf"',
    ],
    [
      'a role that nobody uses',
      (c) => (c.roles['spare'] = c.roles['dnsServers']!),
      'roles.spare: No entry uses this role.',
    ],
    [
      'a proposal with the id of an entry',
      (c) => (at(c, 'netbios').notes[0]!.proposes[0]!.id = 'dns'),
      'entries[8].notes[0].proposes[0].id: "dns" is the id of an entry.',
    ],
    [
      'a proposal for an unknown role',
      (c) => (at(c, 'netbios').notes[0]!.proposes[0]!.role = 'wins'),
      'There is no role "wins"',
    ],
    ['a port without basis', (c) => (at(c, 'dns').inline.portBasis = 'none'), 'entries[4].inline.portBasis'],
  ])('finds %s', (_what, edit, finding) => {
    expect(
      findingsAfter(edit).some((text) => text.includes(finding)),
      findingsAfter(edit).join('\n'),
    ).toBe(true);
  });

  test('a file of another shape names the places', () => {
    const broken = { ...structuredClone(panzura()), version: 7, extra: true };
    const result = parseCatalog(broken);
    expect(result.ok ? [] : result.error.map(formatFinding)).toEqual([
      'version: Expected a text, found a number.',
      'extra: Unknown key.',
    ]);
  });

  test('a list with a name that every object has is refused, wherever it is named', () => {
    const named = structuredClone(panzura()) as Mutable<Catalog>;
    named.roles['constructor'] = structuredClone(named.roles['dnsServers']!);
    at(named, 'dns').roles = ['toString'];
    at(named, 'smb').on = { kind: 'feature', feature: 'valueOf' };
    const result = parseCatalog(named);
    const places = result.ok ? [] : result.error.map(formatFinding);
    expect(places.join('\n')).toContain('roles.constructor: This name is reserved; choose another.');
    expect(places.join('\n')).toContain('entries[4].roles[0]: This name is reserved; choose another.');
    expect(places.join('\n')).toContain('entries[11].on.feature: This name is reserved; choose another.');
  });

  test('anything but a catalogue is refused', () => {
    for (const json of [null, [], 'x', 3, {}]) expect(parseCatalog(json).ok).toBe(false);
  });

  test('the digest is the same for the same content and another for another', () => {
    const copy = structuredClone(panzura()) as Mutable<Catalog>;
    expect(catalogDigest(copy as Catalog)).toBe(catalogDigest(panzura()));
    const changed = { ...structuredClone(panzura()), version: '0' };
    expect(catalogDigest(changed)).not.toBe(catalogDigest(panzura()));
    expect(findCatalog('nothing')).toBeUndefined();
  });
});
