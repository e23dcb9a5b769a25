import { translate } from '../../shared/words/translate.ts';
import { currentLanguage, saidCatalogue } from './t.ts';

/**
 * A sentence that came from the program behind the window, or from a file that it wrote, in the window's language. What is
 * no sentence of ours (a name, an address, a message of the node's system) comes back as it is.
 */
export function said(sentence: string): string {
  return translate(sentence, currentLanguage(), saidCatalogue());
}
