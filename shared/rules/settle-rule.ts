import { meantHint } from '../lib/did-you-mean.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { utcMillis } from '../lib/utc.ts';
import type { Site } from '../site/schema.ts';
import type { RuleSet } from './types.ts';

type Attestation = Site['attestations'][number];
type Waiver = Site['waivers'][number];

/** What a person says of a rule or any-of group that no check proves, or that they take it back. */
export type PersonsWord =
  | { readonly kind: 'attest'; readonly by: string; readonly how: string; readonly expires: string | null }
  | { readonly kind: 'waive'; readonly by: string; readonly reason: string; readonly expires: string }
  | { readonly kind: 'withdraw'; readonly of: 'attestations' | 'waivers' };

/** The site's lists with the word in them. */
export interface Settled {
  readonly attestations: readonly Attestation[];
  readonly waivers: readonly Waiver[];
  /** What was said of the same rule before, and stands no more. */
  readonly replaced: readonly (Attestation | Waiver)[];
}

interface Refusal {
  readonly message: string;
  readonly cure: string;
}

function refused(message: string, cure: string): Result<never, Refusal> {
  return err({ message, cure });
}

const nouns = { attestations: 'attestation', waivers: 'waiver' } as const;

/** Refusals that the rule itself gives. */
function whyNotOf(id: string, ruleSet: RuleSet): Refusal | null {
  const rule = ruleSet.rules.find((one) => one.id === id);
  const group = ruleSet.groups.find((one) => one.id === id);
  const known = [...ruleSet.rules, ...ruleSet.groups].map((one) => one.id);
  if (rule === undefined && group === undefined) {
    const near = known.filter((one) => one.includes(id)).slice(0, 3);
    const hint = near.length > 0 ? `; these contain it: ${near.join(', ')}` : meantHint(id, known);
    return {
      message: `The site has no rule or any-of group "${id}"${hint}`.replace(/\?$/, '?'),
      cure: 'gatecheck plan SITE lists them.',
    };
  }
  const isEmpty =
    rule === undefined ? group?.flows.length === 0 : rule.from.length === 0 || rule.to.length === 0;
  if (isEmpty)
    return {
      message: `${id} has no address on one side: there is nothing that a person could vouch for.`,
      cure: 'Enter the addresses in the site first.',
    };
  const stem = rule?.group ?? null;
  const groups = stem === null ? [] : ruleSet.groups.filter((one) => one.id.startsWith(`${stem}#`));
  return groups.length === 0
    ? null
    : {
        message: `${id} is one of several ways, of which any is enough: by itself it does not count.`,
        cure: `Name the group: ${groups
          .slice(0, 3)
          .map((one) => one.id)
          .join(', ')}.`,
      };
}

/** Refusals that the time gives: a word that never counts, or that would count for ever where it must not. */
function whyNotNow(word: Exclude<PersonsWord, { kind: 'withdraw' }>, now: string): Refusal | null {
  const { expires } = word;
  if (expires === null) return null;
  const end = utcMillis(expires);
  if (end === null)
    return { message: `"${expires}" is no time in UTC.`, cure: 'Write it as 2026-12-24T20:00:00Z.' };
  return end > (utcMillis(now) ?? 0)
    ? null
    : {
        message: `It would have ended at ${expires}; it is ${now} now.`,
        cure: 'Give a time that is yet to come.',
      };
}

/**
 * Writes a person's word about a rule or any-of group into the site's lists: with the digest of its content today, so that
 * it counts for exactly that content, and with the time. One word of each kind for a rule: a new one takes the old one's place.
 *
 * @param now UTC
 */
export function settleRule(
  site: Pick<Settled, 'attestations' | 'waivers'>,
  ruleSet: RuleSet,
  id: string,
  word: PersonsWord,
  now: string,
): Result<Settled, Refusal> {
  const { attestations, waivers } = site;
  const others = <T extends { readonly rule: string }>(list: readonly T[]): T[] =>
    list.filter(({ rule }) => rule !== id);
  if (word.kind === 'withdraw') {
    const replaced = site[word.of].filter(({ rule }) => rule === id);
    if (replaced.length === 0)
      return refused(
        `The site has no ${nouns[word.of]} of "${id}"${meantHint(
          id,
          site[word.of].map(({ rule }) => rule),
        )}`,
        `Its ${word.of} stand at the end of gatecheck plan SITE.`,
      );
    return ok({ attestations, waivers, [word.of]: others<Attestation | Waiver>(site[word.of]), replaced });
  }
  const against = whyNotOf(id, ruleSet) ?? whyNotNow(word, now);
  if (against !== null) return err(against);
  if (word.by.trim() === '') return refused('Nobody is named.', 'Give --by NAME: who answers for it.');
  const said = word.kind === 'attest' ? word.how : word.reason;
  if (said.trim() === '')
    return word.kind === 'attest'
      ? refused('It is not said how it was made sure.', 'Give --how TEXT.')
      : refused('No reason is given.', 'Give --reason TEXT.');
  const digest = [...ruleSet.rules, ...ruleSet.groups].find((one) => one.id === id)?.digest ?? '';
  const about = { rule: id, digest, by: word.by.trim() };
  if (word.kind === 'attest')
    return ok({
      attestations: [
        ...others(attestations),
        { ...about, how: word.how.trim(), at: now, expires: word.expires },
      ],
      waivers,
      replaced: attestations.filter(({ rule }) => rule === id),
    });
  return ok({
    attestations,
    waivers: [...others(waivers), { ...about, reason: word.reason.trim(), at: now, expires: word.expires }],
    replaced: waivers.filter(({ rule }) => rule === id),
  });
}

/** How a person's word stands at a time. */
export interface StandingWord {
  readonly kind: 'attested' | 'waived';
  readonly rule: string;
  readonly by: string;
  readonly says: string;
  readonly expires: string | null;
  /** Null: it counts, where the checks leave something to it. Else why not. */
  readonly whyNot: string | null;
}

/** Every attestation and waiver of a site, and which of them count no more, or not yet. */
export function standingWords(site: Site, ruleSet: RuleSet, now: string): readonly StandingWord[] {
  const units = new Map([...ruleSet.rules, ...ruleSet.groups].map(({ id, digest }) => [id, digest]));
  const millis = (utc: string): number => utcMillis(utc) ?? 0;
  const whyNot = ({ rule, digest, at, expires }: Attestation | Waiver): string | null => {
    const today = units.get(rule);
    if (today === undefined) return 'the site has no such rule today';
    if (today !== digest) return 'the rule is another one today';
    if (millis(at) > millis(now)) return `it begins at ${at}`;
    return expires !== null && millis(expires) <= millis(now) ? `it ended at ${expires}` : null;
  };
  const standing = (kind: StandingWord['kind'], word: Attestation | Waiver): StandingWord => ({
    ...{ kind, rule: word.rule, by: word.by, expires: word.expires },
    says: 'how' in word ? word.how : word.reason,
    whyNot: whyNot(word),
  });
  return [
    ...site.attestations.map((word) => standing('attested', word)),
    ...site.waivers.map((word) => standing('waived', word)),
  ];
}
