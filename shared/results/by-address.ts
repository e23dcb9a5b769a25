import type { Observation } from '../probes/observation.ts';
import type { ObservedCheck } from './types.ts';

/** What decides a check of a name with several addresses: the first of these that one of them gave. */
const worstFirst: readonly Observation[] = [
  'intercepted',
  'rejected',
  'refused',
  'filtered',
  'unreachable',
  'wrong-interface',
  'unresolved',
  'error',
  'not-run',
  'not-testable',
  'no-answer',
  'open',
  'confirmed',
];

function describe({ target, observation, attempts, engine }: ObservedCheck): string {
  const last = attempts.at(-1);
  const what = last === undefined ? '' : `, ${last.outcome} (${last.ms} ms, ${engine})`;
  return `${target.resolved ?? target.address}: ${observation}${what}`;
}

function remarksOf({ evidence }: ObservedCheck): readonly string[] {
  const { remarks } = evidence;
  return Array.isArray(remarks) ? remarks : [];
}

const isV6 = ({ target }: ObservedCheck): boolean => target.resolved?.includes(':') === true;

function count(parts: readonly unknown[], all: readonly unknown[]): string {
  return parts.length === all.length ? `all ${all.length}` : `${parts.length} of ${all.length}`;
}

/**
 * One record of a check whose target's name has several addresses: that of the worst of them, with a line of evidence
 * for each. IPv6 addresses of a name whose rule is about IPv4 are reported beside it and decide nothing.
 *
 * @param records the check's own first; at least one
 * @param untried addresses that the run did not come to: nothing can be confirmed then
 */
export function combineAddresses(
  id: string,
  records: readonly ObservedCheck[],
  untried: readonly string[],
): ObservedCheck {
  const [own] = records;
  if (own === undefined) throw new Error(`Check ${id} has no record of any address.`);
  const ruled = records.filter((record) => isV6(record) === own.vantage.address?.includes(':'));
  const rank = ({ observation }: ObservedCheck): number => worstFirst.indexOf(observation);
  const [worst = own] = [...ruled].sort((a, b) => rank(a) - rank(b));
  const beside = records.filter((record) => !ruled.includes(record));
  const blocked = beside.filter((record) => rank(record) < worstFirst.indexOf('no-answer'));
  const alike = ruled.filter(({ observation }) => observation === worst.observation);
  const missing = untried.map((address) => `${address}: not tried`);
  const remarks = [
    ...remarksOf(own),
    ...remarksOf(worst),
    ...(alike.length === ruled.length
      ? []
      : [`${worst.target.address}: ${count(alike, ruled)} addresses gave “${worst.observation}”.`]),
    ...(blocked.length === 0
      ? []
      : [
          `Over IPv6 ${own.target.address} is not reached at ${blocked.map(({ target }) => target.resolved ?? '').join(', ')}; the rule is about IPv4, but clients that prefer IPv6 may fail.`,
        ]),
  ];
  const evidence: ObservedCheck['evidence'] = {
    ...own.evidence,
    ...worst.evidence,
    addresses: [...ruled.map(describe), ...missing],
    ...(beside.length === 0 ? {} : { addressesIpv6: beside.map(describe) }),
  };
  if (remarks.length > 0) evidence['remarks'] = [...new Set(remarks)];
  const whole: ObservedCheck = { ...worst, id, evidence };
  const isGood = rank(worst) >= worstFirst.indexOf('no-answer');
  if (untried.length === 0 || !isGood) return whole;
  return {
    ...whole,
    ...{ observation: 'not-run', flaky: false, engine: 'none', attempts: [], startedAt: null },
    evidence: { ...evidence, reason: 'The run ended before all addresses of the name were tried.' },
    facts: { ...whole.facts, tls: null, openBecause: null },
  };
}
