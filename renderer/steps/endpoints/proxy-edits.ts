import type { Preview } from '../../state/preview.ts';

/** Entries and rules of the site's own that a proxy can carry: TCP that the node starts, of what is on. */
export function carriedByProxy({
  catalog,
  rules,
  site,
}: Pick<Preview, 'catalog' | 'rules' | 'site'>): readonly { readonly id: string; readonly title: string }[] {
  const on = new Set(rules.entries.filter((state) => state.on).map((state) => state.entry));
  return [...catalog.entries.filter(({ id }) => on.has(id)), ...site.customRules]
    .filter(
      ({ direction, services }) => direction !== 'in' && services.some((service) => service.endsWith('/tcp')),
    )
    .map(({ id, title }) => ({ id, title }));
}

/** A port as typed; null: none. */
export function portOf(text: string): number | null {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}
