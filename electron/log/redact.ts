import { logEvents } from './events.ts';
import type { LogEvent } from './events.ts';
import type { KindOf, LogValue } from './field-kinds.ts';
import { hasForm, leftOut } from './field-kinds.ts';

/** What knows the customer's things. */
export interface Redactor {
  /** The number of a thing of the customer's: `address-3`. */
  readonly thing: (value: string) => string;
  /** Our own sentence without its values; what is no sentence of ours is left out whole. */
  readonly sentence: (text: string) => string;
  /** Whether a text holds anything of the open sites, or a secret that is held now. */
  readonly gives: (text: string) => boolean;
}

function safeValue(kind: KindOf, value: LogValue, redact: Redactor): LogValue | null {
  const text = String(value);
  switch (kind) {
    case 'thing':
      return redact.thing(text);
    case 'sentence':
      return text === '' ? null : redact.sentence(text);
    case 'open':
    case 'frames':
      return text === '' ? null : redact.gives(text) ? leftOut : text;
    default:
      return value;
  }
}

/** The fields of an event as they may be written. What has not the form of its field is left out, and says so. */
export function redactedFields(event: LogEvent, redact: Redactor): Record<string, LogValue> {
  const kinds: Readonly<Record<string, KindOf>> = logEvents[event.event].fields;
  const given: Readonly<Record<string, unknown>> = event;
  const fields: Record<string, LogValue> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const value = given[name];
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    const safe = safeValue(kind, value, redact);
    if (safe !== null) fields[name] = hasForm(kind, safe) ? safe : leftOut;
  }
  return fields;
}
