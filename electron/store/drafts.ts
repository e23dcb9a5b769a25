import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJsonText } from '../../shared/lib/json-text.ts';
import { StoreError, storeErrorOf } from './store-error.ts';
import { readTextFile } from './text-file.ts';
import { makePrivateFolder, writeAtomically } from './write-atomically.ts';

const draftFile = z.strictObject({
  format: z.literal('gatecheck/draft@1'),
  savedAt: z.iso.datetime(),
  /** The site file that it will become; null: none yet. */
  path: z.string().nullable(),
  /** SHA-256 of the text in that file that the edits rest on; null: there was none. Absent: an older draft, which does not know. */
  base: z.exactOptional(z.string().nullable()),
  /** As the forms hold it: may be unfinished. */
  site: z.record(z.string(), z.unknown()),
});

/** An unfinished site, as it stood at the last autosave. */
export type Draft = Readonly<Omit<z.infer<typeof draftFile>, 'format'>> & { readonly id: string };

export interface Drafts {
  /** Newest first. Files that are no drafts are left alone and not listed. */
  readonly list: () => Promise<readonly Draft[]>;
  readonly read: (id: string) => Promise<Draft | null>;
  readonly save: (draft: Draft) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

const ending = '.draft.json';

/** Autosaved drafts, in `drafts/` of the user's folder: one file each, named by its id. */
export function drafts(userFolder: string): Drafts {
  const folder = join(userFolder, 'drafts');

  const fileOf = (id: string): string => {
    if (!/^[A-Za-z0-9-]{1,80}$/.test(id))
      throw new StoreError(
        'bad-name',
        folder,
        `"${id}" is no id of a draft.`,
        'Open the draft from the list.',
      );
    return join(folder, `${id}${ending}`);
  };

  const read = async (id: string): Promise<Draft | null> => {
    const path = fileOf(id);
    try {
      const json = parseJsonText(await readTextFile(path));
      const value = json.ok ? draftFile.safeParse(json.value) : undefined;
      if (value?.success !== true)
        throw new StoreError(
          'damaged',
          path,
          `${path} is damaged or was written by another version.`,
          'Move it away.',
        );
      const { savedAt, path: target, base, site } = value.data;
      return { id, savedAt, path: target, site, ...(base === undefined ? {} : { base }) };
    } catch (error) {
      if (error instanceof StoreError && error.kind === 'not-found') return null;
      throw error;
    }
  };

  const names = async (): Promise<string[]> => {
    try {
      return await readdir(folder);
    } catch (error) {
      const failure = storeErrorOf(error, folder, 'read');
      if (failure.kind === 'not-found') return [];
      throw failure;
    }
  };

  return {
    read,
    list: async () => {
      const ids = (await names())
        .filter((name) => name.endsWith(ending))
        .map((name) => name.slice(0, -ending.length));
      const found = await Promise.all(ids.map((id) => read(id).catch(() => null)));
      return found
        .filter((draft) => draft !== null)
        .sort((a, b) => (a.savedAt < b.savedAt ? 1 : a.savedAt > b.savedAt ? -1 : 0));
    },
    save: async ({ id, ...draft }) => {
      const file = fileOf(id);
      await makePrivateFolder(folder);
      const text = JSON.stringify({ format: 'gatecheck/draft@1', ...draft }, null, 2);
      await writeAtomically(file, `${text}\n`, { mode: 0o600 });
    },
    remove: async (id) => {
      try {
        await unlink(fileOf(id));
      } catch (error) {
        const failure = storeErrorOf(error, fileOf(id), 'write');
        if (failure.kind !== 'not-found') throw failure;
      }
    },
  };
}
