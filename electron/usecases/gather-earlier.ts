import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { maxReportBytes } from '../../shared/report/parse-report.ts';
import type { Report, ReportReference } from '../../shared/report/schema.ts';
import { maxSignatureBytes } from '../../shared/report/sshsig/armor.ts';
import type { EarlierFile } from '../../shared/report/earlier-files.ts';
import { readEarlier } from '../../shared/report/earlier-files.ts';
import { verifySignature } from '../signing/index.ts';
import { readOrdinaryFile } from './read-beside.ts';
import { decodeUtf8, shortId } from './report-files.ts';

/** The bytes of a report and of its signature; null: it has none here. */
export interface SignedBytes {
  readonly report: Uint8Array;
  readonly signature: Uint8Array | null;
}

/** Where earlier reports are looked for. What it gives may turn out to be another report. */
export type FindEarlier = (wanted: ReportReference) => Promise<readonly SignedBytes[]>;

/** A chain is followed until this many reports were read, or this many bytes. */
const mostReports = 1000;
const mostBytes = 500_000_000;
/** Of a folder in which the report has another name than it would be kept under. */
const mostFiles = 500;

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A file whose bytes hold this text somewhere. */
function mentions(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text);
}

/** Among bytes that somebody gave along with the report. */
export function amongGiven(others: readonly SignedBytes[]): FindEarlier {
  return ({ id }) => Promise.resolve(others.filter(({ report }) => mentions(report, id)));
}

async function readSigned(path: string): Promise<SignedBytes | null> {
  const report = await readOrdinaryFile(path, maxReportBytes);
  if (report.kind !== 'bytes') return null;
  const signature = await readOrdinaryFile(`${path}.sig`, maxSignatureBytes);
  return { report: report.bytes, signature: signature.kind === 'bytes' ? signature.bytes : null };
}

/**
 * Beside a report: under the name that `saveReport` keeps it by, `NAME.TIME-ID8.readiness.json`, else under any name, if it
 * has exactly the bytes that are looked for.
 */
export function inFolderOf(path: string): FindEarlier {
  const folder = dirname(path);
  let listed: Promise<readonly string[]> | null = null;
  const reports = async (): Promise<readonly string[]> => {
    const names = await readdir(folder).catch((): string[] => []);
    return names
      .filter((name) => name.endsWith('.readiness.json') && resolve(folder, name) !== resolve(path))
      .sort();
  };
  return async (wanted) => {
    listed ??= reports();
    const names = await listed;
    const kept = names.filter((name) => name.includes(`-${shortId(wanted.id)}`));
    const found: SignedBytes[] = [];
    for (const name of kept) {
      const one = await readSigned(join(folder, name));
      if (one !== null) found.push(one);
    }
    const isExact = ({ report }: SignedBytes): boolean => sha256Of(report) === wanted.sha256;
    if (found.some(isExact)) return found;
    for (const name of names.filter((one) => !kept.includes(one)).slice(0, mostFiles)) {
      const other = await readSigned(join(folder, name));
      if (other !== null && mentions(other.report, wanted.id) && isExact(other)) return [other];
    }
    return found;
  };
}

/** In one place after the other, until one has exactly the bytes that are looked for. */
export function firstOf(places: readonly FindEarlier[]): FindEarlier {
  return async (wanted) => {
    const found: SignedBytes[] = [];
    for (const place of places) {
      found.push(...(await place(wanted)));
      if (found.some(({ report }) => sha256Of(report) === wanted.sha256)) break;
    }
    return found;
  };
}

/**
 * The reports that a report refers to, as far as they are found: those before it, one after the other, those from which it
 * carries checks over, and the one that it is a copy of.
 */
export async function gatherEarlier(report: Report, find: FindEarlier): Promise<EarlierFile[]> {
  const toCompare = [...report.carriedFrom, ...(report.redactedFrom === null ? [] : [report.redactedFrom])];
  const whole = new Set(toCompare.map(({ id }) => id));
  const wanted: ReportReference[] = [...toCompare, ...(report.previous === null ? [] : [report.previous])];
  const asked = new Set<string>();
  const files: EarlierFile[] = [];
  let bytesRead = 0;
  for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
    const key = `${next.id} ${next.sha256}`;
    if (asked.has(key)) continue;
    asked.add(key);
    if (files.length >= mostReports || bytesRead > mostBytes) break;
    for (const { report: bytes, signature } of await find(next)) {
      bytesRead += bytes.length;
      const answer = signature === null ? null : verifySignature(bytes, signature);
      const file = readEarlier(decodeUtf8(bytes), sha256Of(bytes), answer, whole.has(next.id));
      if (file === null || file.head.id !== next.id) continue;
      files.push(file);
      if (file.sha256 === next.sha256 && file.head.previous !== null) wanted.push(file.head.previous);
    }
  }
  return files;
}
