import { readFileSync } from 'node:fs';
import { findCatalog } from '../../shared/catalog/catalogs.ts';
import type { Catalog } from '../../shared/catalog/schema.ts';
import { controlIdOf, planControls } from '../../shared/plan/controls.ts';
import { planChecks } from '../../shared/plan/plan-checks.ts';
import type { Check } from '../../shared/plan/types.ts';
import type { Observation } from '../../shared/probes/observation.ts';
import type { ObservedCheck, RunRecord } from '../../shared/results/types.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import type { Site } from '../../shared/site/schema.ts';

/** A real site of the fixtures with its rules and plan: what runs are made for. */
export interface PlannedSite {
  readonly catalog: Catalog;
  readonly site: Site;
  readonly ruleSet: RuleSet;
  readonly checks: readonly Check[];
}

/** Reads `test/fixtures/sites/NAME.site.json`; `change` edits it first. */
export function plannedSite(
  name: string,
  change: (json: Record<string, unknown>) => void = () => undefined,
): PlannedSite {
  const path = new URL(`../fixtures/sites/${name}.site.json`, import.meta.url);
  const json = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  change(json);
  const parsed = parseSite(json, findCatalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const site = parsed.value;
  const catalog = findCatalog(site.catalog);
  if (catalog === undefined) throw new Error(`No catalogue ${site.catalog}.`);
  const ruleSet = deriveRules(catalog, site);
  return { catalog, site, ruleSet, checks: planChecks(ruleSet, site, { laptop: null }).checks };
}

/** The first address of a source entry: a laptop that stands there. */
function addressIn(entry: string): string {
  const [network = entry, prefix] = entry.split('/');
  return prefix === undefined ? network : network.replace(/\d+$/, (last) => String(Number(last) + 5));
}

function vantageOf({ vantage, node }: Check): ObservedCheck['vantage'] {
  switch (vantage.kind) {
    case 'node':
      return {
        kind: 'node',
        node: vantage.node,
        interface: 'eth0',
        address: vantage.address,
        coversFrom: null,
      };
    case 'laptop':
      return {
        kind: 'laptop',
        node,
        interface: 'eth0',
        address: addressIn(vantage.coversFrom),
        coversFrom: vantage.coversFrom,
      };
    case 'peer':
      return {
        kind: 'peer',
        node: vantage.node,
        interface: 'eth0',
        address: vantage.address,
        coversFrom: vantage.coversFrom,
      };
  }
}

/** A check as a faithful run from the right place records it. */
export function observedCheck(check: Check, observation: Observation): ObservedCheck {
  const sent = observation !== 'not-run' && observation !== 'not-testable';
  const vantage = vantageOf(check);
  const fromLaptop = vantage.kind === 'laptop';
  const route = sent && check.vantage.kind !== 'laptop' ? check.vantage : null;
  return {
    id: check.id,
    rule: check.rule,
    flow: check.flow,
    vantage,
    target: {
      address: check.target.entered,
      resolved: check.expectations.resolvesTo[0] ?? check.target.host,
      port: check.target.port,
      protocol: check.target.protocol,
    },
    observation,
    flaky: false,
    engine: sent ? (fromLaptop ? 'laptop' : 'python') : 'none',
    attempts: sent ? [{ ms: 4, observation, outcome: 'as scripted' }] : [],
    startedAt: sent ? '2026-11-24T20:40:00Z' : null,
    carriedOverFrom: null,
    evidence: {},
    facts: {
      sourceSeen:
        vantage.kind !== 'node' && vantage.address !== null && sent
          ? { address: vantage.address, basis: 'socket-table' }
          : null,
      listener: null,
      routePort: route?.port ?? null,
      routeSource: route?.address ?? null,
      interfaceProven: sent,
      control: sent ? controlIdOf(check) : null,
      probe: check.probe,
      openBecause: null,
      tls: speaksTls(check) && handshakes.includes(observation) ? goodTls(check) : null,
    },
  };
}

/** What a TLS check saw when there was a certificate to see. */
const handshakes: readonly Observation[] = ['confirmed', 'intercepted'];

function speaksTls({ probe, through }: Check): boolean {
  return probe === 'tls' || probe === 'https' || through?.tls === true;
}

function goodTls(check: Check): NonNullable<ObservedCheck['facts']['tls']> {
  const { issuer } = check.expectations;
  const leaf = `SHA256:${'L'.repeat(43)}`;
  return {
    protocol: 'TLSv1.3',
    subject: `CN=${check.target.entered}`,
    issuer: issuer === null || issuer.startsWith('SHA256:') ? 'CN=Example Root' : `CN=${issuer}`,
    names: [check.target.entered],
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2027-01-01T00:00:00Z',
    fingerprint: leaf,
    chain: [leaf],
    chainRead: true,
    validatedBy: issuer?.startsWith('SHA256:') === true ? [issuer] : [],
    trust: 'public-root',
    roots: 'test roots',
    validNow: true,
    nameMatches: true,
    nodeSide: check.vantage.kind === 'node' ? null : leaf,
  };
}

/** A run in which every check saw what `see` says. */
export function runOf(planned: PlannedSite, see: (check: Check) => Observation): RunRecord {
  return {
    practice: false,
    startedAt: '2026-11-24T20:39:00Z',
    finishedAt: '2026-11-24T20:41:00Z',
    cancelled: false,
    nodes: planned.site.nodes.map((node) => ({
      name: node.name,
      hostKey: `SHA256:${'k'.repeat(43)}`,
      hostKeyTrust: 'accepted',
      interfaces: [
        {
          name: 'eth0',
          addresses: [node.lan.address, node.lan.address6].filter((address) => address !== null),
          port: 'lan',
        },
        ...(node.wan === undefined
          ? []
          : [{ name: 'eth1', addresses: [node.wan.address], port: 'wan' as const }]),
      ],
      engines: [{ engine: 'python', able: true, detail: 'python 3.11' }],
      clock: { offsetMs: 12, uncertaintyMs: 3, at: '2026-11-24T20:39:00Z' },
      failure: null,
    })),
    checks: planned.checks.map((check) =>
      observedCheck(check, check.unable === null ? see(check) : 'not-testable'),
    ),
    controls: quietControls(planned, see),
  };
}

/** The negative controls beside the checks that were sent: none of them connected. */
function quietControls(planned: PlannedSite, see: (check: Check) => Observation): RunRecord['controls'] {
  const sent = new Set(
    planned.checks
      .filter((check) => check.unable === null && !['not-run', 'not-testable'].includes(see(check)))
      .map(controlIdOf),
  );
  return planControls(planned.site, planned.checks)
    .filter(({ id }) => sent.has(id))
    .map(({ id, vantage, candidates, port }) => ({
      id,
      vantage:
        vantage.kind === 'node'
          ? { kind: 'node', node: vantage.node, port: vantage.port }
          : { kind: 'laptop', node: null, port: null },
      address: candidates[0] ?? null,
      port,
      observation: 'filtered',
    }));
}

/** What passes: the expected answer where a probe for it exists, else an open port. */
export function passing(check: Check): Observation {
  return check.probe === 'tcp' ? 'open' : check.probe === 'udp-datagram' ? 'no-answer' : 'confirmed';
}
