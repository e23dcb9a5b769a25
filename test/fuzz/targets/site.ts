import { siteNameOf } from '../../../electron/store/site-file.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { isFileNameSafe } from '../../../shared/lib/slug.ts';
import { planChecks } from '../../../shared/plan/plan-checks.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import { formatSite } from '../../../shared/site/format-site.ts';
import { parseSiteText } from '../../../shared/site/parse-site.ts';
import { siteText, smallSite } from '../../helpers/site-fixtures.ts';
import { decodeUtf8 } from '../../../electron/usecases/report-files.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { jsonMutator } from '../mutators/json.ts';
import { textMutator } from '../mutators/text.ts';

/** A site file that somebody mailed: read, written again, and its rules and plan derived, as opening it does. */
export const target: FuzzTarget = {
  name: 'site',
  seeds: () => [
    Buffer.from(JSON.stringify(smallSite()), 'utf8'),
    Buffer.from(
      JSON.stringify(smallSite({ endpoints: { dnsServers: ['10.1.1.53', 'ns.example'] } })),
      'utf8',
    ),
    Buffer.from(siteText('draft'), 'utf8'),
    Buffer.from(siteText('szczecin-dc1'), 'utf8'),
    Buffer.from(siteText('gdansk-dc1'), 'utf8'),
  ],
  mutators: [jsonMutator, jsonMutator, textMutator],
  words: [
    ...[
      'gatecheck/site@1',
      'panzura-cloudfs',
      'one-arm',
      'inline',
      'in',
      'out',
      'required',
      'optional',
      'yes',
      'no',
    ],
    ...[
      '10.20.0.10/24',
      '10.20.0.0/16',
      'fd00::10/64',
      '*.example',
      'host.example',
      '53/udp',
      '1-65535/tcp',
      'icmp',
    ],
    ...[
      'nodes',
      'lan',
      'wan',
      'endpoints',
      'address',
      'ssh',
      'jump',
      'host',
      'port',
      'hostKey',
      'virtualAddresses',
    ],
    ...[
      'customRules',
      'waivers',
      'attestations',
      'request',
      'number',
      'revision',
      'entries',
      'features',
      'customer',
    ],
  ],
  mostBytes: 64_000,
  run: (input) => {
    const text = decodeUtf8(input);
    if (text === null) return 'refused';
    const read = parseSiteText(text, findCatalog);
    if (!read.ok) {
      promise(read.error.length > 0, 'A refusal names its reasons.');
      promise(
        read.error.every(({ message }) => message !== '' && message.length < 2000),
        'Reasons can be read.',
      );
      return 'refused';
    }
    const written = formatSite(read.value);
    const again = parseSiteText(written, findCatalog);
    promise(
      again.ok && formatSite(again.value) === written,
      'A site that was read is written and read again the same.',
    );
    const catalog = findCatalog(read.value.catalog);
    if (catalog === undefined) throw new Error('It names a catalogue that there is not.');
    planChecks(deriveRules(catalog, read.value), read.value, { laptop: null });
    for (const { name } of read.value.nodes)
      promise(
        isFileNameSafe(`${siteNameOf(`${name}.site.json`)}.readiness.json`),
        'Its names make safe file names.',
      );
    return 'loaded';
  },
};
