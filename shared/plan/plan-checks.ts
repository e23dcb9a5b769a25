import type { Service } from '../lib/service.ts';
import { parseService } from '../lib/service.ts';
import { slug } from '../lib/slug.ts';
import type { Flow, PartyInfo, Rule, RuleSet } from '../rules/types.ts';
import type { Site } from '../site/schema.ts';
import { isHostName } from '../site/host-name.ts';
import { planControls } from './controls.ts';
import { directoryDomain, dnsQuestions } from './dns-questions.ts';
import { probeForService } from './probe-for-service.ts';
import type { TargetHost } from './targets.ts';
import { formatTarget, makeTarget, targetHosts, targetPorts } from './targets.ts';
import type { Check, CheckPlan, PlannedVantage } from './types.ts';
import { listenerRemark } from './temporary-listener.ts';
import { inVantage } from './vantages.ts';

/** What planning knows of the world outside the site file. */
export interface PlanContext {
  /** Addresses of the laptop that runs In checks; null: not known yet. */
  readonly laptop: readonly string[] | null;
  /**
   * What a plan on record chose where laptop and another node both could start the check, by flow; by `FLOW PORT` where the
   * ports of one flow differ (`chosenKey`).
   */
  readonly chosen?: ReadonlyMap<string, 'laptop' | 'peer'>;
}

/** What all checks of one plan share. */
interface Common {
  readonly site: Site;
  readonly questions: Check['expectations']['dnsQuestions'];
  readonly domain: string | null;
}

interface CheckParts {
  readonly rule: Rule;
  readonly flow: Flow;
  readonly service: Service;
  readonly vantage: PlannedVantage;
  /** The side that is dialled, as far as TLS and names go; null for the node itself. */
  readonly peer: PartyInfo | null;
  readonly entered: string;
  readonly host: TargetHost;
  readonly port: number | null;
  readonly unable: string | null;
}

function serverName(peer: PartyInfo | null, host: string): string | null {
  if (peer === null) return null;
  if (peer.sni !== null) return peer.sni;
  return isHostName(host) ? host : null;
}

function makeCheck(common: Common, parts: CheckParts): Check {
  const { rule, flow, vantage, peer, host, port, service } = parts;
  const target = makeTarget(parts.entered, host.host, port, service);
  const probe = probeForService(service, port, rule.probe);
  const place = vantage.kind === 'laptop' ? 'laptop' : `${slug(vantage.node)}.${vantage.port}`;
  return {
    id: `${flow.id}@${place}~${formatTarget(target)}`,
    rule: rule.id,
    flow: flow.id,
    node: rule.node,
    vantage,
    target,
    family: rule.family,
    probe,
    expectations: {
      serverName: serverName(peer, host.host),
      issuer: peer?.issuer ?? null,
      public: peer?.public ?? false,
      resolvesTo: peer?.expect ?? [],
      dnsQuestions: probe === 'dns-udp' || probe === 'dns-tcp' ? common.questions : [],
      domain: common.domain,
      standsFor: host.standsFor,
    },
    timeoutMs: common.site.checks.timeoutMs,
    ...(common.site.checks.waits === 'fixed' ? { waits: 'fixed' } : {}),
    retries: common.site.checks.retries,
    unable: rule.unchecked ?? parts.unable ?? host.unable,
  };
}

/**
 * A rule to the proxy is checked by what the proxy has to reach for it: one check for each endpoint behind it, all at the
 * proxy's own address and port.
 */
function proxiedChecks(common: Common, rule: Rule, flow: Flow, vantage: PlannedVantage): Check[] {
  const proxy = parseService(rule.service);
  const [at] = targetHosts(flow.to);
  const [port = null] = proxy.ok ? targetPorts(proxy.value) : [];
  if (!proxy.ok || at === undefined) return [];
  return (rule.behindProxy ?? []).flatMap(({ to, service: text }) => {
    const behind = parseService(text);
    const ports = behind.ok ? targetPorts(behind.value).filter((one) => one !== null) : [];
    return targetHosts(to).flatMap((host) =>
      ports.map((behindPort): Check => {
        const check = makeCheck(common, {
          ...{ rule, flow, service: proxy.value, vantage, peer: to, entered: flow.to.entered },
          ...{ host: { ...host, host: at.host }, port, unable: null },
        });
        const probe = behind.ok ? probeForService(behind.value, behindPort, rule.probe) : 'tcp';
        const through = { host: host.host, port: behindPort, tls: probe === 'tls' || probe === 'https' };
        return {
          ...check,
          id: `${check.id}>${formatTarget({ ...check.target, ...through })}`,
          probe: 'proxy-connect',
          through,
          // The name is the proxy's to resolve.
          expectations: { ...check.expectations, serverName: serverName(to, host.host), resolvesTo: [] },
        };
      }),
    );
  });
}

function outChecks(common: Common, rule: Rule, flow: Flow, service: Service): Check[] {
  const vantage: PlannedVantage = {
    kind: 'node',
    node: rule.node,
    port: rule.port,
    address: flow.from.address,
  };
  if (flow.to.role === 'proxy') return proxiedChecks(common, rule, flow, vantage);
  return targetHosts(flow.to).flatMap((host) =>
    targetPorts(service).map((port) =>
      makeCheck(common, {
        rule,
        flow,
        service,
        vantage,
        peer: flow.to,
        entered: flow.to.entered,
        host,
        port,
        unable: null,
      }),
    ),
  );
}

/** Names one port of a flow in `PlanContext.chosen`. */
export function chosenKey(flow: string, port: number | null): string {
  return `${flow} ${port ?? 'icmp'}`;
}

function inChecks(common: Common, rule: Rule, flow: Flow, service: Service, context: PlanContext): Check[] {
  const dialled = flow.to.natAddress ?? flow.to.address;
  const entered = flow.to.natAddress ?? flow.to.entered;
  const host: TargetHost = { host: dialled, standsFor: null, unable: null };
  return targetPorts(service).map((port) => {
    const chosen = context.chosen?.get(chosenKey(flow.id, port)) ?? context.chosen?.get(flow.id);
    const { vantage, unable } = inVantage(rule, flow.from, {
      site: common.site,
      laptop: context.laptop,
      ...(chosen === undefined ? {} : { chosen }),
    });
    return makeCheck(common, { rule, flow, service, vantage, peer: null, entered, host, port, unable });
  });
}

function largestNode(checks: readonly Check[]): number {
  const counts = new Map<string, number>();
  for (const check of checks) {
    if (check.unable === null) counts.set(check.node, (counts.get(check.node) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/**
 * Rules -> checks: which probe, from which vantage, to which target. Nothing is sent to anything that this does not name.
 *
 * @param ruleSet derived from the same site
 */
export function planChecks(ruleSet: RuleSet, site: Site, context: PlanContext): CheckPlan {
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const common: Common = { site, questions: dnsQuestions(site), domain: directoryDomain(site) };
  const checks = ruleSet.flows.flatMap((flow): Check[] => {
    const rule = rules.get(flow.rule);
    const service = parseService(rule?.service ?? '');
    if (rule === undefined || !service.ok) return [];
    return rule.direction === 'out'
      ? outChecks(common, rule, flow, service.value)
      : inChecks(common, rule, flow, service.value, context);
  });
  const controls = site.checks.negativeControl ? planControls(site, checks) : [];
  const remarks: string[] = [];
  if (!site.checks.negativeControl)
    remarks.push('The negative control is switched off (checks.negativeControl).');
  else if (controls.some((control) => control.candidates.length === 0))
    remarks.push('The negative control is skipped: the site uses all documentation addresses.');
  const listeners = listenerRemark(checks, site.checks.temporaryListener);
  if (listeners !== null) remarks.push(listeners);
  return { checks, controls, remarks, largestNode: largestNode(checks) };
}
