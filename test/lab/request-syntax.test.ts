import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iptables } from '../../shared/documents/firewall/iptables.ts';
import { nftables } from '../../shared/documents/firewall/nftables.ts';
import type { FirewallConfigInput, FirewallRule } from '../../shared/documents/firewall/types.ts';
import { anySite } from '../helpers/any-site.ts';
import { hostileInput, hostileNames, inputOf, inputOfSite } from '../helpers/dialects/cloud-laws.ts';
import { siteOf } from '../helpers/site-fixtures.ts';
import type { Namespaces } from './namespaces.ts';
import { makeNamespaces, run, sweepLeftovers } from './namespaces.ts';
import { labMissing } from './preconditions.ts';

/** Sites by seed that nft and iptables-restore read; REQUEST_SITES gives another number. */
const sites = Number(process.env['REQUEST_SITES'] ?? 300);

const removals = (input: FirewallConfigInput): FirewallConfigInput => ({
  ...input,
  rules: input.rules.map((rule): FirewallRule => ({ ...rule, change: 'remove' })),
});

/** Prints the name of every file that a tool refuses, with what it said, and at last how many files it read. */
const readAll = `
cd "$1" || exit 1
for file in *.nft; do nft -c -f "$file" 2>&1 || echo "refused $file"; done
for file in *.v4; do iptables-restore --test "$file" 2>&1 || echo "refused $file"; done
for file in *.v6; do ip6tables-restore --test "$file" 2>&1 || echo "refused $file"; done
ls *.nft *.v4 *.v6 | wc -l
`;

describe.skipIf(labMissing() !== null)('nft and iptables-restore', () => {
  let namespaces: Namespaces;
  let folder: string;
  beforeAll(async () => {
    sweepLeftovers();
    namespaces = await makeNamespaces([]);
    folder = mkdtempSync(join(tmpdir(), 'gatecheck-syntax-'));
  });
  afterAll(() => {
    namespaces.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`accept the requests of ${sites} random sites, of names that attack them, and what takes them back`, async () => {
    const inputs = [
      ...fc.sample(anySite, { numRuns: sites, seed: 21 }).map((file) => inputOf(siteOf(file))),
      ...hostileNames.map(hostileInput),
      ...['gdansk-dc1', 'szczecin-dc1', 'draft'].map((name) => inputOfSite(name)),
      ...['gdansk-dc1', 'szczecin-dc1'].map((name) => removals(inputOfSite(name))),
    ];
    let six = 0;
    for (const [index, input] of inputs.entries()) {
      writeFileSync(join(folder, `${index}.nft`), nftables.write(input).text);
      const { text } = iptables.write(input);
      writeFileSync(join(folder, `${index}.v4`), text);
      const behind = text.split('\n').filter((line) => line.startsWith('#6 '));
      if (behind.length === 0) continue;
      six += 1;
      writeFileSync(join(folder, `${index}.v6`), `${behind.map((line) => line.slice(3)).join('\n')}\n`);
    }
    expect(six).toBeGreaterThan(sites / 10);
    const { stdout } = await run(
      ['ip', 'netns', 'exec', namespaces.names.firewall, 'sh', '-c', readAll, 'sh', folder],
      { timeoutMs: 110_000 },
    );
    expect(stdout.trim()).toBe(`${2 * inputs.length + six}`);
  });

  it('refuse a file with a line that is none of theirs', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'gatecheck-syntax-'));
    const input = inputOfSite('gdansk-dc1');
    writeFileSync(join(broken, '1.nft'), nftables.write(input).text.replaceAll('saddr', 'sadr'));
    writeFileSync(join(broken, '1.v4'), iptables.write(input).text.replaceAll('--dport ', '--dpt '));
    writeFileSync(join(broken, '1.v6'), '*filter\nCOMMIT\n');
    const { stdout } = await run([
      'ip',
      'netns',
      'exec',
      namespaces.names.firewall,
      'sh',
      '-c',
      readAll,
      'sh',
      broken,
    ]);
    rmSync(broken, { recursive: true, force: true });
    expect(stdout).toContain('refused 1.nft');
    expect(stdout).toContain('refused 1.v4');
    expect(stdout).not.toContain('refused 1.v6');
  });

  it('empty the chains of the lines that a removal takes back', async () => {
    const { firewall } = namespaces.names;
    const input = inputOfSite('gdansk-dc1');
    const count = async (list: readonly string[], accepts: RegExp): Promise<number> => {
      const { stdout } = await run(['ip', 'netns', 'exec', firewall, ...list]);
      return [...stdout.matchAll(accepts)].length;
    };
    for (const { write, load, list, accepts } of [
      {
        write: nftables.write,
        load: ['nft', '-f', '-'],
        list: ['nft', 'list', 'table', 'inet', 'gatecheck'],
        accepts: / accept comment /g,
      },
      {
        write: iptables.write,
        load: ['iptables-restore', '--noflush'],
        list: ['iptables-save'],
        accepts: / -j ACCEPT/g,
      },
    ]) {
      await namespaces.feed('firewall', load, write(input).text);
      expect(await count(list, accepts)).toBeGreaterThan(20);
      await namespaces.feed('firewall', load, write({ ...removals(input), name: 'FCR-2027-003-A' }).text);
      expect(await count(list, accepts)).toBe(0);
    }
  });
});
