import type { TlsFacts } from '../../probes/observation.ts';
import type { ControlRecord, NodeRecord, ObservedCheck } from '../../results/types.ts';
import type { Report } from '../schema.ts';
import type { MatchedPlan, MatchedRules } from './match-ids.ts';
import type { Redactor } from './redactor.ts';
import { removed } from './redactor.ts';

type Evidence = ObservedCheck['evidence'];

/** Evidence that is of our own wording, or of a protocol's: names and addresses in it can be found and replaced. */
const ownWords = new Set([
  'alpn',
  'answeredAtTry',
  'askedRealm',
  'connectionOnNode',
  'dialect',
  'engine',
  'errno',
  'family',
  'from',
  'icmpSender',
  'kerberosError',
  'kissCode',
  'names',
  'offsetOf',
  'question',
  'rcode',
  'realm',
  'reason',
  'refid',
  'remarks',
  'resolvesTo',
  'route',
  'rpcName',
  'rpcStatus',
  'signing',
  'smbStatus',
  'sshVersion',
  'standsFor',
  'temporaryListener',
  'throughProxy',
  'tokenSha256',
]);

/** A whole domain name is replaced as one, wherever it stands. */
const domainName = /^(?:[\w-]+\.)+[A-Za-z][A-Za-z-]*[A-Za-z]$/;

function isSafe(key: string, text: string): boolean {
  return ownWords.has(key) || domainName.test(text);
}

function textsOf(value: Evidence[string]): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value : [];
}

/** Learns what the customer's machines said of themselves, so that it is found inside of sentences, too. */
export function learnFrom({ checks }: Report, redactor: Redactor): void {
  for (const { evidence, facts } of checks) {
    for (const [key, value] of Object.entries(evidence))
      for (const text of textsOf(value)) if (!isSafe(key, text)) redactor.remember(text, removed);
    if (facts.tls !== null)
      for (const text of [facts.tls.subject, facts.tls.issuer]) distinguishedName(text, redactor);
  }
  // A name that one sentence spells out may stand in part in another one.
  for (const { evidence, attempts } of checks) {
    for (const { outcome } of attempts) redactor.sentence(outcome);
    for (const text of Object.values(evidence).flatMap(textsOf)) redactor.sentence(text);
  }
}

/** A certificate's name. The issuer that a person entered is a part of it, and stays one. */
function distinguishedName(text: string, redactor: Redactor): string {
  return text === '' ? text : redactor.phrase('CN=certificate', text);
}

function redactEvidence(evidence: Evidence, redactor: Redactor): Evidence {
  const one = (key: string, text: string): string => (isSafe(key, text) ? redactor.sentence(text) : removed);
  return Object.fromEntries(
    Object.entries(evidence).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? one(key, value)
        : Array.isArray(value)
          ? value.map((text) => one(key, text))
          : value,
    ]),
  );
}

function redactTls(tls: TlsFacts, issuers: readonly string[], redactor: Redactor): TlsFacts {
  const prints = (list: readonly string[]): string[] => list.map((print) => redactor.fingerprint(print));
  // What verification asks of the issuer's name is whether it holds the one that a person entered.
  const entered = issuers.filter((issuer) => tls.issuer.toLowerCase().includes(issuer.toLowerCase()));
  const names = entered.map((issuer) => redactor.phrase('issuer', issuer)).join(' ');
  const issuer = distinguishedName(tls.issuer, redactor);
  return {
    ...tls,
    subject: distinguishedName(tls.subject, redactor),
    issuer: names === '' ? issuer : `${issuer} ${names}`,
    names: tls.names.map((name) => redactor.value(name)),
    fingerprint: redactor.fingerprint(tls.fingerprint),
    chain: prints(tls.chain),
    validatedBy: prints(tls.validatedBy),
    nodeSide: tls.nodeSide === null ? null : redactor.fingerprint(tls.nodeSide),
  };
}

function interfaceName(name: string, redactor: Redactor): string {
  return /^(?:lo|(?:lan|wan|eth|en|bond|br|team|vlan|veth|tun|wl|ib)[a-z0-9.]{0,10})$/.test(name)
    ? name
    : redactor.phrase('if', name);
}

export function redactNode(node: NodeRecord, redactor: Redactor): NodeRecord {
  return {
    ...node,
    name: redactor.phrase('node', node.name),
    hostKey: node.hostKey === null ? null : redactor.fingerprint(node.hostKey),
    interfaces: node.interfaces.map(({ name, addresses, port }) => ({
      name: interfaceName(name, redactor),
      addresses: addresses.map((address) => redactor.value(address)),
      port,
    })),
    engines: node.engines.map((engine) => ({ ...engine, detail: redactor.sentence(engine.detail) })),
    failure: node.failure === null ? null : redactor.sentence(node.failure),
  };
}

/** What a check of the original is in the copy; null: the copy's site plans no such check. */
export function redactCheck(
  check: ObservedCheck,
  { flows, rules }: MatchedRules,
  { checks, controls }: MatchedPlan,
  issuers: readonly string[],
  redactor: Redactor,
): ObservedCheck | null {
  const planned = checks.get(check.id);
  const flow = flows.get(check.flow);
  const rule = rules.get(check.rule);
  if (planned === undefined || flow === undefined || rule === undefined) return null;
  const value = (text: string | null): string | null => (text === null ? null : redactor.value(text));
  const { vantage, target, facts } = check;
  const { sourceSeen, control, tls } = facts;
  const name = vantage.interface === null ? null : interfaceName(vantage.interface, redactor);
  const place = { node: redactor.phrase('node', vantage.node), interface: name };
  return {
    id: planned.id,
    rule: rule.id,
    flow: flow.id,
    vantage:
      vantage.kind === 'node'
        ? { ...vantage, ...place, address: redactor.value(vantage.address) }
        : vantage.kind === 'peer'
          ? {
              ...vantage,
              ...place,
              address: redactor.value(vantage.address),
              coversFrom: redactor.value(vantage.coversFrom),
            }
          : {
              ...vantage,
              ...place,
              address: value(vantage.address),
              coversFrom: redactor.value(vantage.coversFrom),
            },
    target: {
      address: planned.target.entered,
      resolved: value(target.resolved),
      port: target.port,
      protocol: target.protocol,
    },
    observation: check.observation,
    flaky: check.flaky,
    engine: check.engine,
    attempts: check.attempts.map((attempt) => ({ ...attempt, outcome: redactor.sentence(attempt.outcome) })),
    startedAt: check.startedAt,
    carriedOverFrom: check.carriedOverFrom,
    evidence: redactEvidence(check.evidence, redactor),
    facts: {
      ...facts,
      sourceSeen: sourceSeen === null ? null : { ...sourceSeen, address: redactor.value(sourceSeen.address) },
      routeSource: value(facts.routeSource),
      control: control === null ? null : (controls.get(control)?.id ?? null),
      openBecause: facts.openBecause === null ? null : redactor.sentence(facts.openBecause),
      tls: tls === null ? null : redactTls(tls, issuers, redactor),
    },
  };
}

/** Documentation addresses are nobody's: they stay. */
export function redactControl(
  control: ControlRecord,
  { controls }: MatchedPlan,
  redactor: Redactor,
): ControlRecord | null {
  const planned = controls.get(control.id);
  const { node } = control.vantage;
  return planned === undefined
    ? null
    : {
        ...control,
        id: planned.id,
        vantage: { ...control.vantage, node: node === null ? null : redactor.phrase('node', node) },
      };
}
