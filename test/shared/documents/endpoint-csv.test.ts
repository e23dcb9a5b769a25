import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { readPaste, withPasted } from '../../../renderer/steps/endpoints/paste-edits.ts';
import { endpointsCsv } from '../../../shared/documents/endpoint-csv.ts';
import type { SiteEndpoint } from '../../../shared/site/schema.ts';

const roles = [
  { role: 'dnsServers', title: 'DNS servers' },
  { role: 'smbClients', title: 'SMB clients' },
];

/** The endpoints as one that has none reads them from the file. */
function readBack(csv: string): unknown {
  const empty = { ...sampleSite, nodes: [], endpoints: {} };
  const { items } = readPaste({ text: csv }, 'dnsServers', roles, empty);
  return withPasted(empty, items).endpoints;
}

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter(
  // What a site file may hold, as a person writes it: on one line, with plain spaces within.
  (text) =>
    text.trim() === text &&
    !/ {2}|[^\S ]/.test(text) &&
    !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(text),
);
const part = fc.oneof(
  word,
  fc.constantFrom('=1+1', "'=x", '-5', '@a', '+b', 'a,b', 'say "no"', 'ＤＣ１', '＝2'),
);
const ipv4 = fc
  .tuple(fc.integer({ min: 11, max: 99 }), fc.nat(255), fc.nat(255))
  .map(([a, b, c]) => `${a}.1.${b}.${c}`);
const name = fc.stringMatching(/^[a-z_][a-z0-9]{0,6}\.[a-z]{2,5}\.example$/);
const endpoint: fc.Arbitrary<SiteEndpoint> = fc.record(
  {
    address: fc.oneof(
      ipv4,
      name,
      name.map((one) => `*.${one}`),
    ),
    label: part,
    natAddress: ipv4,
    probeHosts: fc.array(ipv4, { minLength: 1, maxLength: 3 }),
    sni: name,
    issuer: part,
    public: fc.boolean(),
    expect: fc.array(ipv4, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['address'] },
);
const list = fc.uniqueArray(endpoint, { minLength: 1, maxLength: 6, selector: ({ address }) => address });

describe('endpoints as CSV', () => {
  it('come back as they went, whatever a person wrote', () => {
    fc.assert(
      fc.property(list, list, (dnsServers, smbClients) => {
        const plain = (one: SiteEndpoint): unknown => (Object.keys(one).length === 1 ? one.address : one);
        expect(readBack(endpointsCsv({ dnsServers, smbClients }))).toEqual({
          dnsServers: dnsServers.map(plain),
          smbClients: smbClients.map(plain),
        });
      }),
      { numRuns: 200 },
    );
  });

  it('never begin a field as a formula', () => {
    fc.assert(
      fc.property(list, (dnsServers) => {
        for (const row of endpointsCsv({ dnsServers }).slice(1).split('\r\n'))
          // A comma inside of quotes begins no field.
          for (const [, field = ''] of row.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g))
            expect(field).not.toMatch(/^"?\s*[=+\-@＝＋－＠]/);
      }),
      { numRuns: 100 },
    );
  });
});
