import { observationWord as observations } from '../../shared/probes/observation.ts';
import { readinessWord } from '../../shared/results/types.ts';
import { observationWord, readinessLook, verdictWord } from '../components/state-words.tsx';
import { t } from '../i18n/t.ts';
import { observationMeans, readinessMeans, verdictMeans } from './meanings.ts';
import type { Term } from './term-text.ts';

const verdicts = ['pass', 'fail', 'inconclusive', 'attested', 'waived'] as const;

/** The words of states, on checks, rules, reports and steps. */
export function stateTerms(): readonly Term[] {
  return [
    ...observations.options.map((id) => ({ id, term: observationWord(id), means: observationMeans(id) })),
    ...verdicts.map((id) => ({ id, term: verdictWord(id), means: verdictMeans(id) })),
    ...readinessWord.options.map((id) => ({ id, term: readinessLook(id).words, means: readinessMeans(id) })),
    { id: 'running', term: t('running'), means: t('It is being tried now.') },
    { id: 'waiting', term: t('waiting'), means: t('Its turn comes. Nothing is known of it yet.') },
    {
      id: 'stale',
      term: t('Stale'),
      means: t(
        'Something changed since: the rules after the request was written, or the site after the run.',
      ),
    },
    {
      id: 'step-states',
      term: t('empty, incomplete, done'),
      means: t(
        'How a step stands. Incomplete names what is missing, and you can go on all the same. Done says nothing about the network.',
      ),
    },
  ];
}
