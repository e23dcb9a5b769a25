import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Areas of what shared/ and electron/ say, in the order in which people meet them. Each is a file of templates and one of
 * translations a language, so that several people can translate at once. A template that stands in two areas counts for the first.
 * @type {readonly (readonly [name: string, files: RegExp])[]}
 */
const places = [
  ['verdicts', /^shared\/(?:verdicts|results|plan)\//],
  ['site', /^shared\/(?:lib|site|rules)\//],
  ['catalog', /^shared\/catalog\//],
  ['request', /^shared\/documents\/change-request\//],
  ['sheets', /^shared\/documents\//],
  ['probes', /^shared\/probes\//],
  ['usecases', /^electron\/usecases\//],
  ['machine', /^electron\/(?:ssh|engines)\//],
  ['files', /^electron\/(?:store|signing|forms|xlsx)\//],
  ['report', /^shared\/report\//],
  ['phrases', /^phrases$/],
];

export const areas = places.map(([name]) => name);

/**
 * @param {readonly import('./collect.mjs').Found[]} found
 * @returns {Map<string, string[]>} area to its templates, sorted
 */
export const byArea = (found) => {
  const seen = new Set();
  return new Map(
    places.map(([name, files]) => {
      const own = found.filter(({ file, template }) => files.test(file) && !seen.has(template));
      for (const { template } of own) seen.add(template);
      return [name, [...new Set(own.map(({ template }) => template))].sort()];
    }),
  );
};

/** Made from parts that no single expression holds. */
export const others = [
  { template: '{label} ({role~})', file: 'shared/documents/change-request/' },
  { template: 'Page {page#} of {count#}', file: 'shared/documents/change-request/' },
  { template: 'Digital or hand-written signature', file: 'shared/documents/change-request/' },
  { template: 'section 3', file: 'shared/documents/change-request/' },
  { template: 'all', file: 'shared/documents/change-request/' },
  { template: '~[source]laptop {address}', file: 'phrases' },
  { template: '~ and ', file: 'phrases' },
  { template: '~ or ', file: 'phrases' },
  { template: '~, ', file: 'phrases' },
  { template: '~; ', file: 'phrases' },
];

/** Members of the catalogue's files that people read; what the vendor published stays as it is. */
const forPeople = new Set([
  'title',
  'singular',
  'about',
  'missing',
  'ifDenied',
  'says',
  'text',
  'lost',
  'unchecked',
  'reason',
  'in',
  'out',
]);

/**
 * Texts of the data files of the catalogue.
 * @param {string} root
 * @returns {import('./collect.mjs').Found[]}
 */
export const collectCatalog = (root) => {
  /** @type {Set<string>} */
  const texts = new Set();
  /** @param {unknown} value @param {string} key @param {boolean} published */
  const walk = (value, key, published) => {
    if (typeof value === 'string') {
      if (forPeople.has(key) && (!published || key === 'lost') && /[a-z]{2}/.test(value)) texts.add(value);
    } else if (Array.isArray(value)) for (const each of value) walk(each, key, published);
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) {
        // Of the source only what we say about it; its title and file are its own.
        if (key === 'source' && name !== 'about') continue;
        walk(each, name, published || name === 'published');
      }
  };
  for (const file of ['panzura-cloudfs.json', 'panzura-cloudfs.consequences.json'])
    walk(JSON.parse(readFileSync(path.join(root, 'shared/catalog', file), 'utf8')), '', false);
  return [...texts].map((template) => ({
    template: template.replaceAll('{', '{{'),
    file: 'shared/catalog/',
  }));
};
