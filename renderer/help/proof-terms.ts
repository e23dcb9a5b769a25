import { t } from '../i18n/t.ts';
import type { TermText } from './term-text.ts';

/** Words about asking, checking and proving. */
export function proofTerms() {
  return {
    'change-request': {
      term: t('Change request'),
      means: t(
        'The document that asks the customer’s firewall team for the rules. It has a number and a revision.',
      ),
    },
    draft: {
      term: t('Draft'),
      means: t('A request in which an address or a decision is missing. It says so on every page.'),
    },
    revision: {
      term: t('Revision and delta'),
      means: t('A later request names only what changed since the earlier one.'),
    },
    check: {
      term: t('Check'),
      means: t('One attempt, from one place, to see whether one connection works.'),
    },
    vantage: {
      term: t('Vantage point'),
      means: t('Where a check starts: the node’s LAN or WAN port, this laptop, or another node.'),
    },
    observation: {
      term: t('Observation'),
      means: t('What a check saw, with its evidence. It is never changed afterwards.'),
    },
    verdict: {
      term: t('Verdict'),
      means: t('What an observation means: pass, fail, or inconclusive.'),
    },
    engine: {
      term: t('Engine'),
      means: t(
        'What carries a check on the node: a channel of its SSH server, Python, Perl or a shell. Nothing is installed.',
      ),
    },
    'host-key': {
      term: t('Host key'),
      means: t(
        'By it a computer proves who it is before a password is sent. Compare it by another way before you accept it.',
      ),
    },
    'negative-control': {
      term: t('Negative control'),
      means: t(
        'A connection to an address where nothing can answer. If it succeeds, a device in the path answers for everyone.',
      ),
    },
    'temporary-listener': {
      term: t('Temporary listener'),
      means: t(
        'Where a service of the node does not run yet, something of ours answers there for some seconds, and is gone afterwards.',
      ),
    },
    watch: {
      term: t('Watch'),
      means: t('A run that goes on through the change window and notes when each rule opens.'),
    },
    readiness: {
      term: t('Readiness'),
      means: t('Ready, ready with exceptions, or not ready. Nothing checked is not ready.'),
    },
    report: {
      term: t('Readiness report'),
      means: t('The signed record of site, rules and checks. Anyone can verify it without us.'),
    },
    decisions: {
      term: t('Attest and waive'),
      means: t(
        'A person’s word for what no check can prove, and a person’s acceptance of what does not work.',
      ),
    },
    identity: {
      term: t('Signing identity'),
      means: t('Your key on this computer. A report that it signed cannot be changed unseen.'),
    },
    receipt: {
      term: t('Receipt'),
      means: t(
        'A datagram that nobody answers carries a random word. Reading that word at the receiver proves that it arrived.',
      ),
    },
    redacted: {
      term: t('Redacted copy'),
      means: t('A report with other names and addresses, signed anew, that reads the same.'),
    },
  } as const satisfies Readonly<Record<string, TermText>>;
}
