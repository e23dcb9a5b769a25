import { gaveAnswer } from '../../results/executed.ts';
import type { ControlRecord, NodeRecord, ObservedCheck, RunRecord } from '../../results/types.ts';

/**
 * What is known after another round: of each check the newest record that gave an answer. A check that failed half-way, or did
 * not run, says nothing about the network: then what was seen before stands, with its own time.
 *
 * @param whole ids that were carried out to their end; what a stopped round left half-way replaces nothing
 */
export function mergeRound(before: RunRecord, round: RunRecord, whole: ReadonlySet<string>): RunRecord {
  const made = new Map(round.checks.map((check) => [check.id, check]));
  const known = new Set(before.checks.map(({ id }) => id));
  const merged = before.checks.map((old) => {
    const young = made.get(old.id);
    return young !== undefined && replaces(young, old, whole) ? young : old;
  });
  return {
    practice: before.practice || round.practice,
    startedAt: before.startedAt,
    finishedAt: round.finishedAt,
    cancelled: round.cancelled,
    nodes: before.nodes.map((old) =>
      newestNode(
        old,
        round.nodes.find(({ name }) => name === old.name),
      ),
    ),
    checks: [...merged, ...round.checks.filter(({ id }) => !known.has(id))],
    controls: mergeControls(before.controls, round.controls),
  };
}

function replaces(young: ObservedCheck, old: ObservedCheck, whole: ReadonlySet<string>): boolean {
  if (!gaveAnswer(old.observation)) return gaveAnswer(young.observation) || young.observation !== 'not-run';
  return gaveAnswer(young.observation) && whole.has(young.id);
}

/** A node that was reached once stays as it was seen: that a later round lost it is told elsewhere. */
function newestNode(old: NodeRecord, young: NodeRecord | undefined): NodeRecord {
  if (young === undefined) return old;
  return young.failure === null || old.hostKey === null ? young : old;
}

function mergeControls(before: readonly ControlRecord[], round: readonly ControlRecord[]): ControlRecord[] {
  const byId = new Map(before.map((control) => [control.id, control]));
  for (const control of round)
    if (gaveAnswer(control.observation) || !byId.has(control.id)) byId.set(control.id, control);
  return [...byId.values()];
}
