import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { SiteFile } from '../../shared/site/schema.ts';
import { benchSite } from './bench-site.ts';
import type { DriverInput, DriverOutput } from './driver.ts';
import type { Network } from './network.ts';
import type { PortState, Target } from './targets.ts';
import { keyOf, targetPorts } from './targets.ts';

/** One run of one contestant over all targets. */
export interface Outcome {
  readonly ms: number;
  /** Targets of which it said something else than the truth. */
  readonly wrong: readonly string[];
  /** Ours only: what came when, and how much memory. */
  readonly detail: DriverOutput | null;
}

function wrongOf(targets: readonly Target[], said: ReadonlyMap<string, string>): string[] {
  return targets
    .filter((target) => said.get(keyOf(target)) !== target.state)
    .map((target) => `${keyOf(target)} is ${target.state}, not ${said.get(keyOf(target)) ?? 'unsaid'}`);
}

const ourWords: Readonly<Record<string, PortState>> = { open: 'open', refused: 'closed', filtered: 'silent' };
const nmapWords: Readonly<Record<string, PortState>> = { open: 'open', closed: 'closed', filtered: 'silent' };

/** The product's run, detection included, timed from the moment when the SSH session stands. */
export async function runOurs(
  network: Network,
  targets: readonly Target[],
  checks: SiteFile['checks'] = {},
): Promise<Outcome & { readonly detail: DriverOutput }> {
  const program = join(network.folder, 'driver.cjs');
  if (!existsSync(program))
    await build({
      entryPoints: [new URL('driver.ts', import.meta.url).pathname],
      ...{ bundle: true, platform: 'node', format: 'cjs', outfile: program, logLevel: 'silent' },
      external: ['cpu-features', '*.node'],
    });
  const file = join(network.folder, 'driver.json');
  const input: DriverInput = {
    site: benchSite(targets, network.keys.hostKeyFingerprint, checks),
    identity: network.keys.identity,
  };
  writeFileSync(file, JSON.stringify(input));
  const { code, stdout, stderr } = await network.exec('laptop', [process.execPath, program, file], {
    timeoutMs: 300_000,
  });
  if (code !== 0) throw new Error(`The run ended with ${String(code)}: ${stderr}`);
  const detail = JSON.parse(stdout) as DriverOutput;
  if (detail.failure !== null) throw new Error(`The node could not be checked: ${detail.failure}`);
  const said = new Map(
    Object.entries(detail.observations).map(([key, word]) => [key, ourWords[word] ?? word]),
  );
  return { ms: detail.total, wrong: wrongOf(targets, said), detail };
}

export const nmapOptions = ['-sT', '-Pn', '-n', '-T4', '--max-retries', '1', '--host-timeout', '0'];

function addressesOf(targets: readonly Target[]): string[] {
  return [...new Set(targets.map(({ address }) => address))];
}

export async function runNmap(network: Network, targets: readonly Target[]): Promise<Outcome> {
  const file = join(network.folder, 'addresses.txt');
  writeFileSync(file, addressesOf(targets).join('\n'));
  const began = performance.now();
  const { code, stdout, stderr } = await network.exec(
    'node',
    ['nmap', ...nmapOptions, '-p', targetPorts.join(','), '-oG', '-', '-iL', file],
    { timeoutMs: 300_000 },
  );
  const ms = performance.now() - began;
  if (code !== 0) throw new Error(`nmap: ${stderr}`);
  const said = new Map<string, string>();
  for (const [, address = '', ports = ''] of stdout.matchAll(/^Host: (\S+) .*Ports: (.*?)(?:\t|$)/gm))
    for (const [, port = '', state = ''] of ports.matchAll(/(\d+)\/(open|closed|filtered)\//g))
      said.set(`${address}:${port}`, nmapWords[state] ?? state);
  // nmap leaves out a state that most ports of a host share, and names it for the rest.
  for (const [, address = '', state = ''] of stdout.matchAll(
    /^Host: (\S+) .*Ignored State: (open|closed|filtered)/gm,
  ))
    for (const port of targetPorts)
      if (!said.has(`${address}:${port}`)) said.set(`${address}:${port}`, nmapWords[state] ?? state);
  return { ms, wrong: wrongOf(targets, said), detail: null };
}

/** What people do by hand: one port after the other. */
export async function runNetcat(network: Network, targets: readonly Target[]): Promise<Outcome> {
  const file = join(network.folder, 'netcat.txt');
  writeFileSync(file, targets.map(({ address, port }) => `${address} ${port}\n`).join(''));
  const loop = 'while read a p; do m=$(nc -zvn -w3 $a $p 2>&1); echo "$a:$p $? $m"; done < "$0"';
  const began = performance.now();
  const { stdout } = await network.exec('node', ['sh', '-c', loop, file], { timeoutMs: 1_800_000 });
  const ms = performance.now() - began;
  const said = new Map<string, string>();
  for (const [, key = '', status = '', text = ''] of stdout.matchAll(/^(\S+:\d+) (\d+) (.*)$/gm))
    said.set(key, status === '0' ? 'open' : /refused/i.test(text) ? 'closed' : 'silent');
  return { ms, wrong: wrongOf(targets, said), detail: null };
}
