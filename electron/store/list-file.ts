import type { z } from 'zod';
import { parseJsonText } from '../../shared/lib/json-text.ts';
import { underLock } from './file-lock.ts';
import { StoreError } from './store-error.ts';
import { readTextFile } from './text-file.ts';
import { writeAtomically } from './write-atomically.ts';

/** A small file of the user's own, with a version in its `format`. */
export interface ListFile<T> {
  /** Empty when there is no file yet. Throws StoreError `damaged` for one that cannot be understood. */
  readonly read: () => Promise<T>;
  /** Changes what is there, one change after the other, whichever program makes them. Gives what was written. */
  readonly change: (edit: (before: T) => T) => Promise<T>;
}

/** What a file that cannot be understood means: a person must look at it, or only convenience is lost. */
export type OnDamage = { readonly kind: 'refuse'; readonly cure: string } | { readonly kind: 'start-anew' };

/**
 * @param empty what stands there before anything was written
 */
export function listFile<T>(path: string, schema: z.ZodType<T>, empty: T, onDamage: OnDamage): ListFile<T> {
  const readText = async (): Promise<string | null> => {
    try {
      return await readTextFile(path);
    } catch (error) {
      if (error instanceof StoreError && error.kind === 'not-found') return null;
      throw error;
    }
  };

  const understand = (text: string): { readonly value: T } | null => {
    const json = parseJsonText(text);
    const parsed = json.ok ? schema.safeParse(json.value) : undefined;
    return parsed?.success === true ? { value: parsed.data } : null;
  };

  const read = async (): Promise<T> => {
    const text = await readText();
    if (text === null) return empty;
    const understood = understand(text);
    if (understood !== null) return understood.value;
    if (onDamage.kind === 'start-anew') return empty;
    throw new StoreError(
      'damaged',
      path,
      `${path} is damaged or was written by another version.`,
      onDamage.cure,
    );
  };

  // Another window of this user's, or the command line, may change it too.
  const change = (edit: (before: T) => T): Promise<T> =>
    underLock(`${path}.lock`, async () => {
      const after = edit(await read());
      const text = await readText();
      if (text !== null && understand(text) === null)
        await writeAtomically(`${path}.damaged`, text, { mode: 0o600 });
      await writeAtomically(path, `${JSON.stringify(after, null, 2)}\n`, { mode: 0o600 });
      return after;
    });

  return { read, change };
}
