import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import type { Readiness } from '../../../shared/results/types.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import type { Obstacle, Owner } from './obstacles.ts';

/** The verdict in one sentence, read at arm's length. */
export function verdictSentence(
  draft: Pick<ReportDraft, 'readiness' | 'wouldBe' | 'practice'> & {
    readonly checks: readonly unknown[];
  },
  obstacles: number,
): string {
  if (draft.checks.length === 0) return t('Not ready: nothing was checked.');
  if (draft.practice) return practiceSentence(draft.wouldBe);
  switch (draft.readiness) {
    case 'ready':
      return t('Ready.');
    case 'ready-with-exceptions':
      return t('Ready with exceptions.');
    case 'not-ready':
      return obstacles === 0
        ? t('Not ready.')
        : tn(
            'Not ready: {{count}} required rule stands in the way.',
            'Not ready: {{count}} required rules stand in the way.',
            obstacles,
          );
  }
}

function practiceSentence(wouldBe: Readiness): string {
  switch (wouldBe) {
    case 'ready':
      return t('Practice, never ready: it would read ready.');
    case 'ready-with-exceptions':
      return t('Practice, never ready: it would read ready with exceptions.');
    case 'not-ready':
      return t('Practice, never ready: it would read not ready.');
  }
}

/** The filled button: what will be signed. */
export function signWords({ practice, readiness }: Pick<ReportDraft, 'practice' | 'readiness'>): string {
  if (practice) return t('Sign and save as practice');
  switch (readiness) {
    case 'ready':
      return t('Sign and save as ready');
    case 'ready-with-exceptions':
      return t('Sign and save as ready with exceptions');
    case 'not-ready':
      return t('Sign and save as not ready');
  }
}

export function ownerWords(owner: Owner): string {
  switch (owner.kind) {
    case 'you':
      return t('You');
    case 'customer':
      return t('The customer');
    case 'named':
      return said(owner.name);
  }
}

export function serviceWords({ service }: Pick<Obstacle, 'service'>): string {
  return service ?? t('any of its services');
}

export function explanationWords({ emptySide, explanation }: Obstacle): string {
  if (emptySide) return t('No address yet. The source does not give it, and none is invented.');
  return explanation === null ? t('No check of it ran.') : said(explanation);
}

/** What to do now, as its owner would be told; null: the explanation says it. */
export function nextWords({ emptySide, next, observation }: Obstacle): string | null {
  if (emptySide) return t('Enter the address, then run the checks again.');
  if (next !== null) return said(next);
  return observation === 'not-run' ? t('Run the checks.') : null;
}
