import { observationWord as observations } from '../../shared/probes/observation.ts';
import { observationWord, verdictWord } from '../components/state-words.tsx';
import { t } from '../i18n/t.ts';
import { observationMeans, verdictMeans } from './meanings.ts';

/** A word of the product, and what it means in one or two sentences. */
export interface Term {
  readonly term: string;
  readonly means: string;
}

const verdicts = ['pass', 'fail', 'inconclusive', 'attested', 'waived'] as const;

/** Every word that a technician or a firewall engineer may stop at. */
export function terms(): readonly Term[] {
  return [
    {
      term: t('Node'),
      means: t('The CloudFS appliance that goes into service. It has two network ports, LAN and WAN.'),
    },
    { term: 'One-Arm', means: t('The LAN port carries everything; the WAN port stays unconnected.') },
    {
      term: 'Inline',
      means: t(
        'Both ports are used. The source does not say which one carries a row, so the port is marked as assumed until somebody confirms it.',
      ),
    },
    {
      term: t('In, Out, Both'),
      means: t('Who starts the session: another device, the node, or either of them.'),
    },
    {
      term: t('Catalogue'),
      means: t('The vendor’s table of required ports, as data. Each of its rows is an entry.'),
    },
    {
      term: t('Source, assumed, yours'),
      means: t(
        'Where a value comes from: the vendor’s table, our best reading where the table is silent, or your own choice.',
      ),
    },
    {
      term: t('Site'),
      means: t('What you enter: customer, mode, nodes, features and endpoints. It is one file.'),
    },
    {
      term: t('Endpoint'),
      means: t(
        'The address of a counterpart in a role: a DNS server, an object store, a network of SMB clients.',
      ),
    },
    {
      term: t('Role'),
      means: t('What a counterpart is for the node. Which roles are needed follows from the features.'),
    },
    {
      term: t('Rule'),
      means: t('One service between the node and its counterparts in one direction: what must be permitted.'),
    },
    {
      term: t('Row'),
      means: t('A row of the change request: rules that share their sources and destinations.'),
    },
    {
      term: t('Change request'),
      means: t(
        'The document that asks the customer’s firewall team for the rules. It has a number and a revision.',
      ),
    },
    {
      term: t('Revision and delta'),
      means: t('A later request names only what changed since the earlier one.'),
    },
    { term: t('Check'), means: t('One attempt, from one place, to see whether one connection works.') },
    {
      term: t('Vantage point'),
      means: t('Where a check starts: the node’s LAN or WAN port, this laptop, or another node.'),
    },
    {
      term: t('Observation'),
      means: t('What a check saw, with its evidence. It is never changed afterwards.'),
    },
    { term: t('Verdict'), means: t('What an observation means: pass, fail, or inconclusive.') },
    {
      term: t('Readiness'),
      means: t('Ready, ready with exceptions, or not ready. Nothing checked is not ready.'),
    },
    {
      term: t('Readiness report'),
      means: t('The signed record of site, rules and checks. Anyone can verify it without us.'),
    },
    {
      term: t('Attest and waive'),
      means: t(
        'A person’s word for what no check can prove, and a person’s acceptance of what does not work.',
      ),
    },
    {
      term: t('Stale'),
      means: t(
        'Something changed since: the rules after the request was written, or the site after the run.',
      ),
    },
    {
      term: t('Host key'),
      means: t(
        'By it a computer proves who it is before a password is sent. Compare it by another way before you accept it.',
      ),
    },
    {
      term: t('Negative control'),
      means: t(
        'A connection to an address where nothing can answer. If it succeeds, a device in the path answers for everyone.',
      ),
    },
    {
      term: t('Temporary listener'),
      means: t(
        'Where a service of the node does not run yet, something of ours answers there for some seconds, and is gone afterwards.',
      ),
    },
    {
      term: t('Watch'),
      means: t('A run that goes on through the change window and notes when each rule opens.'),
    },
    {
      term: t('Redacted copy'),
      means: t('A report with other names and addresses, signed anew, that reads the same.'),
    },
    {
      term: t('Practice site'),
      means: t(
        'The whole job against a simulated node inside the program. All that it writes is marked PRACTICE, and it is never ready.',
      ),
    },
    ...observations.options.map((one) => ({ term: observationWord(one), means: observationMeans(one) })),
    ...verdicts.map((one) => ({ term: verdictWord(one), means: verdictMeans(one) })),
  ];
}

/** Those that hold every word of a question, in the term or in its meaning; the term itself first. */
export function findTerms(all: readonly Term[], asked: string): readonly Term[] {
  const words = asked
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const holds = (text: string): boolean => words.every((word) => text.toLocaleLowerCase().includes(word));
  return [
    ...all.filter(({ term }) => holds(term)),
    ...all.filter(({ term, means }) => !holds(term) && holds(`${term} ${means}`)),
  ];
}
