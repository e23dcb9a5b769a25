import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseReport } from '../../shared/report/parse-report.ts';
import type { ReportReference } from '../../shared/report/schema.ts';

/** The three files of a report, in the order in which they are written. */
export const reportEndings = ['readiness.json', 'readiness.json.sig', 'readiness.pdf'] as const;

export type ReportEnding = (typeof reportEndings)[number];

export function reportPath(folder: string, name: string, ending: ReportEnding): string {
  return join(folder, `${name}.${ending}`);
}

/** Where a file of a report waits, whole, until all of them are down; named by the report's content. */
export function draftPath(folder: string, name: string, report: Uint8Array, ending: ReportEnding): string {
  const tag = createHash('sha256').update(report).digest('hex').slice(0, 12);
  return reportPath(folder, `.${name}.${tag}`, ending);
}

/** First eight letters of a report's id: enough for people and file names. */
export function shortId(id: string): string {
  return id.replace(/[^A-Za-z0-9]/g, '').slice(0, 8);
}

/** `20261124T204107Z`: a time that may stand in a file name. */
export function compactUtc(utc: string): string {
  return utc.replace(/[-:]/g, '').replace(/\.\d+/, '');
}

/** UTF-8 text of bytes; null when they are none. A byte order mark stays: it is no part of canonical JSON. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** How the next report refers to this one; null when the bytes are no report. */
export function referenceTo(bytes: Uint8Array): (ReportReference & { readonly createdAt: string }) | null {
  const text = decodeUtf8(bytes);
  const parsed = text === null ? null : parseReport(text);
  if (parsed?.ok !== true) return null;
  const { id, createdAt } = parsed.value.report;
  return { id, createdAt, sha256: createHash('sha256').update(bytes).digest('hex') };
}
