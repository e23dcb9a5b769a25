import { byCodePoint, unique } from '../lib/order.ts';
import { utcMillis } from '../lib/utc.ts';
import { wasExecuted } from '../results/executed.ts';
import type { CheckRecord } from '../results/types.ts';
import type { ComparedTarget, Comparison } from './comparison-schema.ts';
import type { EarlierReport } from './earlier-checks.ts';
import { targetKey } from './earlier-checks.ts';
import type { Report } from './schema.ts';

/** Why two reports say nothing about each other; null: they can be compared. */
export function whyNotComparable(
  { report: older }: EarlierReport,
  { report: newer }: EarlierReport,
): { readonly message: string; readonly cure: string } | null {
  if (older.practice !== newer.practice)
    return {
      message: 'One of the reports is of a practice run, the other one is not.',
      cure: 'Give two reports of the same network.',
    };
  if ((older.redactedFrom === null) !== (newer.redactedFrom === null))
    return {
      message: 'One of the reports is a redacted copy: its addresses and names are others.',
      cure: 'Give two originals, or two copies that were redacted alike.',
    };
  const place = ({ site }: Report): string => `"${site.customer.site}" of "${site.customer.name}"`;
  return place(older) === place(newer)
    ? null
    : {
        message: `The reports are of two sites: ${place(older)}, and ${place(newer)}.`,
        cure: 'Give two reports of one site.',
      };
}

function sideOf({ report, sha256 }: EarlierReport): Comparison['old'] {
  const { id, createdAt, readiness, signer, software } = report;
  return {
    ...{ id, sha256, createdAt, readiness, software: software.version },
    signer: { name: signer.name, fingerprint: signer.fingerprint },
  };
}

function placeOf({ vantage }: CheckRecord): string {
  return vantage.kind === 'laptop' ? 'laptop' : `node ${vantage.node}`;
}

function sightingOf(check: CheckRecord | undefined): ComparedTarget['old'] {
  if (check === undefined) return null;
  const { observation, verdict, startedAt } = check;
  return { observation, verdict, startedAt };
}

function compared(old: CheckRecord | undefined, now: CheckRecord | undefined): ComparedTarget {
  const check = now ?? old;
  if (check === undefined) throw new Error('Nothing is compared with nothing.');
  const { rule, flow, target } = check;
  const service = target.port === null ? 'ping' : `${target.port}/${target.protocol}`;
  // Behind a proxy the id names, after the proxy, what the proxy was asked for.
  const [, behind] = targetKey(check).slice(flow.length).split('>');
  return {
    ...{ rule, flow, from: placeOf(check) },
    to: `${target.address} ${service}${behind === undefined ? '' : ` for ${behind}`}`,
    old: sightingOf(old),
    new: sightingOf(now),
  };
}

/** What of a check people can tell apart, beyond its verdict: name and value; null where it has none. */
function featuresOf(check: CheckRecord): Readonly<Record<string, string | null>> {
  const { facts, vantage, target } = check;
  const { tls } = facts;
  return {
    observation: check.observation,
    'strength of the proof': check.verdict !== 'pass' ? null : check.weak ? 'weak' : 'full',
    steadiness: check.attempts.length === 0 ? null : check.flaky ? 'attempts differ' : 'attempts agree',
    address: target.resolved,
    certificate: tls?.fingerprint ?? null,
    'issuer of the certificate': tls?.issuer ?? null,
    'end of the certificate': tls?.notAfter ?? null,
    'place of the check': [placeOf(check), vantage.address ?? ''].join(' ').trim(),
    'source that the node saw': facts.sourceSeen?.address ?? null,
    'port that the node sends by': facts.routePort,
    'source that the node sends from': facts.routeSource,
    'a listener on the node': facts.listener === null ? null : String(facts.listener),
    probe: facts.probe,
    'reason why open is no more': facts.openBecause,
  };
}

function differencesOf(old: CheckRecord, now: CheckRecord): Comparison['made'] {
  const [before, after] = [featuresOf(old), featuresOf(now)];
  return Object.keys(after).flatMap((what) => {
    const [was, is] = [before[what] ?? null, after[what] ?? null];
    return was === is ? [] : [{ what, old: was ?? 'nothing', new: is ?? 'nothing' }];
  });
}

/** The newer report holds the very check of the older one, or one that is older still. */
function isCarriedOn(old: CheckRecord, now: CheckRecord): boolean {
  if (now.carriedOverFrom === null) return false;
  const [then, made] = [old.startedAt ?? old.carriedOverFrom?.startedAt, now.carriedOverFrom.startedAt];
  return then == null || (utcMillis(made) ?? 0) <= (utcMillis(then) ?? 0);
}

type Targets = Pick<Comparison, 'opened' | 'broke' | 'first' | 'notAgain' | 'changed' | 'same'>;

/** Sorts every target of a flow that one of the reports names under one heading. */
function compareTargets(older: Report, newer: Report): Targets {
  const before = new Map(older.checks.map((check) => [targetKey(check), check]));
  const after = new Map(newer.checks.map((check) => [targetKey(check), check]));
  const found: Targets = { opened: [], broke: [], first: [], notAgain: [], changed: [], same: 0 };
  for (const key of unique([...after.keys(), ...before.keys()])) {
    const [old, now] = [before.get(key), after.get(key)];
    const wasSeen = old !== undefined && wasExecuted(old.observation);
    const isSeen = now !== undefined && wasExecuted(now.observation);
    if (!wasSeen && !isSeen) continue;
    const both = compared(old, now);
    if (!isSeen) {
      // What the site has no more is told by its rules.
      if (now !== undefined) found.notAgain.push(both);
    } else if (!wasSeen) found.first.push(both);
    else if (isCarriedOn(old, now)) found.notAgain.push(both);
    else if (now.verdict === 'pass' && old.verdict !== 'pass') found.opened.push(both);
    else if (old.verdict === 'pass' && now.verdict !== 'pass') found.broke.push(both);
    else {
      const verdict = { what: 'verdict', old: old.verdict, new: now.verdict };
      const differences = [...(old.verdict === now.verdict ? [] : [verdict]), ...differencesOf(old, now)];
      if (differences.length === 0) found.same += 1;
      else found.changed.push({ ...both, differences });
    }
  }
  return found;
}

function compareRules(older: Report, newer: Report): Comparison['rules'] {
  const digests = ({ rules, groups }: Report): Map<string, string> =>
    new Map([...rules, ...groups].map(({ id, digest }) => [id, digest]));
  const [before, after] = [digests(older), digests(newer)];
  const ids = (of: Map<string, string>, wanted: (id: string) => boolean): string[] =>
    [...of.keys()].filter(wanted).sort(byCodePoint);
  return {
    added: ids(after, (id) => !before.has(id)),
    removed: ids(before, (id) => !after.has(id)),
    changed: ids(after, (id) => before.has(id) && before.get(id) !== after.get(id)),
  };
}

function compareUnits(older: Report, newer: Report): Pick<Comparison, 'verdicts' | 'settled'> {
  const before = new Map([...older.rules, ...older.groups].map((unit) => [unit.id, unit]));
  const verdicts: Comparison['verdicts'] = [];
  const settled: Comparison['settled'] = [];
  for (const now of [...newer.rules, ...newer.groups]) {
    const old = before.get(now.id);
    if (old === undefined) continue;
    if (old.verdict !== now.verdict) verdicts.push({ id: now.id, old: old.verdict, new: now.verdict });
    if (old.settled !== now.settled) settled.push({ id: now.id, old: old.settled, new: now.settled });
  }
  return { verdicts, settled };
}

function compareHostKeys(older: Report, newer: Report): Comparison['hostKeys'] {
  const keys = ({ nodes }: Report): Map<string, string | null> =>
    new Map(nodes.map(({ name, hostKey }) => [name, hostKey]));
  const [before, after] = [keys(older), keys(newer)];
  return unique([...before.keys(), ...after.keys()]).flatMap((id) => {
    const [old, now] = [before.get(id) ?? null, after.get(id) ?? null];
    return old === now ? [] : [{ id, old, new: now }];
  });
}

function compareMaking(older: Report, newer: Report): Comparison['made'] {
  const of = ({ catalog, software, site }: Report): readonly (readonly [string, string])[] => [
    ['catalogue', `${catalog.id} ${catalog.version} ${catalog.sha256}`],
    ['version of Gatecheck', software.version],
    ['deployment', site.deployment],
    ['negative control', site.checks.negativeControl ? 'on' : 'off'],
  ];
  const after = new Map(of(newer));
  return of(older).flatMap(([what, old]) => {
    const now = after.get(what) ?? '';
    return now === old ? [] : [{ what, old, new: now }];
  });
}

const rank = { ready: 2, 'ready-with-exceptions': 1, 'not-ready': 0 } as const;

/**
 * How a newer report differs from an older one of the same site: what opened, what broke, what else was seen differently,
 * and what nobody looked at again. By flow and target, whichever place a check started at.
 *
 * @param older verified before, as the newer one
 */
export function compareReports(older: EarlierReport, newer: EarlierReport): Comparison {
  const targets = compareTargets(older.report, newer.report);
  const isLower = rank[newer.report.readiness] < rank[older.report.readiness];
  return {
    format: 'gatecheck/comparison@1',
    old: sideOf(older),
    new: sideOf(newer),
    practice: newer.report.practice,
    inOrder: (utcMillis(older.report.createdAt) ?? 0) <= (utcMillis(newer.report.createdAt) ?? 0),
    worse: targets.broke.length > 0 || isLower,
    ...targets,
    rules: compareRules(older.report, newer.report),
    ...compareUnits(older.report, newer.report),
    hostKeys: compareHostKeys(older.report, newer.report),
    made: compareMaking(older.report, newer.report),
  };
}
