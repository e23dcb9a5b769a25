import type { NodeSession } from './node-session.ts';

/** A certificate chain in hexadecimal is one line. */
const maxLineBytes = 512 * 1024;
const mostErrors = 20;
/** Complaints without end are no script's. */
const mostErrorBytes = 256 * 1024;
/** Far above what any plan can bring back; the reader of the lines stops what makes no sense long before. */
const mostOutputBytes = 512 * 1024 * 1024;

/** An interpreter's command, always the same text, and the script that it reads from standard input. */
export interface ScriptProgram {
  readonly command: string;
  /** ASCII. */
  readonly text: string;
}

/** A script on the node, waiting for its request or working on it. */
export interface ScriptProcess {
  /** Gives it its request, once; its lines come to `onLine`. */
  readonly ask: (request: string, onLine: (line: string) => void) => void;
  /** Gives it more, after the request. */
  readonly write: (text: string) => void;
  /** How it ended; rejects like a command. Its input stays open until then, or until the session ends. */
  readonly ended: Promise<{ readonly code: number | null }>;
  /** It did not start, or is gone, before anybody asked it. */
  readonly isGone: () => boolean;
  /** What it said on standard error, the last line. */
  readonly complaint: () => string;
  /** Ends it: nothing that it says is wanted any more. */
  readonly stop: () => void;
  /** When its command is ended, whatever it does: `performance.now()`. */
  readonly endsAt: number;
}

/** Starts an interpreter with its script; it has nothing to do yet, and sends nothing. */
export function startScript(
  session: Pick<NodeSession, 'execStream'>,
  program: ScriptProgram,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): ScriptProcess {
  const { timeoutMs, signal } = options;
  const endsAt = performance.now() + timeoutMs;
  const errors: string[] = [];
  let take: (line: string) => void = () => undefined;
  let waiting = '';
  let write: ((text: string) => void) | null = null;
  let gone = false;
  let errorBytes = 0;
  const stopper = new AbortController();
  const stop = (): void => stopper.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const say = (text: string): void => {
    if (write === null) waiting += text;
    else write(text);
  };
  const ended = session.execStream(program.command, {
    stdin: `${program.text.length}\n${program.text}`,
    keepStdinOpen: true,
    withInput: (writer) => {
      write = writer;
      if (waiting !== '') writer(waiting);
    },
    timeoutMs,
    signal: stopper.signal,
    maxLineBytes,
    maxOutputBytes: mostOutputBytes,
    onStdout: (line) => take(line),
    onStderr: (line) => {
      if (errors.length < mostErrors) errors.push(line.slice(0, 300));
      errorBytes += line.length + 1;
      if (errorBytes > mostErrorBytes) stop();
    },
  });
  const note = (): void => {
    gone = true;
    signal.removeEventListener('abort', stop);
  };
  // Whoever asks it looks at `ended`; one that nobody asks may end as it likes.
  ended.then(note, note);
  return {
    ask: (request, onLine) => {
      take = onLine;
      say(request);
    },
    write: say,
    stop,
    ended,
    isGone: () => gone,
    complaint: () => errors.at(-1) ?? '',
    endsAt,
  };
}
