import { decodeUtf8 } from '../../../electron/usecases/report-files.ts';
import { parseCatalog } from '../../../shared/catalog/load-catalog.ts';
import { catalogDigest } from '../../../shared/catalog/catalog-digest.ts';
import { parseJsonText } from '../../../shared/lib/json-text.ts';
import { panzura } from '../../helpers/site-fixtures.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { jsonMutator } from '../mutators/json.ts';

/** The product's own, and the same with a part of its entries. */
function seed(count: number): Uint8Array {
  const catalog = panzura();
  return Buffer.from(JSON.stringify({ ...catalog, entries: catalog.entries.slice(0, count) }), 'utf8');
}

/** A catalogue from elsewhere, as `catalog lint` reads it. */
export const target: FuzzTarget = {
  name: 'catalog',
  seeds: () => [seed(1000), seed(3)],
  mutators: [jsonMutator],
  words: [
    ...[
      'always',
      'feature',
      'role-filled',
      'any',
      'all',
      'in',
      'out',
      'both',
      'required',
      'optional',
      'source',
      'own',
    ],
    ...[
      '53/udp',
      '53/tcp',
      '1-65535/tcp',
      'icmp',
      'entries',
      'roles',
      'features',
      'levels',
      'when',
      'of',
      'kind',
      'on',
    ],
  ],
  mostBytes: 64_000,
  run: (input) => {
    const text = decodeUtf8(input);
    const json = text === null ? null : parseJsonText(text);
    if (json === null || !json.ok) return 'refused';
    const read = parseCatalog(json.value);
    if (!read.ok) {
      promise(read.error.length > 0, 'A refusal names its reasons.');
      return 'refused';
    }
    const again = parseCatalog(JSON.parse(JSON.stringify(read.value)));
    promise(
      again.ok && JSON.stringify(catalogDigest(again.value)) === JSON.stringify(catalogDigest(read.value)),
      'A catalogue that was read is written and read again the same.',
    );
    return 'loaded';
  },
};
