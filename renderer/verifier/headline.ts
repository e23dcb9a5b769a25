import type { VerifyResult } from '../../shared/report/types.ts';

export interface Headline {
  readonly word: string;
  readonly sentence: string;
}

/** The verification in one sentence. An unknown signer is never valid, however good the signature is. */
export function headlineOf({ result, signer, lines }: VerifyResult): Headline {
  switch (result) {
    case 'valid':
      return {
        word: 'Valid',
        sentence: 'Unchanged since it was signed, by a signer whom your allowed_signers file names.',
      };
    case 'invalid':
      return { word: 'Invalid', sentence: 'Do not rely on this report.' };
    case 'intact': {
      if (signer?.known !== true)
        return {
          word: 'Intact, signer unknown',
          sentence:
            'Unchanged since it was signed. Who signed it is not known here: anyone can make a key and write a name beside it.',
        };
      const open = lines.filter(
        ({ answer, what }) => answer === 'cannot-tell' && (what === 'catalogue' || what === 'rules'),
      );
      return {
        word: 'Intact, not fully verified',
        sentence: `Unchanged since it was signed, by a signer whom your allowed_signers file names. ${open.map(({ says }) => says).join(' ')}`,
      };
    }
  }
}
