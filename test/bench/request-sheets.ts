import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeXlsx } from '../../electron/xlsx/write-xlsx.ts';
import { findCatalog } from '../../shared/catalog/catalogs.ts';
import { composeChangeRequest, type ChangeRequest } from '../../shared/documents/change-request/compose.ts';
import { headText } from '../../shared/documents/tables/match-rows.ts';
import { fixedText, type Workbook } from '../../shared/documents/tables/types.ts';
import { requestWorkbook } from '../../shared/documents/tables/workbook.ts';
import { textFormats } from '../../shared/documents/text-formats.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import { inSeconds, spreadOf, table } from './measures.ts';
import type { Measured, MeasureOptions } from './request.ts';
import { siteOfLines } from './request-site.ts';

const [few, many] = [1000, 5000];
const mostSeconds = 1;
/** Five times the lines may take this much more than five times as long. */
const mostGrowth = 1.5;
const texts = ['csv', 'md', 'txt'] as const;

/** From the request's data to the bytes of the workbook, beside openpyxl that writes the same cells; and the text forms by size. */
export async function measureRequestSheets({ quick, say }: MeasureOptions): Promise<Measured> {
  const [small, large] = [requestOf(few), requestOf(many)];
  const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-bench-'));
  try {
    const rounds = quick ? 1 : 7;
    const ours = times(rounds, () => writeXlsx(requestWorkbook(large.file, large.digest), 'a4'));
    const workbook = requestWorkbook(large.file, large.digest);
    const file = path.join(folder, 'ours.xlsx');
    writeFileSync(file, writeXlsx(workbook, 'a4'));
    const theirs = Array.from({ length: quick ? 1 : 3 }, () => openpyxl(folder, workbook, file));
    const grown = texts.map((name) => {
      const of = (request: ChangeRequest): number[] => times(rounds, () => textFormats[name].write(request));
      return { name, small: of(small), large: of(large) };
    });
    const text = [
      `A request of ${many} lines (${workbook.sheets.map((sheet) => `${sheet.rows.length} rows of ${sheet.name}`).join(', ')}), from its data to the bytes of the file, the first time included. openpyxl writes the same cells, without widths, frames, locks and lists; then it reads ours and compares every cell.`,
      '',
      table([
        ['', 'seconds', 'file, MB'],
        ['ours: XLSX', inSeconds(ours), megabytes(file)],
        [
          'openpyxl, write-only',
          inSeconds(theirs.map(({ ms }) => ms)),
          megabytes(path.join(folder, 'theirs.xlsx')),
        ],
      ]),
      '',
      table([
        ['seconds', `${few} lines`, `${many} lines`],
        ...grown.map((each) => [each.name, inSeconds(each.small), inSeconds(each.large)]),
      ]),
      '',
      `openpyxl takes ${(spreadOf(theirs.map(({ ms }) => ms)).median / spreadOf(ours).median).toFixed(1)} times as long, and reads ${theirs[0]?.other ?? 0} cells of ours otherwise than they are meant.`,
    ].join('\n');
    say(text);
    const seconds = spreadOf(ours).median / 1000;
    const steep = grown.filter(
      (each) => spreadOf(each.large).least / spreadOf(each.small).least > (many / few) * mostGrowth,
    );
    return await Promise.resolve({
      title: 'XLSX and texts',
      text,
      missed: [
        ...(seconds < mostSeconds
          ? []
          : [`the XLSX takes ${seconds.toFixed(2)} s, not less than ${mostSeconds}`]),
        ...(theirs.some(({ other }) => other > 0) ? ['openpyxl reads other cells than we wrote'] : []),
        ...(quick ? [] : steep.map(({ name }) => `${name} grows faster than the request`)),
      ],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function times(rounds: number, work: () => unknown): number[] {
  return Array.from({ length: rounds }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
}

function megabytes(file: string): string {
  return (statSync(file).size / 1e6).toFixed(1);
}

function requestOf(lines: number): ChangeRequest {
  const parsed = parseSite(siteOfLines(lines), findCatalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const site = parsed.value;
  const catalog = findCatalog(site.catalog);
  if (catalog === undefined) throw new Error(`No catalogue ${site.catalog}.`);
  return composeChangeRequest({
    catalog,
    site,
    ruleSet: deriveRules(catalog, site),
    createdAt: '2026-11-17T08:40:00Z',
    version: '0.1.0',
    practice: false,
    siteName: 'bench',
  });
}

function openpyxl(
  folder: string,
  { sheets }: Workbook,
  ours: string,
): { readonly ms: number; readonly other: number } {
  const cells = sheets.map((sheet) => ({
    name: sheet.name,
    rows: [
      [sheet.title],
      sheet.columns.map(headText),
      ...sheet.rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : fixedText(cell)))),
    ],
  }));
  const list = path.join(folder, 'sheets.json');
  writeFileSync(list, JSON.stringify(cells));
  const script = path.join(import.meta.dirname, 'openpyxl-table.py');
  const answer = execFileSync('/usr/bin/python3', [script, list, ours, path.join(folder, 'theirs.xlsx')], {
    encoding: 'utf8',
    timeout: 600_000,
  });
  const { seconds, other } = JSON.parse(answer) as { seconds: number; other: number };
  return { ms: seconds * 1000, other };
}
