import type { CheckRecord } from '../../results/types.ts';

/** What a check says of itself, as the pages and the machine outputs word it. */

/** A sentence with its full stop. */
export function closed(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

export function vantageText({ vantage }: CheckRecord): string {
  const place = vantage.kind === 'laptop' ? 'laptop' : `node ${vantage.node}`;
  return [place, vantage.interface, vantage.address].filter((text) => text !== null).join(', ');
}

export function targetText({ target }: CheckRecord): string {
  return `${target.address}${target.port === null ? '' : `, ${target.protocol.toUpperCase()} ${target.port}`}`;
}

/** The node's own words for its route, when it showed them. */
export function routeText({ facts, evidence, vantage }: CheckRecord): string {
  const { route } = evidence;
  if (typeof route === 'string' && route !== '') return route;
  if (vantage.kind === 'laptop' && facts.routePort === null) return 'as the laptop sends';
  if (facts.routePort === null) return facts.interfaceProven ? 'shown by the node' : 'not shown';
  const source = facts.routeSource === null ? '' : `, source ${facts.routeSource}`;
  const port =
    facts.routePort === 'other' ? 'by neither LAN nor WAN' : `by the ${facts.routePort.toUpperCase()} port`;
  return `${port}${source}`;
}

export function attemptsText({ attempts, flaky }: CheckRecord): string {
  if (attempts.length === 0) return 'none';
  const times = attempts.map(({ ms }) => `${Math.round(ms)} ms`).join(', ');
  return `${attempts.length}: ${times}${flaky ? '; they differ' : ''}`;
}

/** Evidence that the card shows in its own rows, or that is the same for every check. */
const shownElsewhere: ReadonlySet<string> = new Set(['route', 'engine', 'family']);

/** The last answer, and what else was noted, in one line. */
export function evidenceText(check: CheckRecord): string {
  const outcome = check.attempts.at(-1)?.outcome ?? check.observation;
  const facts = Object.entries(check.evidence)
    .filter(([key, value]) => !shownElsewhere.has(key) && value !== null && value !== '')
    .map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') : String(value)}`);
  return [outcome, ...facts].join(' · ');
}
