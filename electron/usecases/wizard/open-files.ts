import { resolve } from 'node:path';

/** A site that some window of this program has open. */
export interface OpenFile {
  readonly site: string;
  readonly window: number;
  readonly path: string | null;
  readonly draftId: string;
}

/** What all windows of this program have open. */
export interface OpenFiles {
  readonly put: (file: OpenFile) => void;
  readonly remove: (site: string) => void;
  /** Another site that has this file open; null: none. */
  readonly other: (path: string, site: string) => OpenFile | null;
  /** Another site keeps its edits under this name: two that share one would overwrite each other. */
  readonly isDraftTaken: (draftId: string, site: string) => boolean;
}

export function openFiles(): OpenFiles {
  const files = new Map<string, OpenFile>();
  const others = (site: string): OpenFile[] => [...files.values()].filter((file) => file.site !== site);
  return {
    put: (file) => void files.set(file.site, file),
    remove: (site) => void files.delete(site),
    other: (path, site) =>
      others(site).find((file) => file.path !== null && resolve(file.path) === resolve(path)) ?? null,
    isDraftTaken: (draftId, site) => others(site).some((file) => file.draftId === draftId),
  };
}
