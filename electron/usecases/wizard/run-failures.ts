import type { Problem } from '../../../shared/ipc/contract.ts';
import { wasExecuted } from '../../../shared/results/executed.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import { problemOf } from '../problem.ts';
import type { RunPorts } from '../run/ports.ts';

/** Why there is nothing to report; null: something was observed, or the person stopped it. */
export function failureOf(
  run: RunRecord,
  names: readonly string[],
  problems: ReadonlyMap<string, Problem>,
): Problem | null {
  const failed = run.nodes.filter(({ name, failure }) => names.includes(name) && failure !== null);
  const nothing = !run.checks.some(({ observation }) => wasExecuted(observation));
  if (run.cancelled || failed.length < names.length || !nothing) return null;
  const [only] = failed;
  const known = failed.length === 1 && only !== undefined ? problems.get(only.name) : undefined;
  if (known !== undefined) return known;
  return {
    message: failed.length === 1 ? 'The node could not be checked.' : 'No node could be checked.',
    cure: 'Nothing was observed, so there is no report of this run.',
    findings: failed.map(({ name, failure }) => ({ path: name, message: failure ?? '' })),
  };
}

/** Remembers why a node could not be reached: the record keeps only one text of it. */
export function rememberingFailures(ports: RunPorts, problems: Map<string, Problem>): RunPorts {
  return {
    ...ports,
    connect: async (node, signal) => {
      try {
        const session = await ports.connect(node, signal);
        problems.delete(node.name);
        return session;
      } catch (error) {
        problems.set(node.name, problemOf(error));
        throw error;
      }
    },
  };
}
