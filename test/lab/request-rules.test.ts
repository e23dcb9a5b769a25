import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCatalog } from '../../shared/catalog/catalogs.ts';
import type { Report } from '../../shared/report/schema.ts';
import { reportSchema } from '../../shared/report/schema.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import { labMissing } from './preconditions.ts';
import type { Daemon } from './processes.ts';
import type { OutsideFlow } from './request-rules/outside-flows.ts';
import { outsideFlows } from './request-rules/outside-flows.ts';
import { arrangeSite, prepareNetwork, tryFlows } from './request-rules/network.ts';
import type { RequestSite } from './request-rules/sites.ts';
import { requestSite } from './request-rules/sites.ts';
import { cli } from './run-check.ts';
import { nodeKind } from './scenarios/node-kinds.ts';
import { startNode } from './scenarios/node-root.ts';
import { randomFrom } from './scenarios/random.ts';
import { places } from './scenarios/services.ts';
import { missingServers } from './scenarios/start-services.ts';
import type { World } from './scenarios/world.ts';
import { startWorld } from './scenarios/world.ts';

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

/** Takes the file into a firewall that drops everything else, as its header says. */
const loaders = {
  nftables: async ({ namespaces }: World, text: string): Promise<void> => {
    // The second of the two ways: the base chain that drops.
    const whole = text.replaceAll('#option# ', '');
    await namespaces.feed('firewall', ['nft', '-c', '-f', '-'], text);
    await namespaces.feed('firewall', ['nft', '-f', '-'], `flush ruleset\n${whole}`);
  },
  iptables: async ({ namespaces }: World, text: string): Promise<void> => {
    const own = [
      ...['*filter', ':INPUT ACCEPT [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]'],
      '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
      'COMMIT',
    ];
    await namespaces.feed('firewall', ['nft', '-f', '-'], 'flush ruleset\n');
    await namespaces.feed('firewall', ['iptables-restore'], `${own.join('\n')}\n`);
    await namespaces.feed('firewall', ['iptables-restore', '--test', '--noflush'], text);
    await namespaces.feed('firewall', ['iptables-restore', '--noflush'], text);
    const jump = /^# {5}iptables (-I FORWARD -j \S+)/m.exec(text)?.[1];
    if (jump === undefined) throw new Error('The file does not say how to jump to it.');
    await namespaces.set('firewall', [`iptables ${jump}`]);
  },
} as const;

interface Written {
  readonly nftables: string;
  readonly iptables: string;
}

function ruleSetOf({ file }: RequestSite): RuleSet {
  const parsed = parseSite(file, findCatalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const catalog = findCatalog(parsed.value.catalog);
  if (catalog === undefined) throw new Error('There is no such catalogue.');
  return deriveRules(catalog, parsed.value);
}

/** The request in both languages, by the command line. */
async function writeRequest(world: World, site: RequestSite, folder: string): Promise<Written> {
  const file = join(folder, 'lab.site.json');
  writeFileSync(file, JSON.stringify(site.file));
  const { code, stderr } = await world.exec('laptop', [
    ...[process.execPath, cli, 'request', file, '--out', folder, '--format', 'nftables,iptables'],
  ]);
  if (code !== 0) throw new Error(`request, seed ${site.seed}: ${stderr}`);
  const stem = join(folder, `LAB-${site.seed}_A`);
  return {
    nftables: readFileSync(`${stem}.nft`, 'utf8'),
    iptables: readFileSync(`${stem}.iptables`, 'utf8'),
  };
}

async function check(world: World, folder: string, out: string): Promise<Report> {
  const report = join(folder, out, 'lab.readiness.json');
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const { stderr } = await world.exec(
    'laptop',
    [
      ...[
        process.execPath,
        cli,
        'check',
        join(folder, 'lab.site.json'),
        '--out',
        join(folder, out),
        '--listen',
        'all',
      ],
      ...['--identity', world.keys.identity, '--signing-key', world.keys.identity],
    ],
    {
      timeoutMs: 100_000,
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        XDG_CONFIG_HOME: join(home, '.config'),
        LC_ALL: 'C.UTF-8',
      },
    },
  );
  if (!existsSync(report)) throw new Error(`check: ${stderr}`);
  return reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
}

/** Required rules and groups that did not pass, with what was seen of them. */
function missedRequired({ rules, groups, checks }: Report): string[] {
  const seen = (rule: string): string =>
    checks
      .filter((one) => one.rule === rule)
      .map(({ observation, target }) => `${target.resolved ?? target.address} ${observation}`)
      .join(', ');
  return [
    ...rules
      .filter(({ level, group, verdict }) => level === 'required' && group === null && verdict !== 'pass')
      .map(({ id, verdict }) => `${id} ${verdict}: ${seen(id)}`),
    ...groups
      .filter(({ level, verdict }) => level === 'required' && verdict !== 'pass')
      .map(({ id, verdict }) => `${id} ${verdict}`),
  ];
}

const shown = (flows: readonly OutsideFlow[], through: readonly boolean[], wanted: boolean): string[] =>
  flows
    .filter((_, index) => through[index] === wanted)
    .map(({ kind, from, to, protocol, port }) => `${kind}: ${from} > ${to} ${port}/${protocol}`);

const missing = labMissing() ?? (missingServers().length === 0 ? null : missingServers().join(', '));

describe.skipIf(missing !== null)(
  'the rules of a request, loaded into a firewall that drops the rest',
  () => {
    let world: World;
    let daemons: readonly Daemon[] = [];
    const outside = new Map<number, readonly OutsideFlow[]>();

    beforeAll(async () => {
      world = await startWorld();
      const node = await startNode(
        nodeKind('python'),
        { namespace: world.namespaces.names.node, folder: world.folder, resolver: places.resolver },
        world.keys,
      );
      daemons = [node, ...(await prepareNetwork(world))];
    });
    afterAll(async () => {
      await Promise.all(daemons.map((daemon) => daemon.stop()));
      await world.stop();
    });

    it.each(seeds)(
      'let every required rule of site %i pass in real checks, and nothing more',
      async (seed) => {
        const site = requestSite(seed, {
          authorityPem: world.authorityPem,
          hostKey: world.keys.hostKeyFingerprint,
        });
        const folder = join(world.folder, 'request');
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
        await arrangeSite(world, site);
        const written = await writeRequest(world, site, folder);
        const flows = outsideFlows(ruleSetOf(site), randomFrom(seed));
        outside.set(seed, flows);

        // Both ends are there: with a firewall that lets everything through, every one of these flows gets through.
        await world.namespaces.feed('firewall', ['nft', '-f', '-'], 'flush ruleset\n');
        expect(shown(flows, await tryFlows(world, flows, 2), false)).toEqual([]);

        for (const dialect of ['nftables', 'iptables'] as const) {
          for (const name of ['store.cloud.example', '*.pds.example'])
            expect(written[dialect]).toMatch(
              new RegExp(
                `NOT WRITTEN: line \\d+, named\\.\\S+: ${name.replace('*', '\\*')} is not expressible here`,
              ),
            );
          await loaders[dialect](world, written[dialect]);
          const report = await check(world, folder, dialect);
          expect(missedRequired(report)).toEqual([]);
          expect(report.rules.filter(({ level }) => level === 'required').length).toBeGreaterThan(5);
          expect(shown(flows, await tryFlows(world, flows, 0.5), true)).toEqual([]);
        }
      },
      120_000,
    );

    it('were tried with 200 flows outside the requests, half of them near misses of every kind', () => {
      const all = [...outside.values()].flat();
      expect(all).toHaveLength(200);
      expect(all.filter(({ kind }) => kind !== 'far off')).toHaveLength(100);
      for (const kind of ['next port', 'next address', 'other direction', 'other transport'] as const)
        expect(all.filter((flow) => flow.kind === kind).length).toBeGreaterThanOrEqual(20);
    });
  },
);
