import { formatIp, parseCidr, parseIp } from '../lib/ip.ts';
import type { Finding } from '../lib/result.ts';
import { utcMillis } from '../lib/utc.ts';
import { controlIdOf } from '../plan/controls.ts';
import type { Check, CheckPlan } from '../plan/types.ts';
import type { Observation } from '../probes/observation.ts';
import { decisiveOf } from '../probes/observe.ts';
import { probes } from '../probes/registry.ts';
import { gaveAnswer } from '../results/executed.ts';
import { carriedToken } from '../results/receipt.ts';
import type { CheckRecord, EngineKind, NodeRecord } from '../results/types.ts';
import type { Report } from './schema.ts';
import { againstWatch } from './watch/contradictions.ts';

/** Clocks are set while a run goes on; more than this is no such correction. */
const clockToleranceMs = 600_000;
const carryOverMs = 7 * 24 * 3_600_000;

/** Engines that start at a node. */
const nodeEngines: readonly EngineKind[] = ['python', 'perl', 'forward', 'shell'];

/** What nobody can have seen without an attempt. The rest may be known before anything is sent. */
const takesAnAttempt: readonly Observation[] = [
  'confirmed',
  'open',
  'refused',
  'rejected',
  'filtered',
  'no-answer',
  'unreachable',
  'error',
];

function bare(text: string): string {
  const ip = parseIp(text) ?? parseCidr(text)?.ip;
  return ip === undefined ? text : formatIp(ip);
}

/** Confirmed by our own temporary listener, in place of the service. */
function isByListener({ facts }: CheckRecord): boolean {
  return facts.listener === 'temporary' && facts.sourceSeen?.basis === 'listener';
}

/** What a check says of its own attempts. */
function againstAttempts({ observation, attempts, engine, startedAt, vantage }: CheckRecord): string[] {
  const decisive = decisiveOf(attempts);
  if (decisive === null)
    return takesAnAttempt.includes(observation) ? [`is “${observation}” without an attempt`] : [];
  const says: string[] = [];
  if (decisive.observation !== observation)
    says.push(`is “${observation}”, but its attempts give “${decisive.observation}”`);
  if (engine === 'none') says.push('has attempts, but no engine made them');
  const isForeign = vantage.kind === 'laptop' ? nodeEngines.includes(engine) : engine === 'laptop';
  if (isForeign) says.push(`starts at the ${vantage.kind}, but engine ${engine} made its attempts`);
  if (startedAt === null) says.push('has attempts, but no time');
  return says;
}

/** A datagram has no answer: only a person at the receiver can say that it arrived, by a token that nobody else saw. */
function againstReceipt(check: CheckRecord, { createdAt }: Report): string[] {
  const { receipt } = check.facts;
  if (receipt === undefined) return [];
  const says: string[] = [];
  if (!carriedToken(check, receipt.token))
    says.push('was confirmed with another token than its datagram carried');
  if (check.observation !== 'confirmed') says.push(`is “${check.observation}”, but its token was read`);
  if (receipt.by.trim() === '') says.push('was confirmed by nobody');
  const [at, sent, made] = [receipt.at, check.startedAt ?? '', createdAt].map(utcMillis);
  if (
    at == null ||
    sent == null ||
    made == null ||
    at < sent - clockToleranceMs ||
    at > made + clockToleranceMs
  )
    says.push('was read at the receiver before it was sent, or after the report was made');
  return says;
}

function againstTime(check: CheckRecord, report: Report): string[] {
  if (check.startedAt === null) return [];
  const [at, from, to] = [check.startedAt, report.startedAt, report.createdAt].map(utcMillis);
  if (at == null || from == null || to == null) return [`carries a time that is none: ${check.startedAt}`];
  if (at > to + clockToleranceMs) return ['began after the report was made'];
  if (check.carriedOverFrom === null)
    return at < from - clockToleranceMs
      ? ['began before the run did, and is not marked as carried over']
      : [];
  return check.verdict === 'pass' && to - at >= carryOverMs
    ? ['is a pass that was carried over for more than seven days']
    : [];
}

function againstNode(check: CheckRecord, node: NodeRecord | undefined): string[] {
  if (check.attempts.length === 0 || check.carriedOverFrom !== null) return [];
  const { facts, vantage } = check;
  const says: string[] = [];
  if (node?.hostKey == null) says.push(`was carried out, but node ${vantage.node} was never reached`);
  const shown = node?.interfaces.some(({ addresses }) =>
    addresses.some((address) => bare(address) === bare(vantage.address ?? '')),
  );
  if (vantage.kind === 'node' && facts.interfaceProven && shown !== true)
    says.push(`calls its interface proven, but node ${vantage.node} shows none with ${vantage.address}`);
  const seen = facts.sourceSeen;
  const isBorrowed = seen?.basis === 'ssh-connection' || seen?.basis === 'same-run';
  if (isBorrowed && bare(seen.address) !== bare(vantage.address ?? ''))
    says.push(`was sent from ${vantage.address ?? 'nowhere'}, but its source is proven for ${seen.address}`);
  return says;
}

/** What one node saw of another: the checked one was there, too, or it could have proven nothing. */
function againstCheckedNode(check: CheckRecord, node: NodeRecord | undefined): string[] {
  if (check.vantage.kind !== 'peer' || check.attempts.length === 0 || check.carriedOverFrom !== null)
    return [];
  return node?.hostKey == null
    ? [`was carried out, but node ${node?.name ?? ''}, which it checks, was never reached`]
    : [];
}

/** TLS is judged again from the certificate on record and what the site expects. */
function againstCertificate(check: CheckRecord, plan: Check, certificatePin: string | null): string[] {
  const { tls } = check.facts;
  const isTls = plan.probe === 'tls' || plan.probe === 'https' || plan.through?.tls === true;
  if (!isTls || check.attempts.length === 0) return [];
  if (tls === null)
    return check.observation === 'confirmed' && !isByListener(check)
      ? ['is confirmed without a certificate on record']
      : [];
  // What an HTTP answer inside took away from it cannot be seen by the certificate alone.
  const isDoubted = 'httpStatus' in check.evidence && ['intercepted', 'open'].includes(check.observation);
  const read = probes[plan.probe]
    .prepare(plan, (bytes) => new Uint8Array(bytes))
    .read(
      { ms: 0, outcome: { kind: 'handshake', tls }, localAddress: null },
      { resolved: check.target.resolved ?? plan.target.host, certificatePin },
    );
  return read.observation === check.observation || isDoubted
    ? []
    : [`is “${check.observation}”, but the certificate on record gives “${read.observation}”`];
}

function againstPlan(check: CheckRecord, plan: Check): string[] {
  const says: string[] = [];
  const { vantage, target, facts } = check;
  if (facts.probe !== plan.probe)
    says.push(`was made with probe ${facts.probe}, but ${plan.probe} is planned`);
  if (plan.vantage.kind !== 'laptop' && bare(plan.vantage.address) !== bare(vantage.address ?? ''))
    says.push(`starts at ${vantage.address ?? 'nowhere'}, but ${plan.vantage.address} is planned`);
  if (plan.vantage.kind === 'peer' && plan.vantage.node !== vantage.node)
    says.push(`starts at node ${vantage.node}, but node ${plan.vantage.node} is planned`);
  if (plan.vantage.kind !== 'node' && plan.vantage.coversFrom !== vantage.coversFrom)
    says.push('stands for another source than planned');
  const noProbe = plan.probe === 'tcp' || plan.probe === 'udp-datagram';
  const isKnownOtherwise = isByListener(check) || check.facts.receipt !== undefined;
  if (check.observation === 'confirmed' && noProbe && !isKnownOtherwise)
    says.push('is confirmed, but no probe speaks this service');
  if (check.attempts.length === 0) return says;
  const { resolvesTo } = plan.expectations;
  const mayDial = parseIp(plan.target.host) === null ? resolvesTo : [plan.target.host];
  if (mayDial.length > 0 && !mayDial.includes(target.resolved ?? ''))
    says.push(`went to ${target.resolved ?? 'nowhere'}, which is not ${mayDial.join(' or ')}`);
  return says;
}

/** The negative control of every TCP check that was sent is on record, and no other control is. */
function controlFindings(report: Report, plan: CheckPlan): Finding[] {
  const planned = new Map(plan.controls.map((control) => [control.id, control]));
  const findings: Finding[] = [];
  const onRecord = new Map(report.controls.map((control) => [control.id, control]));
  for (const [index, control] of report.controls.entries()) {
    const expected = planned.get(control.id);
    const fits =
      expected !== undefined &&
      expected.port === control.port &&
      expected.vantage.kind === control.vantage.kind &&
      (control.address === null || expected.candidates.includes(control.address));
    if (!fits)
      findings.push({ path: `controls[${index}]`, message: `${control.id} is not planned as it stands.` });
  }
  if (onRecord.size < report.controls.length)
    findings.push({ path: 'controls', message: 'A negative control stands there twice.' });
  const checks = new Map(plan.checks.map((check) => [check.id, check]));
  const missing = new Set<string>();
  for (const [index, check] of report.checks.entries()) {
    const expected = checks.get(check.id);
    if (expected === undefined || check.attempts.length === 0 || check.carriedOverFrom !== null) continue;
    const id = controlIdOf(expected);
    if (id !== null && planned.has(id) && !onRecord.has(id)) missing.add(id);
    const { control } = check.facts;
    const ran = onRecord.get(control ?? '');
    if (control !== null && (control !== id || ran === undefined || !gaveAnswer(ran.observation)))
      findings.push({
        path: `checks[${index}]`,
        message: `${check.id} names control ${control}, which did not run.`,
      });
  }
  const absent = [...missing].map((id): Finding => ({
    path: 'controls',
    message: `${id} is missing, although checks that it guards were sent.`,
  }));
  return [...absent, ...findings];
}

function nodeFindings(report: Report): Finding[] {
  const names = report.nodes.map(({ name }) => name);
  const same =
    [...names].sort().join('\n') ===
    report.site.nodes
      .map(({ name }) => name)
      .sort()
      .join('\n');
  return same ? [] : [{ path: 'nodes', message: 'They are not the nodes of the site, each once.' }];
}

/**
 * What a report says against itself: verdicts that follow from observations which cannot have been made. A signature
 * shows who stated them; this shows statements that do not go together. It does not find a consistent lie.
 *
 * @param plan of a report of this very version of the software: our own plan is its plan; null: it is of another one
 */
export function contradictions(report: Report, plan: CheckPlan | null): Finding[] {
  const nodes = new Map(report.nodes.map((node) => [node.name, node]));
  const planned = new Map(plan?.checks.map((check) => [check.id, check]));
  const pins = new Map(report.site.nodes.map((node) => [node.name, node.tls?.certificate ?? null]));
  const ruleNode = new Map(report.rules.map(({ id, node }) => [id, node]));
  const findings = report.checks.flatMap((check, index): Finding[] => {
    const expected = planned.get(check.id);
    const says = [
      ...againstAttempts(check),
      ...againstTime(check, report),
      ...againstReceipt(check, report),
      ...againstNode(check, nodes.get(check.vantage.node)),
      ...againstCheckedNode(check, nodes.get(ruleNode.get(check.rule) ?? '')),
      ...(expected === undefined ? [] : againstPlan(check, expected)),
      ...(expected === undefined ? [] : againstCertificate(check, expected, pins.get(expected.node) ?? null)),
    ];
    return says.map((one) => ({ path: `checks[${index}]`, message: `${check.id} ${one}.` }));
  });
  return [
    ...nodeFindings(report),
    ...(plan === null ? [] : controlFindings(report, plan)),
    ...findings,
    ...againstWatch(report),
  ];
}
