import { worstSight } from '../../../shared/documents/picture/sights.ts';
import type { Sight } from '../../../shared/documents/picture/types.ts';
import type { CheckRow } from './check-rows.ts';

/** What was seen of each rule: what the lanes of the picture show. */
export type Lanes = ReadonlyMap<string, Sight>;

function sightOf({ state, record }: CheckRow): Sight {
  return { state, observation: record?.observation ?? null, check: record?.id ?? null };
}

/** The worst of each rule's checks. A rule without a check is not in it: it did not run. */
export function lanesOf(rows: readonly CheckRow[]): Lanes {
  const worst = new Map<string, Sight>();
  for (const row of rows) {
    const sight = sightOf(row);
    const known = worst.get(row.rule);
    worst.set(row.rule, known === undefined ? sight : worstSight([known, sight]));
  }
  return worst;
}
