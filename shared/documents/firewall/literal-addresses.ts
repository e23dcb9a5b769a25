import { unique } from '../../lib/order.ts';
import { aboutRule, notWritten } from './comment-lines.ts';
import { sayable, type Sayable } from './in-parts.ts';
import type { FirewallConfigInput, FirewallRule, NotExpressed } from './types.ts';

/** What a host's own packet filter takes: literal addresses of one family. */

export interface LiteralRule extends FirewallRule {
  readonly family: 'v4' | 'v6';
}

/** A rule without its names, or what is said in its place. */
export interface LiteralPart {
  readonly rule: LiteralRule | null;
  readonly notExpressed: readonly NotExpressed[];
}

/**
 * Takes the names and name patterns out of a rule.
 *
 * @param language as people call it, e.g. `pf`
 * @param why what it would do with a name, as a sentence
 */
export function literalPart(rule: FirewallRule, language: string, why: string): LiteralPart {
  const said: Sayable = sayable(rule, ({ address, text }) => {
    switch (address.kind) {
      case 'host':
      case 'network':
        return null;
      case 'name':
      case 'wildcard':
        return `${text} is not expressible here: ${language} compares addresses, not names. ${why}`;
    }
  });
  const left = said.rule;
  // A rule of names has at least one side of nothing but names, so nothing is left of it.
  if (left === null || left.family === 'name') return { rule: null, notExpressed: said.notExpressed };
  return { rule: { ...left, family: left.family }, notExpressed: said.notExpressed };
}

/** What stands above a rule, and in its place where nothing of it can be written. */
export function linesAbout(rule: FirewallRule, part: LiteralPart): string[] {
  return [...aboutRule(rule), ...part.notExpressed.map(notWritten)];
}

/** Everything that a dialect has to own up to: what waits, and what it cannot say. */
export function allNotExpressed(
  { waiting }: FirewallConfigInput,
  parts: readonly LiteralPart[],
): NotExpressed[] {
  return [...waiting, ...parts.flatMap(({ notExpressed }) => notExpressed)];
}

/** Texts of a side, each once, in order. */
export function addressTexts(side: FirewallRule['from']): string[] {
  return unique(side.map(({ text }) => text));
}
