import type { Catalog } from '../catalog/schema.ts';

/** What a place is told with: the names that a person gave, and the catalogue's words. */
export interface PlaceContext {
  readonly site: { readonly nodes: readonly { readonly name: string }[] };
  readonly catalog: Pick<Catalog, 'roles' | 'features'>;
}

const parts: Readonly<Record<string, string>> = {
  address: 'address and prefix',
  natAddress: 'NAT address',
  virtualAddresses: 'virtual addresses',
  ssh: 'SSH',
  'jump[0]': 'jump host',
  name: 'node name',
};

function nodeWords(index: number, rest: string, name: string): string {
  const who = name === '' ? `node ${index + 1}` : `${name} (node ${index + 1})`;
  const words = rest
    .split('.')
    .filter((part) => part !== '')
    .map((part) => (part === 'lan' || part === 'wan' ? part.toUpperCase() : (parts[part] ?? part)));
  return words.length === 0 ? who : `${who}, ${words.join(' ')}`;
}

/** A path of the site file in words for people: `nodes[0].lan.address` is "gda-1 (node 1), LAN address and prefix". */
export function placeInWords(path: string, context: PlaceContext): string {
  const node = /^nodes\[(\d+)\](.*)$/.exec(path);
  if (node !== null) {
    const index = Number(node[1]);
    return nodeWords(index, node[2] ?? '', context.site.nodes[index]?.name ?? '');
  }
  const endpoint = /^endpoints\.(\w+)(?:\[(\d+)\])?/.exec(path);
  if (endpoint !== null) {
    const title = context.catalog.roles[endpoint[1] ?? '']?.title ?? endpoint[1] ?? '';
    return endpoint[2] === undefined ? title : `${title}, row ${Number(endpoint[2]) + 1}`;
  }
  const feature = /^features\.(\w+)/.exec(path)?.[1];
  if (feature !== undefined) return context.catalog.features[feature]?.title ?? feature;
  if (path.startsWith('directory')) return 'Domain';
  return path === '' ? 'Site file' : path;
}

/** A message for people: a place of the file that it names is told in words, `nodes[0]` is "node 1". */
export function messageInWords(message: string): string {
  return message.replace(/\bnodes\[(\d+)\]((?:\.\w+)*)/g, (_place, index: string, rest: string) =>
    nodeWords(Number(index), rest, ''),
  );
}
