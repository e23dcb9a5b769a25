import type { ComponentType } from 'react';
import { useEffect, useState } from 'react';

/** A part of the window that the first screen does not need. */
export interface LaterPart<P> {
  readonly Part: ComponentType<P>;
  /** Loads it, so that it is there when it is wanted. */
  readonly load: () => Promise<unknown>;
}

/** Loads a part when it is first shown, or earlier when it is asked to; once it is there it is drawn at once. */
export function later<P extends object>(get: () => Promise<ComponentType<P>>): LaterPart<P> {
  let loaded: ComponentType<P> | null = null;
  const load = async (): Promise<ComponentType<P>> => {
    loaded ??= await get();
    return loaded;
  };
  function Part(props: P) {
    const [Loaded, setLoaded] = useState(() => loaded);
    useEffect(() => {
      if (Loaded === null) void load().then((part) => setLoaded(() => part));
    }, [Loaded]);
    return Loaded === null ? null : <Loaded {...props} />;
  }
  return { Part, load };
}
