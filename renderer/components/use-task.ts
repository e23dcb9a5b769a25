import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../shared/ipc/contract.ts';
import { problemOf } from '../api/problem.ts';

export interface Task<T> {
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly value: T | null;
  readonly run: (act: () => Promise<T>) => void;
  readonly closeProblem: () => void;
}

/** One thing that a part of the screen asks for: what came of it, and what stood in the way. The newest answer counts. */
export function useTask<T>(first?: () => Promise<T>): Task<T> {
  const [busy, setBusy] = useState(first !== undefined);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [value, setValue] = useState<T | null>(null);
  const latest = useRef(0);
  const begin = useRef(first);

  const carryOut = useCallback(async (act: () => Promise<T>): Promise<void> => {
    latest.current += 1;
    const mine = latest.current;
    try {
      const done = await act();
      if (mine !== latest.current) return;
      setValue(done);
      setProblem(null);
    } catch (error) {
      if (mine === latest.current) setProblem(problemOf(error));
    } finally {
      if (mine === latest.current) setBusy(false);
    }
  }, []);
  useEffect(() => {
    if (begin.current !== undefined) void carryOut(begin.current);
    return () => {
      latest.current += 1;
    };
  }, [carryOut]);
  return {
    busy,
    problem,
    value,
    run: (act) => {
      setBusy(true);
      void carryOut(act);
    },
    closeProblem: () => setProblem(null),
  };
}
