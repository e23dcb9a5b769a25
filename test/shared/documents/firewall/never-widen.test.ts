import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dialects, type DialectName } from '../../../../shared/documents/firewall/registry.ts';
import { anySite } from '../../../helpers/any-site.ts';
import { lawSites } from '../../../helpers/law-sites.ts';
import { siteOf } from '../../../helpers/site-fixtures.ts';
import { compareWithRequest, firewallInputOf } from '../../../helpers/widening.ts';

const sites = lawSites(150);
const names = Object.keys(dialects) as DialectName[];

test(
  `for ${sites} random sites, every language permits nothing outside the request, and every line that it does not name as unsaid`,
  async () => {
    const tally = new Map(names.map((name) => [name, { said: 0, unsaid: 0, milliseconds: 0 }]));
    await fc.assert(
      fc.asyncProperty(anySite, async (file) => {
        // Thousands of sites without a pause would leave the test runner waiting for a sign of life.
        await new Promise((resolve) => setImmediate(resolve));
        const input = firewallInputOf(siteOf(file));
        for (const [name, sums] of tally) {
          const begin = performance.now();
          const { fault, said, unsaid } = compareWithRequest(name, input);
          if (fault !== null) expect.fail(`${name} ${fault}`);
          sums.said += said;
          sums.unsaid += unsaid;
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
