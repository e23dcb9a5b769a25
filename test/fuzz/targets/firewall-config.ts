import fc from 'fast-check';
import { decodeUtf8 } from '../../../electron/usecases/report-files.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { dialects, type DialectName } from '../../../shared/documents/firewall/registry.ts';
import { parseSiteText } from '../../../shared/site/parse-site.ts';
import { anySite } from '../../helpers/any-site.ts';
import { siteText } from '../../helpers/site-fixtures.ts';
import { compareWithRequest, firewallInputOf } from '../../helpers/widening.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { jsonMutator } from '../mutators/json.ts';

const names = Object.keys(dialects) as DialectName[];

/** A site file that somebody mailed, written as configurations that a network engineer will paste into a firewall. */
export const target: FuzzTarget = {
  name: 'firewall-config',
  seeds: () => [
    ...['draft', 'szczecin-dc1', 'gdansk-dc1'].map((name) => Buffer.from(siteText(name), 'utf8')),
    ...fc.sample(anySite, { numRuns: 20, seed: 11 }).map((file) => Buffer.from(JSON.stringify(file), 'utf8')),
  ],
  mutators: [jsonMutator],
  words: [
    ...['any', 'all', '0.0.0.0/0', '::/0', '10.20.0.0/16', '10.20.40.7-10.20.40.9', 'fd00::10', '*.example'],
    ...['53/udp', '1-65535/tcp', '8000-8010/tcp', 'icmp', 'in', 'out', 'both', 'lan', 'wan', 'required'],
    ...['!', '#', '";', "'", '`id`', '$(id)', '\\', '/*', '-->', 'permit ip any any', 'accept', 'pass all'],
  ],
  mostBytes: 64_000,
  run: (input) => {
    const text = decodeUtf8(input);
    const read = text === null ? null : parseSiteText(text, findCatalog);
    if (read?.ok !== true) return 'refused';
    const asked = firewallInputOf(read.value);
    for (const name of names) {
      const { fault, text: written } = compareWithRequest(name, asked);
      promise(fault === null, `${name} ${fault ?? ''}`);
      promise(/^[\x20-\x7e\n]*\n$/.test(written), `${name} is plain ASCII, on lines.`);
    }
    return 'loaded';
  },
};
