import type { Catalog } from '../../../shared/catalog/schema.ts';
import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import type { CheckRecord, Verdict } from '../../../shared/results/types.ts';
import type { RequiredUnit } from '../../../shared/verdicts/readiness.ts';
import { requiredUnits } from '../../../shared/verdicts/readiness.ts';

/** Who can clear an obstacle. */
export type Owner =
  | { readonly kind: 'you' }
  | { readonly kind: 'customer' }
  /** As the catalogue or the check names it: a team of the customer's, or the vendor. */
  | { readonly kind: 'named'; readonly name: string };

/** A required rule or group that stands in the way. */
export interface Obstacle {
  readonly id: string;
  readonly digest: string;
  readonly title: string;
  /** Null: any of its services, of a set of rules of which one is enough. */
  readonly service: string | null;
  readonly verdict: Verdict;
  readonly observation: Observation;
  /** Null: no check of it ran. */
  readonly explanation: string | null;
  /** What its owner does next; null: nobody knows better than what the explanation says. */
  readonly next: string | null;
  /** It has no counterpart: only an address helps, no attestation or waiver. */
  readonly emptySide: boolean;
  readonly owner: Owner;
}

export interface ObstacleGroup {
  readonly owner: Owner;
  readonly obstacles: readonly Obstacle[];
}

const worstFirst: Readonly<Record<Verdict, number>> = { fail: 0, inconclusive: 1, pass: 2 };

type Checks = Pick<ReportDraft, 'rules' | 'groups' | 'checks'>;

/** The worst check of each rule and of each flow, in one pass: there may be tens of thousands. */
interface Worst {
  readonly ofRule: ReadonlyMap<string, CheckRecord>;
  readonly ofFlow: ReadonlyMap<string, CheckRecord>;
}

function worstOf(checks: readonly CheckRecord[]): Worst {
  const ofRule = new Map<string, CheckRecord>();
  const ofFlow = new Map<string, CheckRecord>();
  const keep = (map: Map<string, CheckRecord>, key: string, check: CheckRecord): void => {
    const before = map.get(key);
    if (before === undefined || worstFirst[check.verdict] < worstFirst[before.verdict]) map.set(key, check);
  };
  for (const check of checks) {
    keep(ofRule, check.rule, check);
    keep(ofFlow, check.flow, check);
  }
  return { ofRule, ofFlow };
}

/** Who can give an address that is missing. */
function ownerOfMissing(catalog: Catalog, entry: string): Owner {
  const roles = catalog.entries.find((one) => one.id === entry)?.roles ?? [];
  const known = roles.map((role) => catalog.roles[role]?.knownBy);
  if (known.includes('vendor')) return { kind: 'named', name: catalog.vendorContact };
  return known.includes('technician') && !known.includes('customer') ? { kind: 'you' } : { kind: 'customer' };
}

/** The record says who has to act in words for everybody; the one who looks at this window is the technician. */
function ownerOf(check: CheckRecord | undefined): Owner {
  const owner = check?.advice?.owner ?? 'Technician';
  return owner === 'Technician' ? { kind: 'you' } : { kind: 'named', name: owner };
}

/** One owner, one list. */
export function ownerKey(owner: Owner): string {
  return owner.kind === 'named' ? `named ${owner.name}` : owner.kind;
}

function isSettled(unit: RequiredUnit): boolean {
  if (unit.verdict === 'pass' && !unit.emptySide) return true;
  return unit.settled !== null && !unit.emptySide;
}

/** What stands in the way of readiness, by who can clear it; the longest list first. */
export function obstaclesOf(draft: Checks, catalog: Catalog): readonly ObstacleGroup[] {
  const open = requiredUnits(draft.rules, draft.groups).filter((unit) => !isSettled(unit));
  const rules = new Map(draft.rules.map((rule) => [rule.id, rule]));
  const groups = new Map(draft.groups.map((group) => [group.id, group]));
  const titles = new Map(catalog.entries.map(({ id, title }) => [id, title]));
  const worst = worstOf(draft.checks);

  const describe = (unit: RequiredUnit): Obstacle => {
    const rule = rules.get(unit.id);
    const group = groups.get(unit.id);
    const entry = rule?.entry ?? group?.entry ?? '';
    const ofGroup = (group?.flows ?? []).flatMap((flow) => worst.ofFlow.get(flow) ?? []);
    const check = worst.ofRule.get(unit.id) ?? [...worstOf(ofGroup).ofRule.values()].sort(byVerdict)[0];
    return {
      id: unit.id,
      digest: rule?.digest ?? group?.digest ?? '',
      title: rule?.title ?? titles.get(entry) ?? unit.id,
      service: rule?.service ?? null,
      verdict: unit.verdict,
      observation: check?.observation ?? 'not-run',
      explanation: check?.explanation ?? null,
      next: check?.advice?.next ?? null,
      emptySide: unit.emptySide,
      owner: unit.emptySide ? ownerOfMissing(catalog, entry) : ownerOf(check),
    };
  };

  const byOwner = new Map<string, { readonly owner: Owner; readonly obstacles: Obstacle[] }>();
  for (const unit of open) {
    const obstacle = describe(unit);
    const key = ownerKey(obstacle.owner);
    const known = byOwner.get(key);
    if (known === undefined) byOwner.set(key, { owner: obstacle.owner, obstacles: [obstacle] });
    else known.obstacles.push(obstacle);
  }
  return [...byOwner.values()].sort((a, b) => b.obstacles.length - a.obstacles.length);
}

function byVerdict(a: CheckRecord, b: CheckRecord): number {
  return worstFirst[a.verdict] - worstFirst[b.verdict];
}

/** How each required rule and group stands. */
export interface Stand {
  readonly verdict: Verdict;
  readonly settled: RequiredUnit['settled'];
}

/** Bars and counts of the required rules and groups. */
export function requiredStand(draft: Checks): readonly Stand[] {
  return requiredUnits(draft.rules, draft.groups).map((unit) => ({
    verdict: unit.emptySide && unit.verdict === 'pass' ? 'inconclusive' : unit.verdict,
    settled: isSettled(unit) && unit.verdict !== 'pass' ? unit.settled : null,
  }));
}

function rankOf({ verdict, settled }: Stand): number {
  if (settled !== null) return settled === 'waived' ? 1 : 2;
  return verdict === 'fail' ? -1 : verdict === 'inconclusive' ? 0 : 3;
}

/** At most so many bars: each the worst of what it stands for, so that no obstacle is hidden by what passes. */
export function condensed(stand: readonly Stand[], most: number): readonly Stand[] {
  if (stand.length <= most) return stand;
  const width = Math.ceil(stand.length / most);
  return Array.from({ length: Math.ceil(stand.length / width) }, (_, index) =>
    stand
      .slice(index * width, (index + 1) * width)
      .reduce((worst, one) => (rankOf(one) < rankOf(worst) ? one : worst)),
  );
}
