/** A deadline that can stand still, e.g. while a person reads a fingerprint. */
export interface Deadline {
  pause(): void;
  resume(): void;
  clear(): void;
}

/** Calls `onExpired` once after `ms` milliseconds that were not paused. */
export function startDeadline(ms: number, onExpired: () => void): Deadline {
  let left = ms;
  let startedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const start = (): void => {
    startedAt = performance.now();
    timer = setTimeout(() => {
      over = true;
      onExpired();
    }, left);
  };
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  start();
  return {
    pause: () => {
      if (over || timer === undefined) return;
      stop();
      left = Math.max(0, left - (performance.now() - startedAt));
    },
    resume: () => {
      if (over || timer !== undefined) return;
      start();
    },
    clear: () => {
      over = true;
      stop();
    },
  };
}

/** Calls `onAbort` once when the signal fires, also when it has fired already; returns how to stop listening. */
export function whenAborted(signal: AbortSignal | undefined, onAbort: () => void): () => void {
  if (signal === undefined) return () => undefined;
  if (signal.aborted) {
    onAbort();
    return () => undefined;
  }
  signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}
