import type { RunEvent } from '../../../shared/ipc/contract.ts';
import type { CheckRecord } from '../../../shared/results/types.ts';
import type { LogEvent } from '../../log/events.ts';
import type { WizardLog } from './wizard-log.ts';

/** Lines about checks that could not be carried out, for each run; the sums at its end count them all. */
const mostNotChecked = 200;

interface RunUnderWay {
  readonly began: number;
  readonly records: Map<string, CheckRecord>;
  notChecked: number;
}

type NotChecked = NonNullable<Extract<LogEvent, { event: 'not-checked' }>['observation']>;

function notChecked({ observation }: CheckRecord): NotChecked | null {
  return observation === 'not-run' || observation === 'not-testable' || observation === 'error'
    ? observation
    : null;
}

/** `open=2 refused=1`: sorted by name, so that the same run always reads the same. */
function counted(words: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([word, count]) => `${word}=${count}`)
    .join(' ');
}

/** Takes down what a run tells: its phases, its nodes, what could not be checked and why, and its sums. */
export function loggedRuns(wizardLog: WizardLog, now: () => Date): (event: RunEvent) => void {
  const { log, things } = wizardLog;
  const runs = new Map<string, RunUnderWay>();
  const site = (event: RunEvent): string => {
    // The log writes its number; here it only learns that it is a site.
    things.thing(event.site, 'site');
    return event.site;
  };
  const msOf = (run: RunUnderWay | undefined): number | null =>
    run === undefined ? null : Math.max(0, now().getTime() - run.began);

  const observed = (event: Extract<RunEvent, { kind: 'observed' }>): void => {
    const { record } = event;
    const run = runs.get(event.site);
    run?.records.set(record.id, record);
    const observation = notChecked(record);
    if (observation === null || run === undefined || run.notChecked >= mostNotChecked) return;
    run.notChecked += 1;
    log.say({
      event: 'not-checked',
      site: site(event),
      node: record.vantage.node,
      from: record.vantage.kind,
      probe: record.facts.probe,
      protocol: record.target.protocol,
      observation,
      engine: record.engine,
      attempts: record.attempts.length,
      says: record.explanation,
    });
  };

  const ended = (event: Extract<RunEvent, { kind: 'finished' }>): void => {
    const run = runs.get(event.site);
    runs.delete(event.site);
    const records = [...(run?.records.values() ?? [])];
    const verdict = (word: CheckRecord['verdict']): number =>
      records.filter((record) => record.verdict === word).length;
    log.say({
      event: 'run-ended',
      site: site(event),
      cancelled: event.cancelled,
      readiness: event.readiness,
      checks: records.length,
      pass: verdict('pass'),
      fail: verdict('fail'),
      inconclusive: verdict('inconclusive'),
      observations: counted(records.map(({ observation }) => observation)),
      engines: counted(records.map(({ engine }) => engine)),
      slowestMs: Math.round(
        records.reduce((slowest, { attempts }) => Math.max(slowest, ...attempts.map(({ ms }) => ms)), 0),
      ),
      ms: msOf(run),
    });
  };

  return (event) => {
    switch (event.kind) {
      case 'started':
        runs.set(event.site, { began: now().getTime(), records: new Map(), notChecked: 0 });
        log.say({ event: 'run-started', site: site(event), checks: event.checks.length });
        return;
      case 'phase':
        log.say({ event: 'phase', site: site(event), node: event.node, says: event.says });
        return;
      case 'host-key': {
        const { host, algorithm, bits, pin } = event;
        log.say({ event: 'host-key-asked', site: site(event), host, algorithm, bits, pin });
        return;
      }
      case 'node': {
        const { name, hostKeyTrust, interfaces, engines, clock, failure } = event.node;
        log.say({
          event: 'node-reached',
          site: site(event),
          node: name,
          trust: hostKeyTrust,
          interfaces: interfaces.length,
          engines: engines.map(({ engine, able }) => `${engine}=${able ? 'yes' : 'no'}`).join(' '),
          clockOffsetMs: clock?.offsetMs ?? null,
          says: failure,
        });
        return;
      }
      case 'observed':
        observed(event);
        return;
      case 'judged':
        for (const record of event.records) runs.get(event.site)?.records.set(record.id, record);
        return;
      case 'finished':
        ended(event);
        return;
      case 'failed': {
        const { message, cure } = event.problem;
        log.say({
          event: 'run-failed',
          site: site(event),
          says: message,
          cure,
          ms: msOf(runs.get(event.site)),
        });
        runs.delete(event.site);
        return;
      }
      case 'watch-began':
        log.say({ event: 'watch-began', site: site(event), everySeconds: event.everySeconds });
        return;
      case 'watch-round':
        log.say({ event: 'watch-round', site: site(event), round: event.round, checks: event.checks });
        return;
      case 'watch-change':
        log.say({ event: 'watch-change', site: site(event), what: event.what });
        return;
      case 'watch-lost':
        log.say({ event: 'watch-lost', site: site(event), node: event.node, says: event.says });
        return;
      case 'watch-ended':
        log.say({ event: 'watch-ended', site: site(event), why: event.why });
        return;
      case 'running':
      case 'watch-waiting':
        return;
    }
  };
}
