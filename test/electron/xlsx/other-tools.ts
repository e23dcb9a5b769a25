import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Other programs that read and write spreadsheets: the judges of ours. */

/** The system's own: Debian's packages are there. */
const python = '/usr/bin/python3';

function answers(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/** Why a judge cannot be asked here; null: it can. */
export const noOpenpyxl = answers(python, ['-c', 'import openpyxl']) ? null : 'python3-openpyxl is missing';
export const noLibreOffice = answers('soffice', ['--version']) ? null : 'libreoffice-calc is missing';

/** A folder of its own for the time of a test. */
export function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-xlsx-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

export type FilledCell = readonly [
  sheet: string,
  cell: string,
  value: string | number | { readonly time: string } | null,
];

/** The workbook after openpyxl wrote these cells. */
export function filledByOpenpyxl(bytes: Uint8Array, cells: readonly FilledCell[]): Uint8Array {
  return inFolder((folder) => {
    const [source, target] = [path.join(folder, 'in.xlsx'), path.join(folder, 'out.xlsx')];
    writeFileSync(source, bytes);
    execFileSync(python, [path.join(import.meta.dirname, 'fill.py'), source, target], {
      input: JSON.stringify(cells),
      timeout: 60_000,
    });
    return readFileSync(target);
  });
}

/**
 * Files as LibreOffice saves them after it opened them; by their names, with the new ending. It repairs nothing when it runs
 * without a window: a file that needs repair is an error.
 *
 * @param filter how to read them, when their ending does not say it all
 */
export function savedByLibreOffice(
  files: Readonly<Record<string, Uint8Array | string>>,
  ending: 'xlsx' | 'pdf',
  filter: string | null = null,
): Record<string, Uint8Array> {
  return inFolder((folder) => {
    const out = path.join(folder, 'out');
    mkdirSync(out);
    const names = Object.keys(files);
    for (const name of names) writeFileSync(path.join(folder, name), files[name] ?? '');
    execFileSync(
      'soffice',
      [
        '--headless',
        `-env:UserInstallation=file://${folder}/profile`,
        ...(filter === null ? [] : [`--infilter=${filter}`]),
        '--convert-to',
        ending,
        '--outdir',
        out,
        ...names.map((name) => path.join(folder, name)),
      ],
      { timeout: 120_000, stdio: 'pipe', env: { ...process.env, HOME: folder } },
    );
    return Object.fromEntries(
      names.map((name) => [name, readFileSync(path.join(out, `${path.parse(name).name}.${ending}`))]),
    );
  });
}
