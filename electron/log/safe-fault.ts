import type { LogEvent } from './events.ts';

/** A fault as it was thrown, by whichever process. */
export interface ThrownFault {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Node's code, or the kind of one of our own errors; '': none. */
  readonly code: string;
}

const mostFrames = 12;

function textIn(error: object, key: string): string {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
}

/** Whatever was thrown. */
export function thrownFault(error: unknown): ThrownFault {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error), stack: '', code: '' };
  const code = textIn(error, 'code');
  return {
    name: error.name,
    message: error.message,
    stack: error.stack ?? '',
    code: code === '' ? textIn(error, 'kind') : code,
  };
}

/** The stack without its first lines, which repeat the message; '' when they cannot be told apart. */
function belowMessage({ message, stack }: ThrownFault): string {
  if (message === '') return stack.includes('\n') ? stack.slice(stack.indexOf('\n')) : '';
  const at = stack.indexOf(message);
  return at === -1 || at > 100 ? '' : stack.slice(at + message.length);
}

const frameForm =
  /^\s*at (?:(?:async )?([\w$.<>#]{1,80})(?: \[as [\w$.<>#]{1,80}\])? \()?(\S*?):(\d+):(\d+)\)?$/;

/** `draw main.cjs:12:3`: the function and the place in a file of the program, without the folders that the file lies in. */
function safeFrame(line: string): string | null {
  const [, name = '', file = '', row = '', column = ''] = frameForm.exec(line) ?? [];
  const own = /(?:^|[\\/])([\w.-]{1,60}\.[cm]?[jt]sx?)$/.exec(file)?.[1];
  const place = own ?? (/^node:[\w/]{1,60}$/.test(file) ? file : null);
  return place === null ? null : `${name === '' ? '' : `${name} `}${place}:${row}:${column}`;
}

/** Where it happened, the innermost first. */
export function framesOf(fault: ThrownFault): string {
  return belowMessage(fault)
    .split('\n')
    .flatMap((line) => safeFrame(line) ?? [])
    .slice(0, mostFrames)
    .join(' < ');
}

function codeOf({ code }: ThrownFault): string | null {
  return /^[A-Za-z][A-Za-z0-9_-]{1,40}$/.test(code) ? code : null;
}

/** What the log keeps of an error: its class, its code, where it happened, and its message if that is one of our own. */
export function safeFault(error: ThrownFault): {
  readonly name: string | null;
  readonly code: string | null;
  readonly says: string;
  readonly frames: string;
} {
  return {
    name: /^[A-Za-z][A-Za-z0-9]{0,40}$/.test(error.name) ? error.name : null,
    code: codeOf(error),
    says: error.message,
    frames: framesOf(error),
  };
}

export type FaultPlace = NonNullable<Extract<LogEvent, { readonly event: 'fault' }>['where']>;

export function faultEvent(where: FaultPlace, error: ThrownFault): LogEvent {
  return { event: 'fault', where, ...safeFault(error) };
}
