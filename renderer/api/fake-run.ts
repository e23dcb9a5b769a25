import { findCatalog } from '../../shared/catalog/catalogs.ts';
import type { ReportDraft } from '../../shared/ipc/contract.ts';
import type { Observation } from '../../shared/probes/observation.ts';
import type { NodeRecord, ObservedCheck } from '../../shared/results/types.ts';
import { formatIp, networkOf, parseCidr } from '../../shared/lib/ip.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import type { Flow, Rule, RuleSet } from '../../shared/rules/types.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import type { Site } from '../../shared/site/schema.ts';
import { judgeRun } from '../../shared/verdicts/judge-run.ts';
import { readinessSentence } from '../../shared/verdicts/readiness-sentence.ts';

/** The fake's script: what is seen on a service. Only the blocked scenario has obstacles. */
const obstacles: Readonly<Record<string, Observation>> = {
  '389/tcp': 'filtered',
  '88/tcp': 'rejected',
  '123/udp': 'no-answer',
  '53/tcp': 'refused',
};

const fakeTime = '2026-11-24T20:40:52.000Z';

/** A host that an address stands for: itself, or the tenth of a network. */
function hostIn(address: string): string {
  const cidr = parseCidr(address);
  if (cidr === null) return address;
  return formatIp({ family: cidr.ip.family, value: networkOf(cidr).ip.value + 10n });
}

function observe(rule: Rule, flow: Flow, blocked: boolean): ObservedCheck {
  const observation: Observation =
    (blocked ? obstacles[rule.service] : undefined) ??
    (rule.service.startsWith('514') ? 'open' : 'confirmed');
  const [port, protocol] = rule.service.split('/');
  const inbound = rule.direction === 'in';
  const node = rule.node;
  const target = inbound ? flow.to : flow.from.node === node ? flow.to : flow.from;
  const own = inbound ? flow.to.address : flow.from.address;
  return {
    id: `${flow.id}@${inbound ? 'laptop' : rule.port}~${target.address}:${port ?? ''}`,
    rule: rule.id,
    flow: flow.id,
    vantage: inbound
      ? {
          kind: 'laptop',
          node,
          interface: 'eth0',
          address: hostIn(flow.from.address),
          coversFrom: flow.from.address,
        }
      : {
          kind: 'node',
          node,
          interface: rule.port === 'lan' ? 'lan0' : 'wan0',
          address: own,
          coversFrom: null,
        },
    target: {
      address: target.entered,
      resolved: target.address,
      port: rule.service === 'icmp' ? null : Number(port),
      protocol: rule.service === 'icmp' ? 'icmp' : protocol === 'udp' ? 'udp' : 'tcp',
    },
    observation,
    flaky: false,
    engine: inbound ? 'laptop' : 'python',
    attempts: [
      {
        ms: ['filtered', 'no-answer'].includes(observation) ? 3000 : 4,
        observation,
        outcome: `${observation} (scripted)`,
      },
    ],
    startedAt: fakeTime,
    carriedOverFrom: null,
    evidence: { route: `${target.address} dev ${rule.port}0`, reply: 'scripted by the fake' },
    facts: {
      sourceSeen: inbound ? { address: hostIn(flow.from.address), basis: 'socket-table' } : null,
      listener: inbound ? true : null,
      routePort: inbound ? null : rule.port,
      routeSource: inbound ? null : own,
      interfaceProven: true,
      control: null,
      probe: 'scripted',
      openBecause: null,
      tls: null,
    },
  };
}

export interface FakeRun {
  readonly site: Site;
  readonly ruleSet: RuleSet;
  readonly checks: readonly ObservedCheck[];
  readonly nodes: readonly NodeRecord[];
}

/** Every flow of the site as a scripted check; null when the site is not valid. */
export function fakeRun(draft: unknown, blocked: boolean): FakeRun | null {
  const parsed = parseSite(draft, findCatalog);
  if (!parsed.ok) return null;
  const site = parsed.value;
  const catalog = findCatalog(site.catalog);
  if (catalog === undefined) return null;
  const ruleSet = deriveRules(catalog, site);
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const checks = ruleSet.flows.flatMap((flow) => {
    const rule = rules.get(flow.rule);
    return rule === undefined || rule.unchecked !== null ? [] : [observe(rule, flow, blocked)];
  });
  const nodes = site.nodes.map((node): NodeRecord => ({
    name: node.name,
    hostKey: 'SHA256:fakefakefakefakefakefakefakefakefakefakefak',
    hostKeyTrust: 'accepted-this-run',
    interfaces: [{ name: 'lan0', addresses: [node.lan.address], port: 'lan' }],
    engines: [{ engine: 'python', able: true, detail: 'Python 3.11' }],
    clock: null,
    failure: null,
  }));
  return { site, ruleSet, checks, nodes };
}

/** The report of the checks that were observed until now. */
export function fakeDraft(run: FakeRun, observed: readonly ObservedCheck[], practice: boolean): ReportDraft {
  const judged = judgeRun({
    site: run.site,
    ruleSet: run.ruleSet,
    run: { practice, checks: [...observed], controls: [] },
    createdAt: fakeTime,
  });
  return {
    practice,
    readiness: judged.readiness.readiness,
    wouldBe: judged.readiness.wouldBe,
    sentence: readinessSentence(judged.readiness),
    startedAt: fakeTime,
    rules: judged.rules.map(({ rule, verdict, settled }) => ({
      id: rule.id,
      digest: rule.digest,
      entry: rule.entry,
      node: rule.node,
      title: rule.title,
      direction: rule.direction,
      port: rule.port,
      portBasis: rule.portBasis,
      from: rule.from.map(({ address, natAddress }) => ({ address, natAddress })),
      to: rule.to.map(({ address, natAddress }) => ({ address, natAddress })),
      service: rule.service,
      level: rule.level,
      group: rule.group,
      verdict,
      settled,
    })),
    groups: judged.groups.map(({ group, verdict, settled }) => ({
      ...group,
      flows: [...group.flows],
      verdict,
      settled,
    })),
    checks: judged.checks,
    controls: [],
    nodes: run.nodes,
    stale: false,
  };
}
