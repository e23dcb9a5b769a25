import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateFingerprint } from '../../electron/engines/tls-trust.ts';
import type { ProbeKind } from '../../shared/plan/types.ts';
import type { Observation } from '../../shared/probes/observation.ts';
import type { Authority } from '../helpers/certificate-maker.ts';
import { makeCertificatesIn } from '../helpers/certificate-maker.ts';
import { labMissing } from './preconditions.ts';
import type { NginxServer } from './services/nginx.ts';
import { nginxFiles, startNginx } from './services/nginx.ts';
import { openssh } from './services/openssh.ts';
import type { EngineName, ProbeCase, ProbeDriverOutput } from './services/probe-driver.ts';
import { engineNames } from './services/probe-driver.ts';
import { rsyslogd } from './services/rsyslogd.ts';
import { runProbes } from './services/run-probes.ts';
import type { Service } from './services/service.ts';
import type { ServiceLab } from './services/service-lab.ts';
import { startServiceLab, wrongPeers } from './services/service-lab.ts';
import { squidFiles, squidPorts, startSquid } from './services/squid.ts';

const name = 'store.corp.example';
/** TLS ports of rules and of custom rules, each with its probe. */
const tlsPorts: readonly (readonly [ProbeKind, number])[] = [
  ['https', 443],
  ['https', 8443],
  ['https', 35357],
  ['tls', 636],
  ['tls', 3269],
  ['tls', 6514],
];

interface Expected {
  readonly observation: Observation;
  readonly outcome: RegExp;
}
interface Wanted extends Expected {
  readonly title: string;
  readonly one: Omit<ProbeCase, 'id'>;
  /** Where the laptop's engine, which only judges In rules, sees something else. */
  readonly laptop?: Expected;
}

const fingerprintOf = ({ pem }: { readonly pem: string }): string =>
  certificateFingerprint(new X509Certificate(pem).raw);

describe.skipIf(labMissing() !== null)('TLS, proxies and portals, met by', () => {
  let lab: ServiceLab | undefined;
  let wanted: readonly Wanted[] = [];
  const outputs = new Map<EngineName, ProbeDriverOutput>();

  const build = async (built: ServiceLab): Promise<readonly string[]> => {
    const certificates = join(built.folder, 'made-certificates');
    mkdirSync(certificates);
    const maker = makeCertificatesIn(certificates);
    const [authority, inspector] = [maker.authority('Lab CA'), maker.authority('Inspection Device CA')];
    const inspectorPem = join(certificates, 'inspector.pem');
    writeFileSync(inspectorPem, inspector.pem + readFileSync(inspector.keyFile, 'utf8'));
    const chainOf = (leafName: string, issuer: Authority): { chain: string; key: string; pem: string } => {
      const folder = join(
        certificates,
        `${leafName}-${fingerprintOf(issuer).slice(7, 12).replaceAll('/', '-')}`,
      );
      mkdirSync(folder);
      const leaf = makeCertificatesIn(folder).leaf(name, issuer, { names: `DNS:${name}` });
      const chain = join(folder, 'chain.pem');
      writeFileSync(chain, leaf.pem + issuer.pem);
      return { chain, key: leaf.keyFile, pem: leaf.pem };
    };
    const genuine = chainOf('genuine', authority);
    const forged = chainOf('forged', inspector);

    const nginxService = (title: string, servers: readonly NginxServer[]): Service => ({
      ...{ name: title, needs: nginxFiles },
      start: async (namespace, address, folder) => [await startNginx(namespace, address, folder, servers)],
    });
    const page = 'add_header x-amz-request-id 4442587FB7D0A2F9 always; return 403;';
    const onAllPorts = (tls: { chain: string; key: string }, says: string): NginxServer[] =>
      tlsPorts.map(([, port]) => ({ port, tls, says }));
    const origin = await built.startService(
      nginxService('origin', [...onAllPorts(genuine, page), { port: 80, says: page }]),
    );
    const inspected = await built.startService(nginxService('inspected', onAllPorts(forged, page)));
    const portal = await built.startService(
      nginxService('portal', [
        { port: 80, says: `return 302 http://portal.guest.example/welcome?url=http://$host/;` },
        { port: 81, says: 'return 511;' },
        { port: 82, says: 'return 407;' },
        { port: 83, says: `return 302 https://${name}:8443/login;` },
        { port: 443, tls: forged, says: 'return 407;' },
      ]),
    );
    const ssh = await built.startService(openssh);
    const closedPort = 22;
    const proxy = await built.startService({
      ...{ name: 'squid', needs: squidFiles },
      start: async (namespace, address, folder) => [
        await startSquid(namespace, address, folder, { inspectorPem, denied: inspected }),
      ],
    });
    const logs = await built.startService(rsyslogd);
    await built.startWrongPeers({ tcp: [3128], udp: [] });

    const issuer = fingerprintOf(authority);
    const named = { serverName: name } as const;
    const pin = fingerprintOf(genuine);
    const tcp = { transport: 'tcp' } as const;
    const same = (title: string, one: Wanted['one'], observation: Observation, outcome: RegExp): Wanted => ({
      ...{ title, one, observation, outcome },
    });
    const through = (
      title: string,
      at: number,
      behind: NonNullable<ProbeCase['through']>,
      observation: Observation,
      outcome: RegExp,
      laptop?: Expected,
    ): Wanted => ({
      title,
      one: {
        ...{ probe: 'proxy-connect', ...tcp, address: proxy, port: at, through: behind },
        expectations: { ...named, issuer },
        certificatePin: pin,
      },
      ...{ observation, outcome },
      ...(laptop === undefined ? {} : { laptop }),
    });
    const store = { host: origin, port: 443, tls: true };
    wanted = [
      ...tlsPorts.flatMap(([probe, port]): Wanted[] => [
        same(
          `${probe} ${port}: the right server with the CA entered`,
          { probe, ...tcp, address: origin, port, expectations: { ...named, issuer }, certificatePin: pin },
          ...(['confirmed', /^TLS handshake/] as const),
        ),
        same(
          `${probe} ${port}: an inspecting proxy, with the issuer entered`,
          {
            probe,
            ...tcp,
            address: inspected,
            port,
            expectations: { ...named, issuer },
            certificatePin: pin,
          },
          ...(['intercepted', /Inspection Device CA/] as const),
        ),
        same(
          `${probe} ${port}: an inspecting proxy, for a public endpoint`,
          {
            ...{ probe, ...tcp, address: inspected, port, certificatePin: pin },
            expectations: { ...named, public: true },
          },
          ...(['intercepted', /Inspection Device CA/] as const),
        ),
      ]),
      same(
        'http 80: the store',
        { probe: 'http', ...tcp, address: origin, port: 80 },
        'confirmed',
        /^HTTP 403/,
      ),
      {
        ...same(
          'http 80: a portal',
          { probe: 'http', ...tcp, address: portal, port: 80 },
          'intercepted',
          /portal/,
        ),
        // A node may send its administrators wherever it wants.
        laptop: { observation: 'confirmed', outcome: /^HTTP 302/ },
      },
      same(
        'http 81: a network login',
        { probe: 'http', ...tcp, address: portal, port: 81 },
        'intercepted',
        /HTTP 511/,
      ),
      same(
        'http 82: a proxy’s login',
        { probe: 'http', ...tcp, address: portal, port: 82 },
        'intercepted',
        /HTTP 407/,
      ),
      same(
        'http 83: a server’s own login page',
        { probe: 'http', ...tcp, address: portal, port: 83, expectations: named },
        ...(['confirmed', /^HTTP 302/] as const),
      ),
      same(
        'https 443: a proxy’s login inside TLS of nobody known',
        { probe: 'https', ...tcp, address: portal, port: 443, expectations: named },
        ...(['intercepted', /wants a login/] as const),
      ),
      same(
        'http 80: squid in the place of a server that it denies',
        {
          probe: 'http',
          ...tcp,
          address: proxy,
          port: squidPorts.redirected,
          expectations: { serverName: inspected },
        },
        ...(['intercepted', /ERR_ACCESS_DENIED/] as const),
      ),
      same(
        'http 3128: squid itself',
        { probe: 'http', ...tcp, address: proxy, port: 3128 },
        'intercepted',
        /Squid/,
      ),
      through(
        'connected, TLS to the right server',
        squidPorts.plain,
        store,
        'confirmed',
        /^through the proxy/,
      ),
      through(
        'connected, but TLS is inspected',
        squidPorts.inspecting,
        store,
        'intercepted',
        /^through the proxy.*Inspection Device CA|^through the proxy.*another one/,
      ),
      through('a login is wanted', squidPorts.login, store, 'open', /user name and password \(HTTP 407\)/),
      through(
        'not allowed there',
        squidPorts.plain,
        { ...store, host: inspected },
        ...(['rejected', /does not allow .*ERR_ACCESS_DENIED/] as const),
      ),
      through(
        'nobody listens behind it',
        squidPorts.plain,
        { ...store, host: origin, port: closedPort, tls: false },
        ...(['unreachable', /no way to .*ERR_CONNECT_FAIL/] as const),
      ),
      through(
        'the name does not resolve there',
        squidPorts.plain,
        { ...store, host: 'nowhere.corp.example' },
        ...(['unreachable', /cannot resolve/] as const),
      ),
      through(
        'connected to SSH, which nobody speaks through it',
        squidPorts.plain,
        { host: ssh, port: 22, tls: false },
        ...(['confirmed', /the proxy is connected to/] as const),
      ),
      through(
        'a web page, without a tunnel',
        squidPorts.plain,
        { host: origin, port: 80, tls: false },
        ...(['confirmed', /answers for/] as const),
      ),
      through(
        'connected to what speaks no TLS',
        squidPorts.plain,
        { host: ssh, port: 22, tls: true },
        ...(['open', /no valid proxy or TLS answer/] as const),
      ),
      ...(['http', 'ssh', 'garbage', 'flood', 'mute', 'echo'] as const).map((peer): Wanted =>
        same(
          `in the place of the proxy: ${peer}`,
          {
            ...{ probe: 'proxy-connect', ...tcp, address: wrongPeers[peer], port: 3128, through: store },
            expectations: { ...named, issuer },
          },
          ...(['open', /./] as const),
        ),
      ),
      same(
        'tcp 514: a log server',
        { probe: 'tcp', ...tcp, address: logs, port: 514 },
        'open',
        /^connected$/,
      ),
    ];
    return [authority.pem];
  };

  beforeAll(async () => {
    for (const { files, packages } of [nginxFiles, squidFiles, openssh.needs, rsyslogd.needs])
      for (const file of files)
        if (!existsSync(file)) throw new Error(`${file} is missing (Debian: ${packages})`);
    const built = await startServiceLab();
    lab = built;
    const trusted = await build(built);
    for (const engine of engineNames)
      outputs.set(
        engine,
        await runProbes(
          built,
          engine,
          wanted.map(({ title, one }) => ({ id: title, ...one })),
          trusted,
        ),
      );
  });
  afterAll(() => lab?.stop());

  it.each(engineNames)('%s are told apart', (engine) => {
    const output = outputs.get(engine);
    expect(output?.end).toBe('finished');
    const words = wanted.map(({ title, laptop, observation }) => [
      title,
      engine === 'laptop' ? (laptop?.observation ?? observation) : observation,
    ]);
    const seen = wanted.map(({ title }) => [title, output?.results[title]?.observation]);
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(words));
    for (const { title, outcome, laptop } of wanted)
      if (engine !== 'laptop' || laptop !== undefined)
        expect(output?.results[title]?.outcome, title).toMatch(
          engine === 'laptop' ? (laptop?.outcome ?? outcome) : outcome,
        );
  });

  it.each(engineNames)('%s name S3, the server, and the protocol inside', (engine) => {
    const results = outputs.get(engine)?.results;
    expect(results?.['http 80: the store']?.evidence).toMatchObject({ httpStatus: 403, s3: true });
    expect(results?.['https 443: the right server with the CA entered']?.evidence).toMatchObject({
      ...{ alpn: 'http/1.1', httpStatus: 403, s3: true },
      server: expect.stringMatching(/^nginx/) as string,
    });
  });
});
