import { parseEndpointAddress } from '../../lib/endpoint-address.ts';
import { bitsOf } from '../../lib/ip.ts';
import { parseService } from '../../lib/service.ts';
import { utcMillis } from '../../lib/utc.ts';
import type { Report } from '../../report/schema.ts';
import { wasExecuted } from '../../results/executed.ts';
import type { CheckRecord } from '../../results/types.ts';
import type { Line } from '../../rules/lines.ts';
import type { Flow, Rule, RuleSet } from '../../rules/types.ts';
import { flowVerdict } from '../../verdicts/flow-verdict.ts';
import { isConnected } from '../../verdicts/rule-on-check.ts';
import { count } from '../words.ts';
import {
  factsOfRows,
  type NumberedLine,
  type OpenLine,
  type RequestFacts,
  type RequestInput,
  type Today,
} from './facts.ts';

/** A readiness report whose signature, signer and content were verified before. */
export interface CheckedReport {
  readonly report: Report;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
}

/** Older passes prove nothing: networks change. */
const freshForMs = 7 * 24 * 60 * 60 * 1000;

/** Failures by which nothing reached the network: they say nothing about a firewall. */
const sentNothing: ReadonlySet<CheckRecord['observation']> = new Set(['unresolved', 'wrong-interface']);

/** What stands against asking by this report; null: nothing. */
export function whyNotByReport(
  { site, practice }: Pick<RequestInput, 'site' | 'practice'>,
  { report }: CheckedReport,
): { readonly message: string; readonly cure: string } | null {
  if (site.request.type === 'remove')
    return {
      message: 'A removal request asks for nothing that could be open.',
      cure: 'Leave out --only-blocked, or set request.type to new.',
    };
  if (report.practice !== practice)
    return {
      message: report.practice
        ? 'The report is of a practice run: it says nothing about a real network.'
        : 'The report is of a real network, and this request is practice.',
      cure: 'Give a report of this very site.',
    };
  if (report.redactedFrom !== null)
    return {
      message: 'The report is a redacted copy: its addresses are not the real ones.',
      cure: 'Give the report that it was made from.',
    };
  const [own, other] = [site.customer, report.site.customer];
  if (own.name !== other.name || own.site !== other.site)
    return {
      message: `The report is of site "${other.site}" of "${other.name}", the request of site "${own.site}" of "${own.name}".`,
      cure: 'Two sites may use the same addresses. Give a report of this very site: run gatecheck check with this site file.',
    };
  return null;
}

type FlowState = 'open' | 'in-part' | 'blocked' | 'not-tested';

interface Counts {
  old: number;
  changed: number;
}

/**
 * The lines that do not work yet, under the numbers of the full list; the others are `open`.
 *
 * A line is open only if every one of its flows, those that it prints for another node too, passed completely: on an
 * unchanged rule, in checks that started less than 7 days before, with none left out, steadily, with the service's own answer, on a port on
 * which nothing answered for everyone, and for one host and one port: a pass at one host of a network proves that host.
 */
export function onlyBlocked(input: RequestInput, full: RequestFacts, checked: CheckedReport): RequestFacts {
  const { ruleSet } = input;
  const counts: Counts = { old: 0, changed: 0 };
  const stateOf = flowStates(input, checked.report, counts);
  const flowsByRule = new Map<string, Flow[]>();
  for (const flow of ruleSet.flows) {
    const known = flowsByRule.get(flow.rule);
    if (known === undefined) flowsByRule.set(flow.rule, [flow]);
    else known.push(flow);
  }
  const rows: NumberedLine[] = [];
  const open: OpenLine[] = [];
  for (const each of full.lines) {
    const flows = printedFlows(each.line, flowsByRule);
    const states = flows.map((flow) => stateOf(flow));
    if (flows.length > 0 && states.every(({ state }) => state === 'open'))
      open.push({ each, checks: states.flatMap(({ checks }) => checks) });
    else rows.push({ ...each, today: todayOf(states.map(({ state }) => state)) });
  }
  const { id, createdAt } = checked.report;
  const report = { id, createdAt, sha256: checked.sha256 };
  const facts = factsOfRows(input, { kind: 'only-blocked', report, open, remarks: remarksOf(counts) }, rows);
  return facts;
}

function todayOf(states: readonly FlowState[]): Today {
  if (states.includes('blocked')) return 'blocked';
  return states.some((state) => state === 'open' || state === 'in-part') ? 'in-part' : 'not-tested';
}

function remarksOf({ old, changed }: Counts): string[] {
  return [
    ...(old === 0
      ? []
      : [
          `${count(old, 'result')} of the report ${old === 1 ? 'is' : 'are'} not from the last 7 days, and not used.`,
        ]),
    ...(changed === 0
      ? []
      : [
          `${count(changed, 'rule')} changed since the report, or ${changed === 1 ? 'is' : 'are'} not in it: its results are not used.`,
        ]),
  ];
}

/** The flows that a line prints, and those of other nodes that its decision covers too. */
function printedFlows(line: Line, flowsByRule: ReadonlyMap<string, readonly Flow[]>): Flow[] {
  const from = new Set(line.from.map(({ address }) => address));
  const to = new Set(line.to.map(({ address }) => address));
  const own = line.rules
    .flatMap((rule) => flowsByRule.get(rule) ?? [])
    .filter((flow) => !flow.sameSubnet && from.has(flow.from.address) && to.has(flow.to.address));
  const keys = new Set(own.map(({ key }) => key));
  const mirrored = line.mirrors
    .flatMap((rule) => flowsByRule.get(rule) ?? [])
    .filter(({ key }) => keys.has(key));
  return [...own, ...mirrored];
}

interface FlowResult {
  readonly state: FlowState;
  readonly checks: readonly CheckRecord[];
}

function flowStates(
  { ruleSet, createdAt }: Pick<RequestInput, 'ruleSet' | 'createdAt'>,
  report: Report,
  counts: Counts,
): (flow: Flow) => FlowResult {
  const same = unchangedRules(ruleSet, report);
  counts.changed = ruleSet.rules.length - same.size;
  const now = utcMillis(createdAt);
  const isFresh = (check: CheckRecord): boolean => {
    const times = [check.startedAt, check.carriedOverFrom?.startedAt].flatMap((time) =>
      time === null || time === undefined ? [] : [utcMillis(time)],
    );
    return (
      now !== null &&
      times.length > 0 &&
      times.every((time) => time !== null && time <= now && now - time < freshForMs)
    );
  };
  const byFlow = new Map<string, CheckRecord[]>();
  const cutShort = new Set<string>();
  for (const check of report.checks) {
    if (check.observation === 'not-run') cutShort.add(check.flow);
    if (!same.has(check.rule) || !wasExecuted(check.observation)) continue;
    const known = byFlow.get(check.flow);
    if (known === undefined) byFlow.set(check.flow, [check]);
    else known.push(check);
  }
  const answeredForAll = new Set(report.controls.filter(isConnected).map(({ port }) => port));
  return (flow) => {
    const checks = byFlow.get(flow.id) ?? [];
    const rule = same.get(flow.rule);
    if (rule === undefined || checks.length === 0) return { state: 'not-tested', checks };
    const fresh = checks.filter(isFresh);
    counts.old += checks.length - fresh.length;
    const failed = fresh.some(
      ({ verdict, observation }) => verdict === 'fail' && !sentNothing.has(observation),
    );
    if (failed) return { state: 'blocked', checks };
    if (flowVerdict(checks) !== 'pass' || fresh.length < checks.length)
      return { state: fresh.some(({ verdict }) => verdict === 'pass') ? 'in-part' : 'not-tested', checks };
    const proven = checks.every(
      ({ weak, flaky, target }) =>
        !weak &&
        !flaky &&
        !(target.protocol === 'tcp' && target.port !== null && answeredForAll.has(target.port)),
    );
    return { state: proven && !cutShort.has(flow.id) && isOne(flow, rule) ? 'open' : 'in-part', checks };
  };
}

/** Rules whose content is that of the report. */
function unchangedRules(ruleSet: RuleSet, report: Report): Map<string, Rule> {
  const digests = new Map(report.rules.map(({ id, digest }) => [id, digest]));
  return new Map(
    ruleSet.rules.filter(({ id, digest }) => digests.get(id) === digest).map((rule) => [rule.id, rule]),
  );
}

/** One host or name to one host or name, on one port: what checks can prove completely. */
function isOne(flow: Flow, { service }: Rule): boolean {
  const port = parseService(service);
  if (!port.ok || (port.value.kind === 'port' && port.value.first !== port.value.last)) return false;
  return [flow.from, flow.to].every(({ address }) => {
    const parsed = parseEndpointAddress(address);
    if (!parsed.ok) return false;
    switch (parsed.value.kind) {
      case 'host':
      case 'name':
        return true;
      case 'network':
        return parsed.value.cidr.prefix === bitsOf(parsed.value.cidr.ip.family);
      case 'wildcard':
        return false;
    }
  });
}
