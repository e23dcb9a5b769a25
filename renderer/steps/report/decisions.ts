import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import { t } from '../../i18n/t.ts';
import { utcMillis } from '../../../shared/lib/utc.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';

/** How a person's word on a rule stands now. Only what counts is counted. */
export type Standing = 'counts' | 'ended' | 'not-yet' | 'rule-changed' | 'rule-gone' | 'not-needed';

/** An attestation or a waiver of the site. */
export interface Decision {
  readonly kind: 'attested' | 'waived';
  readonly rule: string;
  readonly title: string;
  readonly service: string;
  readonly by: string;
  readonly words: string;
  readonly at: string;
  /** UTC; null: it has no end. */
  readonly expires: string | null;
  readonly standing: Standing;
}

type Word = Pick<Decision, 'kind' | 'rule' | 'by' | 'words' | 'at' | 'expires'> & {
  readonly digest: string;
};

function wordsOf({ attestations = [], waivers = [] }: SiteFile): Word[] {
  return [
    ...attestations.map(({ rule, digest, by, how, at, expires }): Word => ({
      ...{ kind: 'attested', rule, digest, by, at },
      words: how,
      expires: expires ?? null,
    })),
    ...waivers.map(({ rule, digest, by, reason, at, expires }): Word => ({
      ...{ kind: 'waived', rule, digest, by, at, expires },
      words: reason,
    })),
  ];
}

type Subject = ReportDraft['rules'][number] | ReportDraft['groups'][number];

function standingOf(word: Word, subject: Subject | undefined, now: string): Standing {
  if (subject === undefined) return 'rule-gone';
  if (subject.digest !== word.digest) return 'rule-changed';
  const time = utcMillis(now) ?? 0;
  if (word.expires !== null && (utcMillis(word.expires) ?? 0) <= time) return 'ended';
  if ((utcMillis(word.at) ?? 0) > time) return 'not-yet';
  return subject.settled === null ? 'not-needed' : 'counts';
}

/** Every attestation and waiver of the site, what counts first. `now`: UTC. */
export function decisionsOf(site: SiteFile, draft: ReportDraft, now: string): readonly Decision[] {
  const rules = new Map(draft.rules.map((rule) => [rule.id, rule]));
  const groups = new Map(draft.groups.map((group) => [group.id, group]));
  const titleOf = (id: string): { readonly title: string; readonly service: string } => {
    const rule = rules.get(id);
    const group = groups.get(id);
    const member = group === undefined ? undefined : draft.rules.find(({ entry }) => entry === group.entry);
    return { title: rule?.title ?? member?.title ?? id, service: rule?.service ?? '' };
  };
  return wordsOf(site)
    .map(({ digest, ...word }): Decision => ({
      ...word,
      ...titleOf(word.rule),
      standing: standingOf({ ...word, digest }, rules.get(word.rule) ?? groups.get(word.rule), now),
    }))
    .sort((a, b) => Number(b.standing === 'counts') - Number(a.standing === 'counts'));
}

/** Takes a decision back. */
export function withoutDecision(site: SiteFile, { kind, rule }: Pick<Decision, 'kind' | 'rule'>): SiteFile {
  return kind === 'attested'
    ? { ...site, attestations: (site.attestations ?? []).filter((one) => one.rule !== rule) }
    : { ...site, waivers: (site.waivers ?? []).filter((one) => one.rule !== rule) };
}

/** How a decision stands, in a sentence; empty where it simply counts. */
export function standingWords({ standing, expires }: Pick<Decision, 'standing' | 'expires'>): string {
  switch (standing) {
    case 'counts':
      return '';
    case 'ended':
      return t('ended {{when}}, counts no more', { when: expires ?? '' });
    case 'not-yet':
      return t('begins later, does not count yet');
    case 'rule-changed':
      return t('the rule changed since, counts no more');
    case 'rule-gone':
      return t('the rule is gone, counts for nothing');
    case 'not-needed':
      return t('does not count: the rule needs no word, or another one than this');
  }
}
