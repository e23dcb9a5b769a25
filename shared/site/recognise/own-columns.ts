import type { SiteEndpoint } from '../schema.ts';

/** What our own CSV says of an endpoint beside its address and label. */
export type EndpointDetails = Omit<SiteEndpoint, 'address' | 'label'>;

const heads = ['outside_address', 'probe_hosts', 'sni', 'issuer', 'public', 'expect'] as const;
type Head = (typeof heads)[number];

/** The columns of our own CSV that this heading has. */
export function ownColumnsOf(cells: readonly string[]): ReadonlyMap<number, Head> {
  return new Map(
    cells.flatMap((cell, index) => {
      const head = heads.find((one) => one === cell.trim().toLowerCase());
      return head === undefined ? [] : [[index, head] as const];
    }),
  );
}

/** A field as it was before a spreadsheet was kept from calculating it: our CSV puts an apostrophe before such a text. */
export function withoutGuard(cell: string): string {
  return /^'[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell) ? cell.slice(1) : cell;
}

function detailOf(head: Head, value: string): EndpointDetails {
  const list = value.split(/\s+/);
  switch (head) {
    case 'outside_address':
      return { natAddress: value };
    case 'probe_hosts':
      return { probeHosts: list.slice(0, 16) };
    case 'sni':
      return { sni: value };
    case 'issuer':
      return { issuer: value };
    case 'public':
      return { public: /^(?:yes|true|1|ja|tak|はい)$/i.test(value) };
    case 'expect':
      return { expect: list.slice(0, 64) };
  }
}

/** The details of a row; null: it has none. */
export function detailsOf(cells: readonly string[], own: ReadonlyMap<number, Head>): EndpointDetails | null {
  let found: EndpointDetails | null = null;
  for (const [index, head] of own) {
    const value = withoutGuard(cells[index] ?? '');
    if (value !== '') found = { ...(found ?? {}), ...detailOf(head, value) };
  }
  return found;
}
