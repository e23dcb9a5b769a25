import { describe, expect, test } from 'vitest';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { formatSite } from '../../../shared/site/format-site.ts';
import { newSite } from '../../../shared/site/new-site.ts';
import { parseSite, parseSiteText } from '../../../shared/site/parse-site.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { findings } from '../../helpers/site-findings.ts';
import { fixtureSite, panzura, siteFixtures, smallSite } from '../../helpers/site-fixtures.ts';

describe('writing a site', () => {
  test.each(siteFixtures)('%s reads back as it was written', (name) => {
    const site = fixtureSite(name);
    const text = formatSite(site);
    const again = parseSiteText(text, findCatalog);
    expect(again).toEqual({ ok: true, value: site });
    expect(again.ok ? formatSite(again.value) : '').toBe(text);
  });

  test('keys stand in the order of the format, whatever order they came in', () => {
    const shuffled: SiteFile = {
      nodes: smallSite().nodes,
      features: { nfs: true, smb: true },
      endpoints: { ntpServers: ['10.0.0.2'], dnsServers: ['10.0.0.1'] },
      deployment: 'one-arm',
      catalog: 'panzura-cloudfs',
      format: 'gatecheck/site@1',
    };
    const site = parseSite(shuffled, findCatalog);
    const text = site.ok ? formatSite(site.value) : '';
    const places = [
      '"format"',
      '"customer"',
      '"catalog"',
      '"deployment"',
      '"nodes"',
      '"smb"',
      '"nfs"',
      '"dnsServers"',
      '"ntpServers"',
    ].map((key) => text.indexOf(key));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text).toContain('"dnsServers": [\n      "10.0.0.1"\n    ]');
  });

  test('a new site lacks nothing but the address of its node', () => {
    expect(findings(newSite(panzura()))).toEqual(['nodes[0].lan.address: The address is empty.']);
    expect(findings(newSite(panzura(), 'inline'))).toHaveLength(2);
  });
});
