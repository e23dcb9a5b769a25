import { expect, it } from 'vitest';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { parseSite } from '../../../shared/site/parse-site.ts';
import { readLines } from '../../../shared/site/recognise/read-lines.ts';
import { smallSite } from '../../helpers/site-fixtures.ts';

/** Runs of one sign that a slow expression would need minutes for: the test's own deadline ends them. */
const long = 300_000;

it('a trusted CA of blanks without end is refused', () => {
  const pem = `-----BEGIN CERTIFICATE-----${' '.repeat(long)}!`;
  const read = parseSite({ ...smallSite(), checks: { trustedCas: [pem] } }, findCatalog);
  expect(read.ok).toBe(false);
});

it.each(['"', "'", '>', ')', ']', ';', ',', ':', ' ', '\t', '”', '::', '",'])(
  'a pasted line of %j without end holds no address',
  (sign) => {
    const run = sign.repeat(long / sign.length);
    for (const line of [`x${run}x`, `Address: ${run}x`, `dns: ${run}.`])
      expect(readLines(line, [{ role: 'dnsServers', title: 'DNS servers' }]).candidates.length).toBeLessThan(
        2,
      );
  },
);
