import { describe, expect, it } from 'vitest';
import { practiceSite } from '../../../electron/practice/site.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { contains, parseCidr, parseIp } from '../../../shared/lib/ip.ts';
import { parseSite } from '../../../shared/site/parse-site.ts';

const site = practiceSite({
  port: 2222,
  user: 'practice',
  hostKey: `SHA256:${'A'.repeat(43)}`,
  trustedCa: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n',
});

/** Every IPv4 address and network in a text. */
const addressesIn = (text: string): string[] => text.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? [];

describe('the practice site', () => {
  it('is a site without findings', () => {
    expect(parseSite(JSON.parse(JSON.stringify(site)), findCatalog)).toMatchObject({ ok: true });
  });

  it('answers for every feature of the catalogue, so that nothing stands as "not answered"', () => {
    const features = Object.keys(findCatalog('panzura-cloudfs')?.features ?? {});
    expect(Object.keys(site.features ?? {}).sort()).toEqual(features.sort());
  });

  it('is reached on loopback and names no address or name that exists elsewhere', () => {
    expect(site.nodes[0]?.ssh?.host).toBe('127.0.0.1');
    const simulated = ['10.0.0.0/8', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '127.0.0.0/8'];
    const networks = simulated.map((text) => parseCidr(text)!);
    for (const address of addressesIn(JSON.stringify(site))) {
      const ip = parseIp(address)!;
      expect(
        networks.some((network) => contains(network, ip)),
        address,
      ).toBe(true);
    }
    const names = JSON.stringify(site.endpoints).match(/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]+/g) ?? [];
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !name.endsWith('.example'))).toEqual([]);
  });

  it('says PRACTICE in the customer, the request number and the technician', () => {
    expect(site.customer?.name).toContain('PRACTICE');
    expect(site.request?.number).toContain('PRACTICE');
    expect(site.technician?.company).toBe('PRACTICE');
  });
});
