import { join } from 'node:path';
import { makeFolder } from '../../store/make-folder.ts';
import { storeErrorOf } from '../../store/store-error.ts';
import type { HistoryLine } from '../../store/history-lines.ts';
import type { SiteHistory } from '../../store/report-history.ts';
import { reportHistory } from '../../store/report-history.ts';
import { StoreError } from '../../store/store-error.ts';
import { writeAtomically } from '../../store/write-atomically.ts';
import { compactUtc, shortId } from '../../usecases/report-files.ts';
import { loadSiteFile } from '../load-site.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { columns, printJson } from '../terminal.ts';

export interface HistoryOptions {
  readonly verify: boolean;
  readonly show?: string;
  readonly out?: string;
  readonly json: boolean;
}

function rowOf(line: HistoryLine): string[] {
  const { at, kind, id, siteName } = line;
  const about =
    line.kind === 'report'
      ? `${line.readiness}, signed (${line.signer})`
      : `${line.outcome}, ${line.carriedOut} of ${line.checks} checks carried out, not signed`;
  return [at, kind, id, siteName, about];
}

function show(history: SiteHistory): string {
  const { customer, site, catalog, nodes, lines, faults } = history;
  const name = [customer, site].filter((part) => part !== '').join(', ') || 'a site without a name';
  const damage = faults.map(({ says }) => `  DAMAGED: ${says}\n`).join('');
  return `${name} (${catalog}; ${nodes.join(', ')})\n${columns(lines.map(rowOf))}\n${damage}`;
}

/** Writes a kept report with its signature, or a kept run, under a name of its own. */
async function writeOut(
  histories: readonly SiteHistory[],
  id: string,
  out: string | undefined,
  { terminal, userFolder }: Surroundings,
): Promise<ExitCode> {
  if (out === undefined) throw badInput('--show needs --out.', 'Name the folder to write it to.');
  const found = histories.flatMap(({ lines }) => lines).filter((line) => line.id.startsWith(id));
  const [line, another] = found;
  if (line === undefined || id === '')
    throw badInput(`The history has no run or report ${id}.`, 'gatecheck history lists them.');
  if (another !== undefined)
    throw badInput(`${found.length} runs and reports begin with ${id}.`, 'Give more of the id.');
  const history = reportHistory(userFolder);
  const stem = join(out, `${line.siteName}.${compactUtc(line.at)}-${shortId(line.id)}`);
  const files =
    line.kind === 'run'
      ? [{ path: `${stem}.run.json`, of: line.content }]
      : [
          { path: `${stem}.readiness.json`, of: line.content },
          { path: `${stem}.readiness.json.sig`, of: line.signature },
        ];
  const contents = await Promise.all(files.map(({ of }) => history.content(of.sha256)));
  await makeFolder(out).catch((error: unknown) => {
    throw storeErrorOf(error, out, 'write');
  });
  for (const [index, { path }] of files.entries()) {
    await writeAtomically(path, contents[index] ?? '');
    terminal.out(`${path}\n`);
  }
  return exitCode.good;
}

/** `history [SITE]`: every run and report of this user; `--verify` holds each against its SHA-256, `--show` gives one back. */
export async function historyCommand(
  path: string | undefined,
  options: HistoryOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal, userFolder } = surroundings;
  const site = path === undefined ? null : (await loadSiteFile(path)).site;
  const histories = await reportHistory(userFolder).read(site, options.verify);
  if (options.show !== undefined) {
    try {
      return await writeOut(histories, options.show, options.out, surroundings);
    } catch (error) {
      if (error instanceof StoreError && error.kind === 'not-found')
        throw badInput(error.message, error.cure);
      throw error;
    }
  }
  const damaged = histories.some(({ faults }) => faults.length > 0);
  if (options.json) printJson(terminal, { format: 'gatecheck/history-list@1', histories });
  else if (histories.length === 0) terminal.out('Nothing was kept yet.\n');
  else terminal.out(histories.map(show).join('\n'));
  if (options.verify && !options.json) {
    const lines = histories.reduce((sum, one) => sum + one.lines.length, 0);
    const whole = `All ${lines} lines follow each other, and everything that they keep is as it was put there.\n`;
    terminal.out(damaged ? 'The history is damaged at these places. Nothing was repaired.\n' : whole);
  }
  return damaged ? exitCode.notGood : exitCode.good;
}
