import { appendFileSync } from 'node:fs';
import type { ActiveRecord } from '../../../shared/documents/active/schema.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { readFilledInWorker } from '../../forms/read-in-worker.ts';
import { renderDocument } from '../../pdf/render-document.ts';
import type { CheckSite } from '../../usecases/check-site.ts';
import type { PlannedSite } from '../../usecases/plan-site.ts';
import type { PreparedRecord } from '../../usecases/watch/active-record.ts';
import { prepareRecord, writeActiveRecord } from '../../usecases/watch/active-record.ts';
import type { WatchEvent } from '../../usecases/watch/types.ts';
import type { WatchUntil } from '../../usecases/watch/watch-site.ts';
import { leastEverySeconds, longestWatchMs, watchSite } from '../../usecases/watch/watch-site.ts';
import { watchPrinter } from '../show-watch.ts';
import type { ExitCode } from '../stop.ts';
import { badInput } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { nowUtc } from '../surroundings.ts';
import type { Terminal } from '../terminal.ts';
import type { CheckOptions } from './check.ts';
import { prepareCheck, show } from './check.ts';

export interface WatchOptions extends Omit<CheckOptions, 'recover'> {
  readonly every: number;
  readonly greenEvery: number;
  readonly for?: string;
  readonly until?: string;
  readonly request?: string;
  readonly filled?: string;
  readonly events?: string;
  readonly bell: boolean;
}

/** `watch SITE --out DIR`: exit codes as of `check`. */
export async function watchCommand(
  path: string,
  options: WatchOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal, signal, now } = surroundings;
  const every = atLeast('--every', options.every, leastEverySeconds, 3600);
  const greenEvery = atLeast('--green-every', options.greenEvery, 1, 10_000);
  const { wanted, ports } = await prepareCheck(path, { ...options, recover: false }, surroundings);
  const { until, says } = untilOf(options, wanted.site, now());
  const print = watchPrinter(terminal, {
    titleOf: titles(wanted.planned),
    everySeconds: every,
    until: says,
    bell: options.bell,
  });
  const record = await recordOf(options, wanted, surroundings);
  const keep = eventsTo(options.events);
  const signed = await watchSite(
    { ...wanted, everySeconds: every, greenEvery, until },
    ports,
    {
      onEvent: (event) => {
        keep(event);
        print(event);
      },
      onProgress: () => undefined,
    },
    signal,
  );
  const code = show(signed, options, terminal);
  if (record !== null)
    tellRecord(await writeActiveRecord(record, signed.report, options.out, nowUtc(surroundings)), terminal);
  return code;
}

/** The request and its form, read before anything is sent; null: none is asked for. */
function recordOf(
  { request, filled }: WatchOptions,
  { site, siteName, planned }: CheckSite,
  { fontsFolder, formsWorker }: Surroundings,
): Promise<PreparedRecord> | null {
  if (request === undefined) {
    if (filled === undefined) return null;
    throw badInput('--filled belongs to a request.', 'Give its JSON file too: --request FILE.');
  }
  return prepareRecord(
    { site, siteName, planned, requestPath: request, filledPath: filled ?? null },
    {
      renderPdf: (model, paper) => renderDocument(model, { paper, fontsDir: fontsFolder }),
      readFilled: (bytes) => readFilledInWorker(formsWorker, bytes),
    },
  );
}

function tellRecord(
  { record, files }: { readonly record: ActiveRecord; readonly files: readonly string[] },
  terminal: Terminal,
): void {
  for (const { number, title, says, kept } of record.lines)
    terminal.err(
      `line ${number}, ${title}: ${says}${kept === null ? '' : ` The form says ${kept}; that stays.`}\n`,
    );
  terminal.err(`${record.form.says}\n`);
  for (const file of files) terminal.err(`${file}\n`);
}

function atLeast(option: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw badInput(`${option} ${value} is out of bounds.`, `Give ${least} to ${most}.`);
}

const units = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** When the watch ends: as asked for, else with the window of the request, else when the person stops it. */
function untilOf(
  options: Pick<WatchOptions, 'for' | 'until'>,
  { request }: Site,
  now: Date,
): { readonly until: WatchUntil; readonly says: string } {
  if (options.for !== undefined && options.until !== undefined)
    throw badInput('--for and --until say two things.', 'Give one of them.');
  if (options.for !== undefined) {
    const [, count = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(options.for) ?? [];
    const ms = Number(count) * (unit === 's' || unit === 'm' || unit === 'h' ? units[unit] : 0);
    if (!(ms > 0 && ms <= longestWatchMs))
      throw badInput(`--for ${options.for} is no time.`, 'Give 90s, 30m or 2h; at most 24h.');
    return { until: { kind: 'for', ms }, says: `for ${options.for}` };
  }
  const until = (utc: Date): { readonly until: WatchUntil; readonly says: string } => ({
    until: { kind: 'until', utc },
    says: `until ${utc.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  });
  if (options.until !== undefined) {
    const utc = new Date(options.until);
    const isUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(options.until);
    if (!isUtc || Number.isNaN(utc.getTime()))
      throw badInput(`--until ${options.until} is no time in UTC.`, 'Give it as 2026-11-24T23:00:00Z.');
    if (utc.getTime() <= now.getTime())
      throw badInput(
        `--until ${options.until} is over.`,
        'Look at the clock of this laptop, or give a later time.',
      );
    return until(utc);
  }
  const end = request.window === null ? null : new Date(request.window.end);
  if (end !== null && end.getTime() > now.getTime()) return until(end);
  return { until: { kind: 'for', ms: longestWatchMs }, says: 'for 24 hours at most' };
}

/** What people call a rule or group. */
function titles({ ruleSet }: PlannedSite): (id: string) => string {
  const byId = new Map<string, string>([
    ...ruleSet.rules.map(({ id, title, service, direction }): [string, string] => [
      id,
      `${title}, ${service} ${direction} (${id})`,
    ]),
    ...ruleSet.groups.map(({ id, entry, endpoint }): [string, string] => [
      id,
      `${entry} at ${endpoint} (${id})`,
    ]),
  ]);
  return (id) => byId.get(id) ?? id;
}

/** A file that scripts can follow. A disk that fails does not stop the watch. */
function eventsTo(file: string | undefined): (event: WatchEvent) => void {
  if (file === undefined) return () => undefined;
  try {
    appendFileSync(file, '');
  } catch {
    throw badInput(`${file} cannot be written.`, 'Give --events a file in a folder that is there.');
  }
  return (event) => {
    try {
      appendFileSync(file, `${JSON.stringify(event)}\n`);
    } catch {
      // A full disk costs the file, not the watch.
    }
  };
}
