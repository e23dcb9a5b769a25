import type { LogLine } from '../../shared/ipc/log-calls.ts';
import type { EventName, LogEvent } from './events.ts';
import { logEvents } from './events.ts';
import type { KindOf, LogValue } from './field-kinds.ts';
import { hasForm, leftOut } from './field-kinds.ts';
import type { Redactor } from './redact.ts';
import { redactedFields } from './redact.ts';

/** Which part of the program says it. */
export type LogPart = LogLine['part'];

const parts: readonly string[] = ['main', 'wizard'] satisfies readonly LogPart[];
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** An event as a line of the log, already without anything of the customer's. */
export function lineOf(part: LogPart, event: LogEvent, redact: Redactor, now: Date): LogLine {
  return {
    at: now.toISOString(),
    level: logEvents[event.event].level,
    part,
    event: event.event,
    fields: redactedFields(event, redact),
  };
}

export function textOfLine({ at, level, part, event, fields }: LogLine): string {
  return JSON.stringify({ at, level, part, event, ...fields });
}

function fieldsOf(
  event: EventName,
  given: Readonly<Record<string, unknown>>,
): Record<string, LogValue> | null {
  const kinds: Readonly<Record<string, KindOf>> = logEvents[event].fields;
  const fields: Record<string, LogValue> = {};
  for (const [name, value] of Object.entries(given)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined || (value !== leftOut && !hasForm(kind, value))) return null;
    fields[name] = value;
  }
  return fields;
}

/** A line as it stands in a file; null: it is torn, of another version, or not ours. */
export function readLine(text: string): LogLine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { at, level, part, event, ...given } = value as Readonly<Record<string, unknown>>;
  if (typeof at !== 'string' || !moment.test(at)) return null;
  if (typeof event !== 'string' || !Object.hasOwn(logEvents, event)) return null;
  const name = event as EventName;
  if (level !== logEvents[name].level || typeof part !== 'string' || !parts.includes(part)) return null;
  const fields = fieldsOf(name, given);
  return fields === null ? null : { at, level: logEvents[name].level, part: part as LogPart, event, fields };
}
