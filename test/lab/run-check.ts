import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Report } from '../../shared/report/schema.ts';
import { reportSchema } from '../../shared/report/schema.ts';
import type { Lab } from './lab.ts';
import type { CommandResult } from './namespaces.ts';

/** The product's command line, as it was built. */
export const cli = new URL('../../dist/cli.cjs', import.meta.url).pathname;

export interface CheckRun extends CommandResult {
  /** The signed report; null: none was written. */
  readonly report: Report | null;
  readonly reportFile: string;
}

let runs = 0;

/** A home of this run's own: no identity, no accepted host keys. */
export function environmentOf(lab: Lab): NodeJS.ProcessEnv {
  const home = join(lab.folder, 'home');
  mkdirSync(home, { recursive: true });
  const { PATH } = process.env;
  return { PATH, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), LC_ALL: 'C.UTF-8' };
}

/** Runs `gatecheck check` on the laptop, as a technician does. */
export async function runCheck(lab: Lab, site: string, more: readonly string[] = []): Promise<CheckRun> {
  runs += 1;
  const out = join(lab.folder, `out-${runs}`);
  const result = await lab.exec(
    'laptop',
    [
      ...[process.execPath, cli, 'check', site, '--out', out, '--identity', lab.keys.identity],
      ...['--signing-key', lab.keys.identity, ...more],
    ],
    { timeoutMs: 110_000, env: environmentOf(lab) },
  );
  const reportFile = join(out, basename(site).replace(/\.site\.json$/, '.readiness.json'));
  const report = existsSync(reportFile)
    ? reportSchema.parse(JSON.parse(readFileSync(reportFile, 'utf8')))
    : null;
  return { ...result, report, reportFile };
}
