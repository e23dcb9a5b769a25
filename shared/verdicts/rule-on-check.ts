import { assertNever } from '../lib/assert-never.ts';
import { formatIp, parseCidr, parseIp } from '../lib/ip.ts';
import { parseService } from '../lib/service.ts';
import { probeForService } from '../plan/probe-for-service.ts';
import { gaveAnswer } from '../results/executed.ts';
import type { ControlRecord, ObservedCheck } from '../results/types.ts';
import type { Because, Ruling } from './ruling.ts';
import { inconclusive } from './ruling.ts';
import { whySourceIsNotProven } from './source-proof.ts';
import type { JudgeContext, RuleForVerdict } from './types.ts';

const plain: Because = { kind: 'observation' };

/** True when a negative control reached an address where nothing can answer. */
export function isConnected(control: Pick<ControlRecord, 'observation'>): boolean {
  return (
    control.observation === 'open' ||
    control.observation === 'confirmed' ||
    control.observation === 'intercepted'
  );
}

/**
 * The negative control of the check's vantage and port, if it "connected": then `open` means nothing there. Where that one
 * could not be sent, any other of the node's that did.
 */
function connectedControl(
  check: ObservedCheck,
  rule: RuleForVerdict,
  controls: readonly ControlRecord[],
): ControlRecord | null {
  const covers = (control: ControlRecord): boolean => {
    if (control.id === check.facts.control) return true;
    if (check.target.protocol !== 'tcp' || control.port !== check.target.port) return false;
    if (check.vantage.kind === 'laptop') return control.vantage.kind === 'laptop';
    if (control.vantage.kind === 'laptop') return false;
    if (check.vantage.kind === 'peer') return control.vantage.node === check.vantage.node;
    return (
      control.vantage.node === rule.node &&
      (control.vantage.port === null || control.vantage.port === rule.port)
    );
  };
  const own = controls.filter(covers);
  const connected = own.find(isConnected);
  if (connected !== undefined || check.vantage.kind !== 'node') return connected ?? null;
  if (own.length === 0 || own.some(({ observation }) => gaveAnswer(observation))) return null;
  // No documentation address lies behind this port, so nothing was tried by it: what the node met elsewhere is a warning.
  return (
    controls.find(({ vantage, ...control }) => vantage.node === rule.node && isConnected(control)) ?? null
  );
}

function sameAddress(a: string, b: string): boolean {
  const normal = (text: string): string => {
    const ip = parseIp(text) ?? parseCidr(text)?.ip;
    return ip === undefined ? text : formatIp(ip);
  };
  return normal(a) === normal(b);
}

/** Out rules: what the node's own route says against the rule's port and source; null when nothing does. */
function routeAgainst(check: ObservedCheck, rule: RuleForVerdict): string | null {
  const { routePort, routeSource } = check.facts;
  if (routePort !== null && routePort !== rule.port) {
    return routePort === 'other' ? 'an interface that is neither LAN nor WAN' : routePort.toUpperCase();
  }
  if (
    routeSource !== null &&
    rule.from.length > 0 &&
    !rule.from.some((party) => sameAddress(party.address, routeSource))
  ) {
    return `source address ${routeSource}`;
  }
  return null;
}

/** A TLS answer counts as the expected one only if its certificate is in date and of the right name. */
function certificateContradicts(check: ObservedCheck, rule: RuleForVerdict): boolean {
  const { tls, probe } = check.facts;
  // Behind a proxy TLS is not always spoken; where it was, its certificate counts.
  const isTls = probe === 'tls' || probe === 'https' || (probe === 'proxy-connect' && tls !== null);
  if (rule.direction !== 'out' || !isTls) return false;
  return tls === null || !tls.validNow || tls.nameMatches === false;
}

/** Whether we can speak the rule's service; false when the rule does not say which probe it wants. */
function hasProbe(check: ObservedCheck, rule: RuleForVerdict): boolean {
  const service = parseService(rule.service);
  if (rule.probe === undefined || !service.ok) return false;
  return probeForService(service.value, check.target.port, rule.probe) !== 'tcp';
}

function judgeOpen(check: ObservedCheck, rule: RuleForVerdict, context: JudgeContext): Ruling {
  const control = connectedControl(check, rule, context.controls);
  if (control !== null) {
    return inconclusive({
      kind: 'control-connected',
      address: control.address ?? 'an address where nothing can answer',
    });
  }
  if (check.facts.openBecause !== null) {
    return inconclusive({ kind: 'open-unproven', reason: check.facts.openBecause });
  }
  // No reason given although a probe for the service exists: its answer is missing, so nothing is known.
  if (check.facts.probe !== 'tcp' || hasProbe(check, rule)) {
    return inconclusive({ kind: 'open-unproven', reason: 'the expected answer did not come' });
  }
  return { verdict: 'pass', weak: true, because: { kind: 'open-without-probe' } };
}

/** Our own listener's token came back: the path is proven, the service itself is not started. */
function provenByListener({ observation, facts }: ObservedCheck): boolean {
  return observation === 'confirmed' && facts.sourceSeen?.basis === 'listener';
}

/** In rules: an answer in the node's name, though the node itself neither listens nor shows the connection. */
function answeredByAnother({ observation, facts }: ObservedCheck, rule: RuleForVerdict): boolean {
  const isAnswer = observation === 'confirmed' || observation === 'open';
  const basis = facts.sourceSeen?.basis;
  const sawConnection = basis === 'socket-table' || basis === 'listener';
  return rule.direction === 'in' && isAnswer && facts.listener === false && !sawConnection;
}

/** The table of observations, without what is known about source and interface. */
function byTable(check: ObservedCheck, rule: RuleForVerdict, context: JudgeContext): Ruling {
  const fail: Ruling = { verdict: 'fail', weak: false, because: plain };
  if (answeredByAnother(check, rule)) return inconclusive({ kind: 'answered-without-listener' });
  switch (check.observation) {
    case 'confirmed':
      if (provenByListener(check)) return { verdict: 'pass', weak: false, because: { kind: 'path-proven' } };
      return certificateContradicts(check, rule)
        ? inconclusive({ kind: 'certificate-contradicts' })
        : { verdict: 'pass', weak: false, because: plain };
    case 'open':
      return judgeOpen(check, rule, context);
    case 'refused':
      return rule.direction === 'in' && check.facts.listener === false
        ? inconclusive({ kind: 'no-listener' })
        : fail;
    case 'rejected':
    case 'filtered':
    case 'unreachable':
    case 'unresolved':
    case 'intercepted':
      return fail;
    case 'wrong-interface':
      return rule.portBasis === 'assumed' ? inconclusive({ kind: 'port-assumed' }) : fail;
    case 'no-answer':
    case 'not-testable':
    case 'error':
    case 'not-run':
      return inconclusive(plain);
    default:
      return assertNever(check.observation);
  }
}

/**
 * Verdict of one check: the observation table and all its riders. A rider can only take certainty away: it turns a pass
 * or fail into inconclusive, or makes a pass weak.
 */
export function ruleOnCheck(check: ObservedCheck, rule: RuleForVerdict, context: JudgeContext): Ruling {
  if (!gaveAnswer(check.observation)) return inconclusive(plain);
  if (rule.direction === 'in') {
    const because = whySourceIsNotProven(check, rule, context);
    if (because !== null) return inconclusive(because);
  } else if (check.vantage.kind !== 'node' || check.vantage.node !== rule.node) {
    return inconclusive({ kind: 'wrong-vantage' });
  }
  const ruling = byTable(check, rule, context);
  // The node showed its routes only if the route itself is on record.
  const shown = check.facts.interfaceProven && (rule.direction === 'in' || check.facts.routePort !== null);
  // A name that does not resolve, or resolves to a lie, is no matter of the port: nothing was dialled by any.
  const isAboutName =
    check.observation === 'unresolved' ||
    (check.observation === 'intercepted' && check.target.resolved === null);
  const needsPort = check.observation !== 'wrong-interface' && !isAboutName;
  if (!shown && context.deployment === 'inline' && needsPort) {
    return inconclusive({ kind: 'port-not-proven' });
  }
  if (ruling.verdict !== 'pass') return ruling;
  const against = rule.direction === 'out' ? routeAgainst(check, rule) : null;
  if (against !== null) return inconclusive({ kind: 'route-contradicts', leaves: against });
  if (!shown) return { verdict: 'pass', weak: true, because: { kind: 'interface-not-shown' } };
  return ruling;
}
