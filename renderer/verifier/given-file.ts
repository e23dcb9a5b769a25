import { maxReportBytes } from '../../shared/report/parse-report.ts';

/** A file that a person dropped or chose, or that the page brought with it. */
export interface GivenFile {
  readonly name: string;
  /** Null: too large to be read. */
  readonly bytes: Uint8Array | null;
}

/** More files than a site has reports are a mistake. */
export const maxFiles = 500;
/** All together: what a browser's tab still holds several times over. */
const maxTotalBytes = 200_000_000;

/** Why these files are not read at all; null: they are. */
export function whyNotRead(files: readonly { readonly size: number }[]): string | null {
  if (files.length > maxFiles)
    return `${files.length} files are too many at once. Choose one report, its signature, and the reports before it.`;
  const total = files.filter(({ size }) => size <= maxReportBytes).reduce((sum, { size }) => sum + size, 0);
  return total > maxTotalBytes
    ? `These files have ${Math.ceil(total / 1e6)} MB together; up to ${maxTotalBytes / 1e6} MB are read at once.`
    : null;
}

/** Reads what is not too large to be a report. */
export async function readFiles(files: readonly File[]): Promise<GivenFile[]> {
  return Promise.all(
    files.map(async (file) => ({
      name: file.name,
      bytes: file.size > maxReportBytes ? null : new Uint8Array(await file.arrayBuffer()),
    })),
  );
}
