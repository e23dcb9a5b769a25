import fc from 'fast-check';
import { parseIp } from '../../shared/lib/ip.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import { panzura } from './site-fixtures.ts';

const catalog = panzura();

const v4Host = fc
  .tuple(fc.constantFrom(10, 172, 198), fc.nat(255), fc.nat(255), fc.integer({ min: 1, max: 254 }))
  .map(([a, b, c, d]) => `${a}.${b}.${c}.${d}`);
const v4Network = fc
  .tuple(fc.nat(255), fc.nat(255), fc.constantFrom(24, 28, 30, 31, 32))
  .map(([b, c, prefix]) => `10.${b}.${c}.0/${prefix}`);
const v6Host = fc.integer({ min: 1, max: 0xffff }).map((n) => `2001:db8:${n.toString(16)}::1`);
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e').map((letter) => `${letter}.cloud.example`);
const pattern = fc.constantFrom('*.pds.example', '*.s3.example');
/** In the own subnet of one of the nodes, where no firewall is asked. */
const neighbour = fc
  .tuple(fc.nat(2), fc.integer({ min: 20, max: 254 }))
  .map(([subnet, host]) => `10.20.${subnet}.${host}`);
const address = fc.oneof(
  { weight: 6, arbitrary: v4Host },
  neighbour,
  { weight: 2, arbitrary: v4Network },
  v6Host,
  { weight: 2, arbitrary: name },
  pattern,
);

const endpointList = fc.uniqueArray(address, {
  maxLength: 4,
  selector: (text) => {
    const ip = parseIp(text);
    return ip === null ? text : ip.value;
  },
});

const features = fc.record(
  Object.fromEntries(Object.keys(catalog.features).map((feature) => [feature, fc.boolean()])),
  { requiredKeys: [] },
);

const endpoints = fc.record(
  Object.fromEntries(Object.keys(catalog.roles).map((role) => [role, endpointList])),
  { requiredKeys: [] },
);

const nodes = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.boolean(),
    fc.constantFrom(null, '10.20.', '10.77.'),
    fc.boolean(),
  )
  .map(([count, six, virtual, together]) =>
    Array.from({ length: count }, (_, index) => ({
      name: `node-${index + 1}`,
      lan: {
        address: together ? `10.20.0.${10 + index}/24` : `10.20.${index}.10/24`,
        gateway: `10.20.${together ? 0 : index}.1`,
        ...(six ? { address6: `2001:db8:20:${index}::10/64` } : {}),
      },
      wan: { address: `203.0.113.${8 * index + 2}/29` },
      ...(virtual === null
        ? {}
        : { virtualAddresses: [{ port: 'lan' as const, address: `${virtual}${index}.19` }] }),
    })),
  );

const overrides = fc.record(
  {
    ntp: fc.record({ enabled: fc.boolean(), by: fc.constant('A'), reason: fc.constant('B') }),
    'name-server': fc.record({
      direction: fc.constantFrom('in', 'out', 'both'),
      port: fc.constantFrom('lan', 'wan', 'both'),
    }),
    syslog: fc.record({ services: fc.subarray(['514/tcp', '514/udp'], { minLength: 1 }) }),
    'support-assistance': fc.record({
      services: fc.subarray(['22/tcp', '80/tcp', '443/tcp'], { minLength: 1 }),
    }),
    dns: fc.record({
      services: fc.subarray(['53/tcp', '53/udp'], { minLength: 1 }),
      by: fc.constant('A'),
      reason: fc.constant('B'),
    }),
    'object-store': fc.record({
      port: fc.constantFrom('lan', 'wan', 'both'),
      services: fc.subarray(['80/tcp', '443/tcp'], { minLength: 1 }),
    }),
  },
  { requiredKeys: [] },
);

/** Valid sites of many kinds: modes, nodes, features, endpoints, overrides, a rule of the site's own. */
export const anySite: fc.Arbitrary<SiteFile> = fc
  .record({
    deployment: fc.constantFrom('one-arm', 'inline'),
    nodes,
    features,
    endpoints,
    entries: overrides,
    custom: fc.option(
      fc.tuple(endpointList, fc.constantFrom('in', 'out'), fc.constantFrom('lan', 'wan', 'both')),
    ),
    proxied: fc.boolean(),
  })
  .map(({ features: on, custom, proxied, ...rest }): SiteFile => {
    const wanted = on as Record<string, boolean>;
    return {
      format: 'gatecheck/site@1',
      catalog: catalog.id,
      ...(rest as Omit<SiteFile, 'format' | 'catalog'>),
      features: wanted['nfs'] === true ? wanted : { ...wanted, nfsKerberos: false },
      customRules:
        custom === null
          ? []
          : [
              {
                id: 'icap',
                title: 'ICAP',
                direction: custom[1],
                port: custom[2],
                services: ['1344/tcp', '8000-8010/udp'],
                endpoints: custom[0],
                reason: 'Scan.',
              },
            ],
      proxy: proxied ? { host: '10.20.5.80', port: 3128, entries: ['licensing', 'object-store'] } : null,
    };
  });
