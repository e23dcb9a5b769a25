import type { WatchEnd } from '../../shared/report/watch/schema.ts';
import type { WatchEvent } from '../usecases/watch/types.ts';
import type { Terminal } from './terminal.ts';

export interface ShownWatch {
  /** What a rule or group is called, by its id. */
  readonly titleOf: (id: string) => string;
  readonly everySeconds: number;
  /** In words: until when. */
  readonly until: string;
  readonly bell: boolean;
}

const endings: Readonly<Record<WatchEnd, string>> = {
  'all-open': 'Everything that can be seen to work works.',
  time: 'The time is over.',
  stopped: 'Stopped.',
  unable: 'No node lets us sign in any more.',
  interrupted: 'Interrupted.',
};

/** One calm line for each change; on a terminal a line below them that says what goes on. */
export function watchPrinter(
  terminal: Terminal,
  { titleOf, everySeconds, until, bell }: ShownWatch,
): (event: WatchEvent) => void {
  let isFirst = true;
  const clock = (utc: string): string => utc.slice(11, 19);
  const say = (at: string, text: string): void => {
    if (terminal.interactive) terminal.overwrite('');
    terminal.err(`${clock(at)} UTC  ${text}\n`);
  };
  const status = (text: string): void => {
    if (terminal.interactive) terminal.overwrite(text);
  };
  return (event) => {
    switch (event.kind) {
      case 'round-began':
        status(`${clock(event.at)} UTC  checking ${event.checks} of them again`);
        return;
      case 'opened': {
        const { firstPassed, lastNotPassed, rule } = event.opening;
        if (lastNotPassed === null && isFirst) return;
        const before =
          lastNotPassed === null ? 'when it was first checked' : `not yet at ${clock(lastNotPassed)}`;
        say(firstPassed, `works: ${titleOf(rule)} (${before})`);
        if (bell) terminal.bell?.();
        return;
      }
      case 'closed': {
        const { closed, rule } = event.opening;
        if (closed === null) return;
        say(closed.firstNotPassed, `works no more: ${titleOf(rule)} (it did at ${clock(closed.lastPassed)})`);
        if (bell) terminal.bell?.();
        return;
      }
      case 'waiting': {
        const left = `${event.red} ${event.red === 1 ? 'check does' : 'checks do'} not pass`;
        if (isFirst)
          say(
            event.at,
            `${event.open} ${event.open === 1 ? 'rule works' : 'rules work'}; ${left}. Looking again every ${everySeconds} s ${until}. Ctrl C ends it with a report.`,
          );
        isFirst = false;
        status(`${clock(event.at)} UTC  ${left}; next look in ${event.seconds} s`);
        return;
      }
      case 'lost':
        say(
          event.at,
          `${event.node === null ? 'this round failed' : `${event.node} is lost`}: ${event.says}`,
        );
        return;
      case 'resumed':
        say(event.at, event.node === null ? 'checking again' : `${event.node} is back`);
        return;
      case 'ended':
        say(event.at, endings[event.why]);
        return;
    }
  };
}
