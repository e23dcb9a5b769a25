import type { FilledWorkbook } from '../tables/read-lines-sheet.ts';
import type { Integrity } from './schema.ts';

/** What a workbook that came back says of its fixed cells, which were compared one by one. */
export function workbookIntegrity({ altered, digest }: FilledWorkbook, sentDigest: string): Integrity {
  const changes = altered.map(({ sheet, cell, about, was, is }) => ({
    place: `Sheet ${sheet}, ${cell}, ${about}`,
    sent: was,
    came: is,
  }));
  const data =
    digest === sentDigest
      ? ({ answer: 'unchanged', says: 'The file names the request that was sent.' } as const)
      : ({
          answer: 'changed',
          says: 'The digest of the request in the file is not that of the one that was sent.',
        } as const);
  const shown =
    changes.length === 0
      ? ({ answer: 'unchanged', says: 'Every fixed cell is as it was sent.' } as const)
      : ({
          answer: 'changed',
          says: `${changes.length === 1 ? '1 fixed cell was' : `${changes.length} fixed cells were`} altered.`,
        } as const);
  return { data, shown, changes };
}
