import type { Catalog } from '../../../shared/catalog/schema.ts';
import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import type { CheckRecord, Verdict } from '../../../shared/results/types.ts';
import type { RequiredUnit } from '../../../shared/verdicts/readiness.ts';
import { requiredUnits } from '../../../shared/verdicts/readiness.ts';
import { t } from '../../i18n/t.ts';

/** A required rule or group that stands in the way. */
export interface Obstacle {
  readonly id: string;
  readonly digest: string;
  readonly title: string;
  readonly service: string;
  readonly verdict: Verdict;
  readonly observation: Observation;
  readonly explanation: string;
  /** It has no counterpart: only an address helps, no attestation or waiver. */
  readonly emptySide: boolean;
  readonly owner: string;
}

export interface ObstacleGroup {
  readonly owner: string;
  readonly obstacles: readonly Obstacle[];
}

const worstFirst: Readonly<Record<Verdict, number>> = { fail: 0, inconclusive: 1, pass: 2 };

function worstOf(checks: readonly CheckRecord[]): CheckRecord | undefined {
  return [...checks].sort((a, b) => worstFirst[a.verdict] - worstFirst[b.verdict])[0];
}

/** Who can give an address that is missing. */
function ownerOfMissing(catalog: Catalog, entry: string): string {
  const roles = catalog.entries.find((one) => one.id === entry)?.roles ?? [];
  const known = roles.map((role) => catalog.roles[role]?.knownBy);
  if (known.includes('vendor')) return catalog.vendorContact;
  return known.includes('technician') && !known.includes('customer') ? 'You' : t('The customer');
}

/** The record says who has to act in words for everybody; the one who looks at this window is the technician. */
function ownerOf(check: CheckRecord | undefined): string {
  const owner = check?.advice?.owner ?? 'Technician';
  return owner === 'Technician' ? 'You' : owner;
}

function isSettled(unit: RequiredUnit): boolean {
  if (unit.verdict === 'pass' && !unit.emptySide) return true;
  return unit.settled !== null && !unit.emptySide;
}

function describe(unit: RequiredUnit, draft: ReportDraft, catalog: Catalog): Obstacle[] {
  const rule = draft.rules.find((one) => one.id === unit.id);
  const group = draft.groups.find((one) => one.id === unit.id);
  const entry = rule?.entry ?? group?.entry ?? '';
  const title = rule?.title ?? catalog.entries.find((one) => one.id === entry)?.title ?? unit.id;
  const flows = new Set(group?.flows ?? []);
  const checks = draft.checks.filter((check) => check.rule === unit.id || flows.has(check.flow));
  const worst = worstOf(checks);
  const missing = t('No address yet. The source does not give it, and none is invented.');
  return [
    {
      id: unit.id,
      digest: rule?.digest ?? group?.digest ?? '',
      title,
      service: rule?.service ?? 'any of its services',
      verdict: unit.verdict,
      observation: worst?.observation ?? 'not-run',
      explanation: unit.emptySide ? missing : (worst?.explanation ?? t('No check of it ran.')),
      emptySide: unit.emptySide,
      owner: unit.emptySide ? ownerOfMissing(catalog, entry) : ownerOf(worst),
    },
  ];
}

/** What stands in the way of readiness, by who can clear it; the longest list first. */
export function obstaclesOf(draft: ReportDraft, catalog: Catalog): readonly ObstacleGroup[] {
  const open = requiredUnits(draft.rules, draft.groups).filter((unit) => !isSettled(unit));
  const byOwner = new Map<string, Obstacle[]>();
  for (const unit of open) {
    for (const obstacle of describe(unit, draft, catalog)) {
      byOwner.set(obstacle.owner, [...(byOwner.get(obstacle.owner) ?? []), obstacle]);
    }
  }
  return [...byOwner]
    .map(([owner, obstacles]) => ({ owner, obstacles }))
    .sort((a, b) => b.obstacles.length - a.obstacles.length);
}

/** Bars and counts of the required rules and groups. */
export function requiredStand(
  draft: ReportDraft,
): readonly { readonly verdict: Verdict; readonly settled: RequiredUnit['settled'] }[] {
  return requiredUnits(draft.rules, draft.groups).map((unit) => ({
    verdict: unit.emptySide && unit.verdict === 'pass' ? 'inconclusive' : unit.verdict,
    settled: isSettled(unit) && unit.verdict !== 'pass' ? unit.settled : null,
  }));
}
