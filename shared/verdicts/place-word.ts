import type { CheckRecord } from '../results/types.ts';

/** The word before a place, by how sure it is. */
export function placeWord(confidence: NonNullable<CheckRecord['advice']>['confidence']): string {
  switch (confidence) {
    case 'certain':
      return 'Where';
    case 'likely':
    case undefined:
      return 'Probably';
    case 'possible':
      return 'Possibly';
  }
}
