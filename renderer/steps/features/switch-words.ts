import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import { andList } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import type { Preview } from '../../state/preview.ts';
import { rowChanges } from '../../state/row-changes.ts';

/** What the switch does to the request, in words, before it is thrown: `+2 rows, asks for SMB clients`. */
export function switchWords(preview: Preview, feature: string): string {
  const { catalog, site, rules: before } = preview;
  const on = site.features[feature] === true;
  const after = deriveRules(catalog, { ...site, features: { ...site.features, [feature]: !on } });
  const { came, went, changed } = rowChanges(before, after);
  const rows = on ? went : came;
  const [without, having] = on ? [after, before] : [before, after];
  const was = new Set(without.entries.filter((entry) => entry.on).map(({ entry }) => entry));
  const entries = new Set(
    having.entries.filter((one) => one.on && !was.has(one.entry)).map(({ entry }) => entry),
  );
  const roles = catalog.entries
    .filter(({ id }) => entries.has(id))
    .flatMap((entry) => entry.roles)
    .filter((role, index, all) => all.indexOf(role) === index && (site.endpoints[role] ?? []).length === 0)
    .map((role) => said(catalog.roles[role]?.title ?? role));
  const open = having.undecided.filter(({ entry }) => entries.has(entry));
  const holds = on
    ? tn('holds {{count}} row', 'holds {{count}} rows', rows.length)
    : tn('+{{count}} row', '+{{count}} rows', rows.length);
  const parts = [
    ...(rows.length === 0 ? [] : [holds]),
    ...(roles.length === 0 ? [] : [t('asks for {{roles}}', { roles: andList(roles) })]),
    ...(open.length === 0 ? [] : [t('asks for a decision: the source leaves it open')]),
    ...(changed.length === 0 ? [] : [tn('changes {{count}} row', 'changes {{count}} rows', changed.length)]),
  ];
  return parts.length === 0 ? t('no row of its own') : parts.join(', ');
}

/** Features that are on and need this one, by title: without it they are without effect. */
export function heldOnBy({ catalog, site }: Preview, feature: string): readonly string[] {
  return Object.entries(catalog.features)
    .filter(([name, { needs }]) => needs === feature && site.features[name] === true)
    .map(([, { title }]) => said(title));
}
