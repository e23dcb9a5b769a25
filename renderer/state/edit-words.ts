import type { Catalog } from '../../shared/catalog/schema.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import { said } from '../i18n/said.ts';
import { t, tn } from '../i18n/t.ts';

type Titles = Pick<Catalog, 'features' | 'roles' | 'entries'>;

function changedKeys(before: object, after: object): readonly string[] {
  const a: Readonly<Record<string, unknown>> = { ...before };
  const b: Readonly<Record<string, unknown>> = { ...after };
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key]);
}

function addressWords(before: SiteFile, after: SiteFile, titles: Titles): string {
  const roles = changedKeys(before.endpoints ?? {}, after.endpoints ?? {});
  const count = (site: SiteFile): number =>
    roles.reduce((sum, role) => sum + (site.endpoints?.[role]?.length ?? 0), 0);
  const difference = count(after) - count(before);
  const [role] = roles;
  if (roles.length !== 1 || role === undefined)
    return difference > 0
      ? tn('{{count}} address added', '{{count}} addresses added', difference)
      : difference < 0
        ? tn('{{count}} address removed', '{{count}} addresses removed', -difference)
        : t('addresses changed');
  const place = said(titles.roles[role]?.title ?? role);
  if (difference === 0) return t('{{place}} changed', { place });
  return difference > 0
    ? tn('{{count}} address added to {{place}}', '{{count}} addresses added to {{place}}', difference, {
        place,
      })
    : tn(
        '{{count}} address removed from {{place}}',
        '{{count}} addresses removed from {{place}}',
        -difference,
        {
          place,
        },
      );
}

function nodeWords(before: SiteFile, after: SiteFile): string {
  const difference = after.nodes.length - before.nodes.length;
  if (difference > 0) return tn('{{count}} node added', '{{count}} nodes added', difference);
  if (difference < 0) return tn('{{count}} node removed', '{{count}} nodes removed', -difference);
  const changed = after.nodes.filter((node, index) => node !== before.nodes[index]);
  const [node] = changed;
  return changed.length === 1 && node !== undefined && node.name !== ''
    ? t('{{node}} changed', { node: node.name })
    : t('nodes changed');
}

function entryWords(before: SiteFile, after: SiteFile, titles: Titles): string {
  const ids = changedKeys(before.entries ?? {}, after.entries ?? {});
  const entry = titles.entries.find(({ id }) => id === ids[0]);
  return ids.length === 1 && entry !== undefined
    ? t('{{entry}} decided', { entry: said(entry.title) })
    : tn('{{count}} entry decided', '{{count}} entries decided', ids.length);
}

function countedWords(before: number, after: number, words: readonly [string, string, string]): string {
  return after > before ? words[0] : after < before ? words[1] : words[2];
}

function partWords(part: string, before: SiteFile, after: SiteFile, titles: Titles): string {
  switch (part) {
    case 'customer':
      return t('customer changed');
    case 'technician':
      return t('your details changed');
    case 'request':
      return t('details of the request changed');
    case 'directory':
      return t('domain changed');
    case 'nodes':
      return nodeWords(before, after);
    case 'features':
      return featureWords(before, after, titles);
    case 'endpoints':
      return addressWords(before, after, titles);
    case 'entries':
      return entryWords(before, after, titles);
    case 'customRules':
      return countedWords(before.customRules?.length ?? 0, after.customRules?.length ?? 0, [
        t('rule of your own added'),
        t('rule of your own removed'),
        t('rule of your own changed'),
      ]);
    case 'zones':
      return t('zones changed');
    case 'proxy':
      return t('proxy changed');
    case 'checks':
      return t('settings of the checks changed');
    case 'attestations':
      return countedWords(before.attestations?.length ?? 0, after.attestations?.length ?? 0, [
        t('rule attested'),
        t('attestation withdrawn'),
        t('attestation changed'),
      ]);
    case 'waivers':
      return countedWords(before.waivers?.length ?? 0, after.waivers?.length ?? 0, [
        t('rule waived'),
        t('waiver withdrawn'),
        t('waiver changed'),
      ]);
    default:
      return t('site changed');
  }
}

function featureWords(before: SiteFile, after: SiteFile, titles: Titles): string {
  const names = changedKeys(before.features ?? {}, after.features ?? {});
  const [name] = names;
  if (names.length !== 1 || name === undefined)
    return tn('{{count}} feature decided', '{{count}} features decided', names.length);
  const feature = said(titles.features[name]?.title ?? name);
  return after.features?.[name] === true
    ? t('{{feature}} switched on', { feature })
    : t('{{feature}} switched off', { feature });
}

/** One edit in words, from the site before and after it: `NFS switched off`, `2 addresses added to DNS servers`. */
export function editWords(before: SiteFile, after: SiteFile, titles: Titles): string {
  const parts = changedKeys(before, after);
  if (before.deployment !== after.deployment)
    return after.deployment === 'inline'
      ? t('switched from One-Arm to Inline')
      : t('switched from Inline to One-Arm');
  const [part] = parts;
  return parts.length === 1 && part !== undefined
    ? partWords(part, before, after, titles)
    : t('site changed');
}
