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

type DialectName = keyof typeof loaders;
const dialects = ['nftables', 'iptables'] as const satisfies readonly DialectName[];

interface Ground {
  readonly dialect: DialectName;
  readonly world: World;
  readonly stop: () => Promise<void>;
}

/** The lab's network with a node in it. */
async function startGround(dialect: DialectName): Promise<Ground> {
  const world = await startWorld();
  const daemons: Daemon[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    await world.stop();
  };
  try {
    const place = { namespace: world.namespaces.names.node, folder: world.folder, resolver: places.resolver };
    daemons.push(await startNode(nodeKind('python'), place, world.keys));
    daemons.push(...(await prepareNetwork(world)));
    return { dialect, world, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ruleSetOf({ file }: RequestSite): RuleSet {
  const parsed = parseSite(file, findCatalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const catalog = findCatalog(parsed.value.catalog);
  if (catalog === undefined) throw new Error('There is no such catalogue.');
  return deriveRules(catalog, parsed.value);
}

/** The request in a firewall's language, by the command line. */
async function writeRequest(
  world: World,
  site: RequestSite,
  folder: string,
  dialect: DialectName,
): Promise<string> {
  const file = join(folder, 'lab.site.json');
  writeFileSync(file, JSON.stringify(site.file));
  const { code, stdout, stderr } = await world.exec('laptop', [
    ...[process.execPath, cli, 'request', file, '--out', folder, '--format', dialect],
  ]);
  if (code !== 0) throw new Error(`request, seed ${site.seed}: ${stderr}`);
  return readFileSync(stdout.trim(), 'utf8');
}

async function check(world: World, folder: string): Promise<Report> {
  const report = join(folder, 'lab.readiness.json');
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const { stderr } = await world.exec(
    'laptop',
    [
      ...[process.execPath, cli, 'check', join(folder, 'lab.site.json'), '--out', folder, '--listen', 'all'],
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
    /** One for each language: most of the time is waiting, so both are tried at once. */
    let grounds: readonly Ground[] = [];
    const outside = new Map<number, readonly OutsideFlow[]>();

    beforeAll(async () => {
      const started = await Promise.allSettled(dialects.map(startGround));
      grounds = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      for (const one of started) if (one.status === 'rejected') throw one.reason;
    });
    afterAll(async () => {
      await Promise.all(grounds.map((ground) => ground.stop()));
    });

    it.each(seeds)(
      'let every required rule of site %i pass in real checks, and nothing more',
      async (seed) => {
        await Promise.all(
          grounds.map(async ({ dialect, world }) => {
            const site = requestSite(seed, {
              authorityPem: world.authorityPem,
              hostKey: world.keys.hostKeyFingerprint,
            });
            const folder = join(world.folder, 'request');
            rmSync(folder, { recursive: true, force: true });
            mkdirSync(folder);
            await arrangeSite(world, site);
            const text = await writeRequest(world, site, folder, dialect);
            for (const name of ['store.cloud.example', '*.pds.example'])
              expect(text).toMatch(
                new RegExp(
                  `NOT WRITTEN: line \\d+, named\\.\\S+: ${name.replace('*', '\\*')} is not expressible here`,
                ),
              );
            const flows = outsideFlows(ruleSetOf(site), randomFrom(seed));
            outside.set(seed, flows);

            // Both ends are there: where the firewall lets everything through, every one of these flows gets through.
            await world.namespaces.feed('firewall', ['nft', '-f', '-'], 'flush ruleset\n');
            expect(shown(flows, await tryFlows(world, flows, 2), false)).toEqual([]);

            await loaders[dialect](world, text);
            const report = await check(world, folder);
            expect(missedRequired(report)).toEqual([]);
            expect(report.rules.filter(({ level }) => level === 'required').length).toBeGreaterThan(5);
            expect(shown(flows, await tryFlows(world, flows, 0.5), true)).toEqual([]);
          }),
        );
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
