import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check, ProbeKind } from '../../shared/plan/types.ts';
import type { Observation } from '../../shared/probes/observation.ts';
import { labMissing } from './preconditions.ts';
import { chronyd } from './services/chronyd.ts';
import { krb5Kdc } from './services/krb5-kdc.ts';
import { nginx } from './services/nginx.ts';
import { openssh } from './services/openssh.ts';
import type { EngineName, ProbeCase, ProbeDriverOutput } from './services/probe-driver.ts';
import { engineNames } from './services/probe-driver.ts';
import { nfsServer } from './services/rpc.ts';
import { runProbes } from './services/run-probes.ts';
import { sambaDomainController, sambaFileServer } from './services/samba.ts';
import type { Service } from './services/service.ts';
import type { ServiceLab, WrongPeer } from './services/service-lab.ts';
import { startServiceLab, wrongPeers } from './services/service-lab.ts';
import { slapd } from './services/slapd.ts';
import { snmpd } from './services/snmpd.ts';

/** A probe, and the real servers that it must recognise. A new probe is one line in `table`. */
interface Row {
  readonly probe: ProbeKind;
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly servers: readonly { readonly server: Service; readonly says: RegExp }[];
  /** Wrong peers that are right ones for this probe. */
  readonly notWrong?: readonly WrongPeer[];
  readonly expectations?: Partial<Check['expectations']>;
}

const at = (server: Service, says: RegExp): Row['servers'][number] => ({ server, says });
const domain = { expectations: { domain: 'corp.example' } };

const rpcRow = (probe: ProbeKind, port: number): Row[] =>
  (['tcp', 'udp'] as const).map((transport) => ({
    ...{ probe, transport, port },
    servers: [at(nfsServer, new RegExp(`^RPC reply for ${probe}: SUCCESS`))],
  }));

const table: readonly Row[] = [
  { probe: 'ntp', transport: 'udp', port: 123, servers: [at(chronyd, /stratum 5/)] },
  {
    ...{ probe: 'ldap', transport: 'tcp', port: 389, ...domain },
    servers: [
      at(slapd, /^LDAP root entry, dc=corp,dc=example$/),
      at(sambaDomainController, /^LDAP root entry of dc1\.corp\.example, DC=corp,DC=example$/),
    ],
  },
  {
    ...{ probe: 'ldap', transport: 'udp', port: 389, ...domain },
    servers: [at(sambaDomainController, /^domain controller dc1\.corp\.example of corp\.example answers/)],
  },
  {
    ...{ probe: 'kerberos', transport: 'tcp', port: 88, ...domain },
    servers: [at(krb5Kdc, /CORP\.EXAMPLE/), at(sambaDomainController, /CORP\.EXAMPLE/)],
  },
  {
    ...{ probe: 'kerberos', transport: 'udp', port: 88, ...domain },
    servers: [at(krb5Kdc, /CORP\.EXAMPLE/), at(sambaDomainController, /CORP\.EXAMPLE/)],
  },
  {
    ...{ probe: 'smb', transport: 'tcp', port: 445 },
    servers: [
      at(sambaFileServer, /^SMB 3\.1\.1/),
      at(sambaDomainController, /^SMB 3\.1\.1, signing required$/),
    ],
  },
  {
    ...{ probe: 'netbios', transport: 'udp', port: 137 },
    servers: [at(sambaFileServer, /names of FILER1$/), at(sambaDomainController, /^NetBIOS names of /)],
  },
  {
    probe: 'ssh',
    transport: 'tcp',
    port: 22,
    servers: [at(openssh, /^SSH 2\.0, OpenSSH_/)],
    notWrong: ['ssh'],
  },
  { probe: 'http', transport: 'tcp', port: 80, servers: [at(nginx, /^HTTP 200/)], notWrong: ['http'] },
  // What they say to their own servers stands in secure-probes.test.ts, which has certificates.
  { probe: 'https', transport: 'tcp', port: 443, servers: [] },
  { probe: 'tls', transport: 'tcp', port: 636, servers: [] },
  { probe: 'proxy-connect', transport: 'tcp', port: 3128, servers: [] },
  ...rpcRow('portmapper', 111),
  ...rpcRow('nfs', 2049),
  ...rpcRow('mountd', 892),
  ...rpcRow('nlockmgr', 4045),
  ...rpcRow('status', 662),
  { probe: 'snmp', transport: 'udp', port: 161, servers: [at(snmpd, /^SNMPv3 engine 80001f88/)] },
  { probe: 'snmp-v2c', transport: 'udp', port: 161, servers: [at(snmpd, /^SNMPv2c answer$/)] },
];

const services = [...new Set(table.flatMap(({ servers }) => servers.map(({ server }) => server)))];
const portsOf = (transport: 'tcp' | 'udp'): number[] => [
  ...new Set(table.filter((row) => row.transport === transport).map(({ port }) => port)),
];

/** What each wrong peer has to be seen as. */
const expectedOf = {
  tcp: {
    ...{ silent: 'filtered', closed: 'refused', http: 'open', ssh: 'open', garbage: 'open' },
    ...{ flood: 'open', mute: 'open', echo: 'open' },
  },
  udp: {
    ...{ silent: 'no-answer', closed: 'refused', garbage: 'open', flood: 'open' },
    ...{ mute: 'no-answer', echo: 'open', elsewhere: 'no-answer' },
  },
} as const satisfies Record<'tcp' | 'udp', Partial<Record<WrongPeer, Observation>>>;

const idOf = (row: Row, peer: string): string => `${row.probe} ${row.port}/${row.transport} at ${peer}`;

const canUse = (row: Row, engine: EngineName): boolean => engine !== 'forward' || row.transport === 'tcp';

describe.skipIf(labMissing() !== null)('a probe', () => {
  let lab: ServiceLab | undefined;
  const addresses = new Map<Service, string>();
  const outputs = new Map<EngineName, ProbeDriverOutput>();

  const casesOf = (row: Row): ProbeCase[] => {
    const { probe, transport, port, expectations = {} } = row;
    const common = { probe, transport, port, expectations };
    const real = row.servers.map(({ server }) => ({
      ...{ id: idOf(row, server.name), address: addresses.get(server) ?? '', ...common },
    }));
    const wrong = (Object.keys(expectedOf[transport]) as (keyof typeof wrongPeers)[]).map((peer) => ({
      ...{ id: idOf(row, peer), address: wrongPeers[peer], ...common },
    }));
    return [...real, ...wrong];
  };

  beforeAll(async () => {
    for (const { name, needs } of services)
      for (const file of needs.files)
        if (!existsSync(file)) throw new Error(`${name} needs ${file} (Debian: ${needs.packages})`);
    const built = await startServiceLab();
    lab = built;
    await built.startWrongPeers({ tcp: portsOf('tcp'), udp: portsOf('udp') });
    for (const service of services) addresses.set(service, await built.startService(service));
  });
  afterAll(() => lab?.stop());

  describe.each(engineNames)('run by %s', (engine) => {
    const rows = table.filter((row) => canUse(row, engine));

    // A shell starts some processes for each of several hundred cases.
    beforeAll(async () => {
      if (lab !== undefined) outputs.set(engine, await runProbes(lab, engine, rows.flatMap(casesOf)));
    }, 240_000);

    it('comes to its end', () => {
      const output = outputs.get(engine);
      expect(output?.end).toBe('finished');
      expect(Object.keys(output?.results ?? {})).toHaveLength(rows.flatMap(casesOf).length);
    });

    it.each(
      rows.flatMap((row) => row.servers.map((one) => ({ row, ...one, name: idOf(row, one.server.name) }))),
    )('is confirmed: $name', ({ says, name }) => {
      const result = outputs.get(engine)?.results[name];
      expect(result).toMatchObject({ observation: 'confirmed' });
      expect(result?.outcome).toMatch(says);
    });

    it.each(rows.map((row) => ({ row, name: `${row.probe} ${row.port}/${row.transport}` })))(
      'is never confirmed by what is not its server: $name',
      ({ row }) => {
        const peers = Object.entries(expectedOf[row.transport]).filter(
          ([peer]) => row.notWrong?.includes(peer as WrongPeer) !== true,
        );
        const seen = peers.map(([peer]) => [
          peer,
          outputs.get(engine)?.results[idOf(row, peer)]?.observation,
        ]);
        // A netcat that is one of many processes may miss a datagram that answers. Nothing is confirmed by that.
        const missed = engine === 'shell' && row.transport === 'udp';
        const wanted = peers.map(([peer, word], index) => [
          peer,
          missed && word === 'open' && seen[index]?.[1] === 'no-answer' ? 'no-answer' : word,
        ]);
        expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(wanted));
      },
    );
  });
});
