import { t } from '../i18n/t.ts';
import type { TermText } from './term-text.ts';

/** What people want to do, and where. */
export function tasks() {
  return {
    'many-addresses': {
      term: t('Enter many addresses at once'),
      means: t(
        'On Endpoints, paste a list, a column of a spreadsheet or the output of a command. Each address is shown with its role before it is added.',
      ),
    },
    'missing-address': {
      term: t('An address is not known yet'),
      means: t(
        'Leave it out and go on. The request becomes a draft that names what the customer has to supply.',
      ),
    },
    'no-ssh': {
      term: t('The node does not answer over SSH'),
      means: t(
        'Is this laptop in a network that may reach the node, and is port 22 permitted from here? A jump host is entered with the node’s SSH settings.',
      ),
    },
    'cannot-check': {
      term: t('Something cannot be checked'),
      means: t(
        'Look at the other end, and attest on Report what was seen there and by whom. Or waive it, with a reason and a date.',
      ),
    },
    'change-window': {
      term: t('Be there during the change window'),
      means: t('On Checks, start a watch. It tries again what does not pass, and says when it opens.'),
    },
    'hand-over': {
      term: t('Hand an obstacle to its team'),
      means: t('On Report, each row has a hand-off text for the ticket: what was seen, and what to do.'),
    },
    recover: {
      term: t('The program or the computer went off'),
      means: t(
        'Open the site again from the start screen. Edits and the last run were kept, and the screen says from when.',
      ),
    },
    log: {
      term: t('See what the program did'),
      means: t(
        'Ctrl Shift L shows the log. It has times, errors and how long things took, and neither names nor addresses.',
      ),
    },
    'support-bundle': {
      term: t('Report a fault of the program'),
      means: t(
        'Ctrl Shift B makes a support bundle. Read its files, look for the customer’s name in them, untick what should not go, save it, and send it yourself.',
      ),
    },
    display: {
      term: t('Larger text, dark or high contrast, another language'),
      means: t(
        'The half-filled circle in the header. The language of the change request is chosen on its own step.',
      ),
    },
  } as const satisfies Readonly<Record<string, TermText>>;
}
