import { byCodePoint } from '../../lib/order.ts';
import type { Report } from '../../report/schema.ts';
import type { CheckRecord } from '../../results/types.ts';
import { listed } from '../words.ts';
import { targetText } from '../readiness-report/check-words.ts';
import type { NumberedRule } from '../readiness-report/facts.ts';

/**
 * What it is not, by the record of this very report: each sentence rests on something that was seen, and nothing is said
 * where nothing was.
 */
export function ruledOut({ rule }: NumberedRule, check: CheckRecord, report: Report): string[] {
  return [
    route(rule, check),
    name(check),
    hostIsThere(check, report),
    reachedFromElsewhere(check, report),
    listens(check),
    singleLoss(check),
  ].filter((sentence) => sentence !== null);
}

function route({ port }: NumberedRule['rule'], { facts, vantage }: CheckRecord): string | null {
  if (facts.routePort === null || facts.routePort !== port || !facts.interfaceProven) return null;
  const source = facts.routeSource === null ? '' : ` from ${facts.routeSource}`;
  return `A wrong port of the node: by its own route ${vantage.node} sends by its ${port.toUpperCase()} port${source}.`;
}

function name({ target, observation }: CheckRecord): string | null {
  if (observation === 'unresolved' || target.resolved === null || target.resolved === target.address)
    return null;
  return `Name resolution: ${target.address} was found at ${target.resolved}.`;
}

function addressOf({ target }: CheckRecord): string {
  return target.resolved ?? target.address;
}

function sameVantage(a: CheckRecord, b: CheckRecord): boolean {
  return (
    a.vantage.kind === b.vantage.kind &&
    a.vantage.node === b.vantage.node &&
    a.vantage.address === b.vantage.address
  );
}

function samePort(a: CheckRecord, b: CheckRecord): boolean {
  return a.target.port === b.target.port && a.target.protocol === b.target.protocol;
}

/** The same address answered on other ports, to the same vantage. */
function hostIsThere(check: CheckRecord, { checks }: Report): string | null {
  const ports = checks
    .filter(
      (other) =>
        other.verdict === 'pass' &&
        addressOf(other) === addressOf(check) &&
        sameVantage(other, check) &&
        !samePort(other, check),
    )
    .map(({ target }) =>
      target.port === null ? 'ICMP echo' : `${target.protocol.toUpperCase()} ${target.port}`,
    );
  if (ports.length === 0) return null;
  const named = [...new Set(ports)].sort(byCodePoint);
  const shown = named.length > 4 ? [...named.slice(0, 4), `${named.length - 4} more`] : named;
  return `A host that is down, or no route to it: from the same place ${addressOf(check)} answered on ${listed(shown)}.`;
}

/** The same port of the same address answered to somebody else. */
function reachedFromElsewhere(check: CheckRecord, { checks }: Report): string | null {
  const other = checks.find(
    (each) =>
      each.verdict === 'pass' &&
      addressOf(each) === addressOf(check) &&
      samePort(each, check) &&
      !sameVantage(each, check),
  );
  if (other === undefined) return null;
  const { vantage } = other;
  const place = vantage.kind === 'laptop' ? 'the laptop' : vantage.node;
  return `A service that is not running: ${targetText(check)} answered to ${place}${vantage.address === null ? '' : ` (${vantage.address})`}.`;
}

function listens({ facts, target, vantage }: CheckRecord): string | null {
  if (vantage.kind === 'node' || facts.listener === null || facts.listener === false) return null;
  const port = target.port === null ? '' : ` on ${target.protocol.toUpperCase()} ${target.port}`;
  return facts.listener === true
    ? `A service that is not started: the node was seen to listen${port}.`
    : `A service that is not started: our own temporary listener stood on the node${port}.`;
}

function singleLoss({ attempts, flaky }: CheckRecord): string | null {
  const [first] = attempts;
  if (first === undefined || attempts.length < 2 || flaky) return null;
  if (attempts.some(({ observation }) => observation !== first.observation)) return null;
  return `A single lost packet: ${attempts.length} attempts gave the same.`;
}
