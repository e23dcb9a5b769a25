import type { LogLine } from '../../shared/ipc/log-calls.ts';
import type { LogEvent } from './events.ts';
import { logFolder, readLogs } from './log-files.ts';
import type { LogPart } from './log-line.ts';
import { lineOf, textOfLine } from './log-line.ts';
import { logWriter } from './log-writer.ts';
import type { Redactor } from './redact.ts';
import type { FaultPlace, ThrownFault } from './safe-fault.ts';
import { faultEvent } from './safe-fault.ts';

/** What the log holds, and how it fares. */
export interface LogContent {
  /** The oldest first. */
  readonly lines: readonly LogLine[];
  readonly unreadable: number;
  /** The system's code of what stopped it, as `ENOSPC`; null: it is written. */
  readonly stopped: string | null;
}

/** The log of one process. Nothing here throws or waits: the work is more than its log. */
export interface Log {
  readonly say: (event: LogEvent) => void;
  readonly fault: (where: FaultPlace, fault: ThrownFault) => void;
  /** Files of every process and of earlier starts; of this process also what no disk took. */
  readonly read: () => Promise<LogContent>;
  readonly folder: string;
  readonly lastWords: () => void;
  readonly close: () => Promise<void>;
}

/** Kept in memory too: where no disk takes the log, a support bundle still has its end. */
const mostKept = 1000;
/** A fault that comes again and again says nothing new after these; one start has no more of them. */
const mostFaults = 200;

export function openLog(
  userFolder: string,
  part: LogPart,
  redact: Redactor,
  now: () => Date = () => new Date(),
): Log {
  const folder = logFolder(userFolder);
  const line = (event: LogEvent): LogLine => lineOf(part, event, redact, now());
  const writer = logWriter(folder, (lines) => textOfLine(line({ event: 'lines-lost', lines })), { now });
  const kept: LogLine[] = [];
  let faults = 0;

  const say = (event: LogEvent): void => {
    try {
      const said = line(event);
      kept.push(said);
      if (kept.length > mostKept) kept.shift();
      writer.write(textOfLine(said));
    } catch {
      // A fault of the log is not one of the work.
    }
  };

  return {
    say,
    fault: (where, fault) => {
      faults += 1;
      if (faults <= mostFaults) say(faultEvent(where, fault));
    },
    read: async () => {
      await writer.settle();
      const { lines, unreadable } = await readLogs(folder);
      const stopped = writer.stopped();
      if (stopped === null) return { lines, unreadable, stopped };
      const there = new Set(lines.map(textOfLine));
      return { lines: [...lines, ...kept.filter((one) => !there.has(textOfLine(one)))], unreadable, stopped };
    },
    folder,
    lastWords: writer.lastWords,
    close: writer.close,
  };
}

/** Takes down what ends the process, and the lines that are still on their way, without changing how it ends. */
export function watchProcess(log: Log, where: FaultPlace, faultOf: (error: unknown) => ThrownFault): void {
  process.on('uncaughtExceptionMonitor', (error) => {
    log.fault(where, faultOf(error));
    log.lastWords();
  });
  process.on('exit', log.lastWords);
}
