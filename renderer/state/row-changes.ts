import type { SiteSwitch } from '../../shared/rules/explain-switch.ts';
import { compareLines } from '../../shared/rules/compare-lines.ts';
import type { Line } from '../../shared/rules/lines.ts';
import { consolidate } from '../../shared/rules/lines.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import { previewOf } from './preview.ts';
import type { History } from './state.ts';

/** Rows of the request that came, went, or say something else than before. */
export interface RowChanges {
  readonly came: readonly Line[];
  readonly went: readonly Line[];
  readonly changed: readonly Line[];
}

export function rowChanges(before: RuleSet, after: RuleSet): RowChanges {
  const { added, removed, changed } = compareLines(consolidate(before).lines, consolidate(after).lines);
  return { came: added, went: removed, changed: changed.map((each) => each.after) };
}

export function isNoChange({ came, went, changed }: RowChanges): boolean {
  return came.length + went.length + changed.length === 0;
}

/** The switch that is the only difference between two drafts; null: something else was edited, or nothing. */
export function switchBetween(before: SiteFile, after: SiteFile): SiteSwitch | null {
  if (before.deployment !== after.deployment) return { kind: 'deployment', deployment: after.deployment };
  const names = new Set([...Object.keys(before.features ?? {}), ...Object.keys(after.features ?? {})]);
  const switched = [...names].filter((name) => before.features?.[name] !== after.features?.[name]);
  const [feature] = switched;
  if (switched.length !== 1 || feature === undefined) return null;
  return { kind: 'feature', feature, on: after.features?.[feature] === true };
}

/** The switch of a mode or a feature that was made just now, and what it did; null: the last edit was something else. */
export function latestSwitch(
  history: History,
  rules: RuleSet,
): { readonly made: SiteSwitch; readonly changes: RowChanges } | null {
  const last = history.past.at(-1);
  if (last === undefined) return null;
  const made = switchBetween(last, history.present);
  const before = made === null ? null : previewOf(last);
  return made === null || before === null ? null : { made, changes: rowChanges(before.rules, rules) };
}
