import { counters } from './coverage.ts';
import type { FuzzTarget, Outcome } from './target.ts';

/** What an input must not do, and did. */
export interface Finding {
  readonly kind: 'error' | 'hang' | 'memory' | 'pollution' | 'crash';
  readonly says: string;
}

/** One input's way through its target. */
export interface Trial {
  readonly outcome: Outcome | null;
  readonly finding: Finding | null;
  readonly milliseconds: number;
}

/** Limits of the promise: no input takes longer, or more memory. */
export const limits = { hangMs: 1000, memoryMb: 512 } as const;

const prototypes = [Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype];
const before = prototypes.map((one) => Reflect.ownKeys(one).length);

/** Whether the prototypes that everything inherits from are as they were. */
export function pollution(): Finding | null {
  const changed = prototypes.findIndex((one, index) => Reflect.ownKeys(one).length !== before[index]);
  const inherited = ({} as Record<string, unknown>)['polluted'];
  if (changed < 0 && inherited === undefined) return null;
  return { kind: 'pollution', says: 'A prototype that everything inherits from was changed.' };
}

async function once(target: FuzzTarget, input: Uint8Array): Promise<Trial> {
  counters()?.fill(0);
  const began = performance.now();
  try {
    const outcome = await target.run(input);
    return { outcome, finding: null, milliseconds: performance.now() - began };
  } catch (error) {
    const says = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const finding = { kind: 'error', says } as const;
    return { outcome: null, finding, milliseconds: performance.now() - began };
  }
}

/**
 * Hands an input to a target and judges what came of it. One that seems slow is tried twice more by the time that the
 * processor spent on it: on a machine that does other things too, the clock on the wall says little.
 */
export async function tryInput(target: FuzzTarget, input: Uint8Array): Promise<Trial> {
  const trial = await once(target, input);
  const finding = trial.finding ?? pollution();
  if (finding !== null || trial.milliseconds < limits.hangMs) return { ...trial, finding };
  const spent: number[] = [];
  for (let again = 0; again < 2; again++) {
    const start = process.cpuUsage();
    await once(target, input);
    const { user, system } = process.cpuUsage(start);
    spent.push((user + system) / 1000);
  }
  const least = Math.min(...spent);
  if (least < limits.hangMs) return trial;
  return { ...trial, finding: { kind: 'hang', says: `It takes ${Math.round(least)} ms of processor time.` } };
}
