import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestFacts } from '../../../../shared/documents/change-request/facts.ts';
import { firewallInput } from '../../../../shared/documents/firewall/normalise.ts';
import { dialects, type DialectName } from '../../../../shared/documents/firewall/registry.ts';
import type { FirewallConfigInput, FirewallRule } from '../../../../shared/documents/firewall/types.ts';
import { formatService } from '../../../../shared/lib/service.ts';
import { deriveRules } from '../../../../shared/rules/derive-rules.ts';
import type { SiteFile } from '../../../../shared/site/schema.ts';
import { anySite } from '../../../helpers/any-site.ts';
import { readers } from '../../../helpers/dialects/readers.ts';
import { lawSites } from '../../../helpers/law-sites.ts';
import { panzura, siteOf } from '../../../helpers/site-fixtures.ts';

const catalog = panzura();
const sites = lawSites(150);
const names = Object.keys(dialects) as DialectName[];

function inputOf(file: SiteFile): FirewallConfigInput {
  const site = siteOf(file);
  const ruleSet = deriveRules(catalog, site);
  return firewallInput(
    requestFacts({
      ...{ catalog, site, ruleSet, createdAt: '2026-11-17T08:40:00Z', version: '0.1.0' },
      ...{ practice: false, siteName: 'any' },
    }),
    '0'.repeat(64),
  );
}

/** A network of one address is that address: no language tells them apart. */
const host = (text: string): string => text.replace(text.includes(':') ? /\/128$/ : /\/32$/, '');

/** The flows that a rule asks for. */
function flowsOf({ from, to, services }: FirewallRule): string[] {
  return from.flatMap((source) =>
    to.flatMap((target) =>
      services.map((service) => `${host(source.text)} > ${host(target.text)} ${formatService(service)}`),
    ),
  );
}

/** The first flow that `text` permits and nobody asked for, or that it leaves out without a word; null: none. */
function fault(
  permitted: ReadonlySet<string>,
  asked: ReadonlySet<string>,
  wanted: readonly { readonly id: string; readonly flows: readonly string[] }[],
  unsaid: ReadonlySet<string>,
): string | null {
  for (const flow of permitted) if (!asked.has(flow)) return `permits ${flow}, which nobody asked for.`;
  for (const { id, flows } of wanted) {
    if (unsaid.has(id)) continue;
    for (const flow of flows)
      if (!permitted.has(flow)) return `leaves out ${flow} of line ${id} and says nothing of it.`;
  }
  return null;
}

test(
  `for ${sites} random sites, every language permits nothing outside the request, and every line that it does not name as unsaid`,
  async () => {
    const tally = new Map(names.map((name) => [name, { said: 0, unsaid: 0, milliseconds: 0 }]));
    await fc.assert(
      fc.asyncProperty(anySite, async (file) => {
        // Thousands of sites without a pause would leave the test runner waiting for a sign of life.
        await new Promise((resolve) => setImmediate(resolve));
        const input = inputOf(file);
        const wanted = input.rules.map((rule) => ({ id: rule.id, flows: flowsOf(rule) }));
        const asked = new Set(wanted.flatMap(({ flows }) => flows));
        for (const [name, sums] of tally) {
          const begin = performance.now();
          const { text, notExpressed } = dialects[name].write(input);
          const permitted = new Set(
            readers[name](text).map(({ from, to, service }) => `${host(from)} > ${host(to)} ${service}`),
          );
          const unsaid = new Set(notExpressed.map(({ id }) => id));
          const found = fault(permitted, asked, wanted, unsaid);
          if (found !== null) expect.fail(`${name} ${found}`);
          sums.said += permitted.size;
          sums.unsaid += unsaid.size;
          sums.milliseconds += performance.now() - begin;
        }
      }),
      { numRuns: sites },
    );
    for (const [name, { said, unsaid }] of tally) {
      expect(said, name).toBeGreaterThan(sites);
      expect(unsaid, name).toBeGreaterThan(0);
    }
    if (process.env['LAWS'] === 'full')
      for (const [name, { milliseconds }] of tally)
        console.log(`${name}: ${(milliseconds / sites).toFixed(1)} ms a site`);
  },
  60_000 + sites * 1_000,
);
