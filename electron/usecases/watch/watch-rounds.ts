import type { CheckPlan } from '../../../shared/plan/types.ts';
import type { SeenTime } from '../../../shared/report/watch/opening-times.ts';
import { gaveAnswer } from '../../../shared/results/executed.ts';
import type { NodeRecord, ObservedCheck, RunRecord } from '../../../shared/results/types.ts';
import type { RuleSet } from '../../../shared/rules/types.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { UseCaseError } from '../problem.ts';
import { startsAt } from '../run/meeting.ts';
import type { RunPorts } from '../run/ports.ts';
import type { OnProgress } from '../run/progress.ts';
import { runChecks } from '../run/run-checks.ts';
import type { KeptSessions } from './kept-sessions.ts';
import type { WatchPorts, WatchRound } from './types.ts';

/** A round that takes longer than this hangs, whatever each of its waits may think. */
const longestRoundMs = 900_000;

export interface RoundsOf {
  readonly site: Site;
  readonly ruleSet: RuleSet;
  readonly plan: CheckPlan;
  /** Names of the nodes to watch. */
  readonly nodes: readonly string[];
  readonly sessions: KeptSessions;
  /** What the rounds see, as they see it. */
  readonly onObserved: (check: ObservedCheck, at: string) => void;
  readonly onNode: (node: NodeRecord, at: string) => void;
  readonly onProgress: OnProgress;
}

/** Rounds as runs of the chosen checks, each over the sessions that were kept from the round before. */
export function watchRounds(
  { site, ruleSet, plan, nodes, sessions, onObserved, onNode, onProgress }: RoundsOf,
  ports: RunPorts,
): WatchPorts['recheck'] {
  const checkById = new Map(plan.checks.map((check) => [check.id, check]));
  const startOf = (id: string): string | null => {
    const check = checkById.get(id);
    return check === undefined ? null : startsAt(check);
  };
  return async (ids, signal) => {
    const dialled = nodes.filter((name) => sessions.mayDial(name));
    const round = bounded(signal);
    const seen = new Map<string, SeenTime>();
    try {
      const run = await runChecks(
        { site, ruleSet, plan, nodes: dialled, only: new Set(ids) },
        {
          ...withoutEarlyStart(ports),
          connect: sessions.connect,
          journal: {
            observed: (check, at) => {
              // What comes after a stop was left half-way.
              if (!gaveAnswer(check.observation) || round.signal.aborted) return;
              seen.set(check.id, { startedAt: check.startedAt ?? at, endedAt: at });
              onObserved(check, at);
            },
            node: onNode,
            ended: () => undefined,
          },
        },
        onProgress,
        round.signal,
      );
      if (round.signal.aborted && !signal.aborted)
        throw new UseCaseError(
          'cannot',
          'A round of checks did not come to its end.',
          'The next one goes on.',
        );
      const wanted = new Set(ids.map(startOf));
      return { run, seen, lost: lostIn(run, nodes, dialled, wanted, sessions) };
    } finally {
      round.end();
    }
  };
}

/** Nodes that the round needed and did not reach, or lost before it was through. */
function lostIn(
  run: RunRecord,
  nodes: readonly string[],
  dialled: readonly string[],
  wanted: ReadonlySet<string | null>,
  sessions: KeptSessions,
): WatchRound['lost'] {
  const failures = new Map(run.nodes.map(({ name, failure }) => [name, failure]));
  return nodes.flatMap((node) => {
    if (!wanted.has(node)) return [];
    const trouble = sessions.trouble(node);
    const failure = dialled.includes(node) ? (failures.get(node) ?? null) : (trouble?.says ?? 'not reached');
    return failure === null ? [] : [{ node, says: failure, forGood: trouble?.forGood ?? false }];
  });
}

/** On a session that is kept, an interpreter that a round started early and did not need would wait for hours. */
function withoutEarlyStart(ports: RunPorts): RunPorts {
  const { connect, nodeEngines, laptop, nodeSideCertificate, now, random, practice } = ports;
  return { connect, nodeEngines, laptop, nodeSideCertificate, now, random, practice };
}

/** The signal of one round: ends with the watch's, or when the round takes too long. */
function bounded(signal: AbortSignal): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, longestRoundMs);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}
