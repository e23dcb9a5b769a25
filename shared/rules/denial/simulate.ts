import { findConsequences, type ConsequenceFeature, type EntryNeed } from '../../catalog/consequences.ts';
import type { Catalog } from '../../catalog/schema.ts';
import { unique } from '../../lib/order.ts';
import type { Site } from '../../site/schema.ts';
import type { RuleSet } from '../types.ts';
import { deniedFlows, type DeniedFlows } from './denied-flows.ts';
import { standings, type EntryStanding, type StandingOf } from './standing.ts';
import type { DenialEffect, Denied, Fate, FateReason, FeatureFate, ReadinessEffect } from './types.ts';

const order: Readonly<Record<Fate, number>> = { safe: 0, degraded: 1, lost: 2 };

function worst(reasons: readonly FateReason[]): Fate {
  return reasons.reduce<Fate>(
    (fate, reason) => (order[reason.fate] > order[fate] ? reason.fate : fate),
    'safe',
  );
}

/**
 * What would become of the features of a site if these lines or rules were denied. Denying nothing touches nothing, and
 * denying more never gives a feature back.
 */
export function simulateDenial(
  catalog: Catalog,
  site: Pick<Site, 'features'>,
  ruleSet: RuleSet,
  denied: Denied,
): DenialEffect {
  const flows = deniedFlows(ruleSet, denied);
  const features = featuresOf(catalog, site, ruleSet);
  const nodes = unique(ruleSet.rules.map(({ node }) => node));
  const judge = judgeOf(features, standings(ruleSet, flows));
  const fates = [...features].flatMap(([feature, { title }]): FeatureFate[] => {
    const found = nodes.flatMap((node) => judge(feature, node) ?? []);
    if (found.length === 0) return [];
    const reasons = found.flatMap((one) => one.reasons).sort((a, b) => order[b.fate] - order[a.fate]);
    const lost = found.filter(({ fate }) => fate === 'lost').length;
    // Lost at one node of several: the others still have it.
    const fate = lost === found.length ? 'lost' : lost > 0 ? 'degraded' : worst(reasons);
    return [{ feature, title, fate, reasons }];
  });
  return { features: fates, readiness: readinessEffect(ruleSet, flows), unknown: flows.unknown };
}

/** The features that are written down and not switched off, then each entry and custom rule that none of them needs, as its own feature. */
function featuresOf(
  catalog: Catalog,
  site: Pick<Site, 'features'>,
  ruleSet: RuleSet,
): ReadonlyMap<string, ConsequenceFeature> {
  const known = Object.entries(findConsequences(catalog)?.features ?? {});
  const isOff = (feature: string): boolean =>
    Object.hasOwn(catalog.features, feature) && site.features[feature] !== true;
  const features = new Map(known.filter(([feature]) => !isOff(feature)));
  const covered = new Set(
    [...features.values()].flatMap(({ needs }) =>
      needs.flatMap((need) => (need.kind === 'entry' ? [need.entry] : [])),
    ),
  );
  for (const rule of ruleSet.rules) {
    if (covered.has(rule.entry)) continue;
    const needs = features.get(rule.entry)?.needs ?? [];
    if (needs.some((need) => need.kind === 'entry' && need.direction === rule.direction)) continue;
    const says = rule.why.ifDenied;
    const need: EntryNeed = {
      kind: 'entry',
      entry: rule.entry,
      direction: rule.direction,
      basis: 'decision',
      ifDenied: { extent: 'lost', says },
    };
    features.set(rule.entry, { title: rule.title, needs: [...needs, need] });
  }
  return features;
}

interface NodeFate {
  readonly fate: Fate;
  readonly reasons: readonly FateReason[];
}

/** Judges a feature at a node; null: the node does not have it. */
function judgeOf(
  features: ReadonlyMap<string, ConsequenceFeature>,
  standingOf: StandingOf,
): (feature: string, node: string) => NodeFate | null {
  const done = new Map<string, NodeFate | null>();
  const judge = (name: string, node: string): NodeFate | null => {
    const key = `${name} ${node}`;
    const before = done.get(key);
    if (before !== undefined) return before;
    const feature = features.get(name);
    const found = feature === undefined ? null : atNode(feature, node);
    done.set(key, found);
    return found;
  };
  const atNode = (feature: ConsequenceFeature, node: string): NodeFate | null => {
    const own = feature.needs.flatMap((need) => {
      const standing = need.kind === 'entry' ? standingOf(need.entry, node, need.direction) : null;
      return standing === null || need.kind !== 'entry' ? [] : [{ need, standing }];
    });
    if (own.length === 0) return null;
    const reasons = own.flatMap(({ need, standing }) => entryReasons(need, standing, node));
    if (own.every(({ standing }) => standing.nothingLeft)) {
      const lines = unique(reasons.flatMap((reason) => reason.lines));
      if (worst(reasons) !== 'lost')
        reasons.push({ fate: 'lost', node, says: 'Nothing that it needs is left.', lines, through: null });
    }
    for (const need of feature.needs) {
      if (need.kind !== 'feature') continue;
      const other = judge(need.feature, node);
      if (other?.fate !== 'lost') continue;
      const named = byName(own.map(({ standing }) => standing));
      if (need.when === 'by-name' && named === 'none') continue;
      const partly = need.when === 'by-name' && named === 'some';
      reasons.push({
        fate: partly ? 'degraded' : need.ifLost.extent,
        node,
        says: need.ifLost.says,
        lines: unique(other.reasons.filter(({ fate }) => fate === 'lost').flatMap(({ lines }) => lines)),
        through: need.feature,
      });
    }
    return { fate: worst(reasons), reasons };
  };
  return judge;
}

function byName(standing: readonly EntryStanding[]): EntryStanding['byName'] {
  if (standing.every((one) => one.byName === 'none')) return 'none';
  return standing.every((one) => one.byName === 'all') ? 'all' : 'some';
}

function entryReasons(need: EntryNeed, { main, others }: EntryStanding, node: string): FateReason[] {
  const reasons: FateReason[] = [];
  const add = (fate: Fate, says: string, lines: readonly string[]): void => {
    reasons.push({ fate, node, says: says.trim(), lines, through: null });
  };
  const { extent, says } = need.ifDenied;
  if (main.kind === 'gone') add(extent, `${says} ${main.says}`, main.lines);
  if (main.kind === 'in-part') add('degraded', `In part: ${says} ${main.says}`, main.lines);
  if (main.kind === 'one-left') add('safe', main.says, main.lines);
  if (others.kind !== 'whole') {
    const rest = need.others ?? {
      extent: 'degraded',
      says: 'The vendor lists it and does not say what needs it.',
    };
    add(rest.extent, rest.says, others.lines);
  }
  return reasons;
}

function readinessEffect(ruleSet: RuleSet, denied: DeniedFlows): ReadinessEffect {
  const touched = new Set(ruleSet.flows.filter(({ id }) => denied.isDenied(id)).map(({ rule }) => rule));
  const rules = ruleSet.rules.filter(
    ({ id, level, group }) =>
      level === 'required' && group === null && (touched.has(id) || denied.isDenied(id)),
  );
  const groups = ruleSet.groups.filter(
    ({ level, flows }) => level === 'required' && flows.every((flow) => denied.isDenied(flow)),
  );
  const cannotPass = [...rules.map(({ id }) => id), ...groups.map(({ id }) => id)];
  if (cannotPass.length === 0)
    return {
      kind: 'none',
      cannotPass,
      says: 'Readiness does not suffer: nothing that is required is denied.',
    };
  const many = cannotPass.length === 1 ? '1 required rule' : `${cannotPass.length} required rules`;
  return {
    kind: 'at-most-exceptions',
    cannotPass,
    says: `${many} cannot pass. The node is not ready; with a waiver for each it can be ready with exceptions, no more.`,
  };
}
