import { basename, dirname } from 'node:path';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { UseCaseError } from '../problem.ts';

/** Paths that this session gave out as ids: the window never holds or sends a path. */
export interface HandedOut {
  readonly give: (path: string) => string;
  /** @throws UseCaseError for an id that was not given out here */
  readonly find: (id: string) => string;
}

export function handedOut(newId: () => string): HandedOut {
  const paths = new Map<string, string>();
  return {
    give: (path) => {
      const known = [...paths].find(([, other]) => other === path);
      if (known !== undefined) return known[0];
      const id = newId();
      paths.set(id, path);
      return id;
    },
    find: (id) => {
      const path = paths.get(id);
      if (path !== undefined) return path;
      throw new UseCaseError('bad-input', 'This file is not known any more.', 'Choose it again.');
    },
  };
}

/** Written files as the window may know them. All of them lie in one folder. */
export function writtenFiles(
  paths: readonly string[],
  folder: string,
  files: HandedOut,
  remarks: readonly string[],
): WrittenFiles {
  return {
    folder,
    files: paths
      .filter((path) => dirname(path) === folder)
      .map((path) => ({ id: files.give(path), name: basename(path) })),
    remarks,
  };
}
