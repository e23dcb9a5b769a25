/** Bounds how many of something run at once; the rest waits in line. */
export interface Slots {
  /** Calls `start` when a slot is free, perhaps at once. Returns how to leave the line. */
  take(start: () => void): () => void;
  release(): void;
}

export function makeSlots(count: number): Slots {
  let free = count;
  const line: (() => void)[] = [];
  return {
    take: (start) => {
      if (free > 0) {
        free -= 1;
        start();
        return () => undefined;
      }
      line.push(start);
      return () => {
        const index = line.indexOf(start);
        if (index >= 0) line.splice(index, 1);
      };
    },
    release: () => {
      const next = line.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
