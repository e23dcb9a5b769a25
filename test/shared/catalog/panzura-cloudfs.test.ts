import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatService, parseService } from '../../../shared/lib/service.ts';
import { panzura } from '../../helpers/site-fixtures.ts';

const catalog = panzura();
const source = readFileSync(new URL('../../fixtures/catalog/required-ports.txt', import.meta.url), 'utf8');

function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

describe('the Panzura CloudFS catalogue', () => {
  test('has the 21 rows of the table in order, and one rule of our own', () => {
    const rows = catalog.entries.filter((entry) => entry.origin === 'source');
    expect(rows.map((entry) => entry.row)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
    expect(catalog.entries.filter((entry) => entry.origin === 'ours').map((entry) => entry.id)).toEqual([
      'technician-ssh',
    ]);
  });

  test.each(catalog.entries.filter((entry) => entry.published !== null))(
    '$id repeats the source word for word',
    (entry) => {
      const text = words(source);
      const published = entry.published!;
      for (const part of published.text.split('\n')) expect(text).toContain(words(part));
      for (const service of published.services) expect(text).toContain(service);
      if (published.condition !== null) expect(text).toContain(published.condition);
      if (published.inline !== null)
        expect(text).toContain(`| ${published.inline} | ${published.oneArm ?? ''}`);
    },
  );

  test('every word of the table stands in some row: nothing of the source was left out', () => {
    const rest = catalog.entries.reduce(
      (text, { published }) => {
        if (published === null) return text;
        const direction =
          published.inline === null ? '|' : `| ${published.inline} | ${published.oneArm ?? ''} |`;
        const services = published.services.join(' ');
        const body = words(published.text);
        const row = [`${services} ${direction} ${body}`, `${services} | ${body}`].find((one) =>
          text.includes(one),
        );
        expect(row, published.text).toBeDefined();
        return text.replace(row ?? '', '');
      },
      words(source.slice(source.indexOf('LAN | WAN | LAN') + 'LAN | WAN | LAN'.length)),
    );
    expect(rest.replace(/[|\s]/g, '')).toBe('');
  });

  test.each(catalog.entries.filter((entry) => entry.published !== null))(
    '$id has the services that are published',
    (entry) => {
      const spelled = entry.published!.services.map((service) =>
        service === '67/DHCP' ? '67/udp' : service.toLowerCase(),
      );
      expect(entry.services).toEqual(spelled);
      for (const service of entry.services) {
        const parsed = parseService(service);
        expect(parsed.ok ? formatService(parsed.value) : parsed.error).toBe(service);
      }
    },
  );

  test('directions are those of the table', () => {
    for (const { published, direction, id } of catalog.entries) {
      if (published !== null) expect([id, direction]).toEqual([id, published.inline?.toLowerCase() ?? null]);
    }
  });

  test('the node port in Inline mode is our assumption in every row, and row 19 has none', () => {
    for (const entry of catalog.entries) {
      expect(entry.inline.modeBasis).toBe('assumed');
      expect(entry.inline.portBasis).toBe(entry.id === 'name-server' ? 'none' : 'assumed');
    }
    const wan = catalog.entries.filter((entry) => entry.inline.port === 'wan').map((entry) => entry.row);
    expect(wan).toEqual([1, 3, 4, 6, 14, 21]);
  });

  test('lost address lists send people to Panzura support', () => {
    const lost = catalog.entries
      .filter((entry) => (entry.published?.lost ?? null) !== null)
      .map((entry) => entry.row);
    expect(lost).toEqual([3, 4, 19, 21]);
    for (const role of ['supportHosts', 'licenseServers', 'dataServicesHosts'])
      expect(catalog.roles[role]?.missing).toBe(
        'Panzura support. The address list is missing from the source.',
      );
  });

  test('roles stand in the order of the site file', () => {
    expect(Object.keys(catalog.roles)).toEqual([
      'peerNodes',
      'adminWorkstations',
      'technicianHosts',
      'supportHosts',
      'licenseServers',
      'dnsServers',
      'objectStores',
      'nfsClients',
      'smbClients',
      'ntpServers',
      'winsServers',
      'snmpManagers',
      'domainControllers',
      'syslogServers',
      'hpCloudEndpoints',
      'monitoringHosts',
      'dhcpServers',
      'pftpPeers',
      'nameServers',
      'dataServicesHosts',
    ]);
  });

  test('no reason is longer than the column of the request', () => {
    const texts = catalog.entries
      .flatMap((entry) => [entry.why.in, entry.why.out])
      .filter((text) => text !== null);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(80);
  });
});
