import type { NodeSession } from './node-session.ts';
import { PYTHON_COMMAND } from './python-protocol.ts';
import { PYTHON_SCRIPT } from './python-script.ts';

/** A certificate chain in hexadecimal is one line. */
const maxLineBytes = 512 * 1024;
const mostErrors = 20;

/** The script on the node, waiting for its request or working on it. */
export interface PythonProcess {
  /** Gives it its request, once; its lines come to `onLine`. */
  readonly ask: (request: string, onLine: (line: string) => void) => void;
  /** How it ended; rejects like a command. Its input stays open until then, or until the session ends. */
  readonly ended: Promise<{ readonly code: number | null }>;
  /** It did not start, or is gone, before anybody asked it. */
  readonly isGone: () => boolean;
  /** What it said on standard error, the last line. */
  readonly complaint: () => string;
  /** When its command is ended, whatever it does: `performance.now()`. */
  readonly endsAt: number;
}

/** Starts the interpreter with the script; it has nothing to do yet, and sends nothing. */
export function startPython(
  session: Pick<NodeSession, 'execStream'>,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): PythonProcess {
  const { timeoutMs, signal } = options;
  const endsAt = performance.now() + timeoutMs;
  const errors: string[] = [];
  let take: (line: string) => void = () => undefined;
  let request: string | null = null;
  let write: ((text: string) => void) | null = null;
  let gone = false;
  const ended = session.execStream(PYTHON_COMMAND, {
    stdin: `${PYTHON_SCRIPT.length}\n${PYTHON_SCRIPT}`,
    keepStdinOpen: true,
    withInput: (writer) => {
      write = writer;
      if (request !== null) writer(request);
    },
    timeoutMs,
    signal,
    maxLineBytes,
    onStdout: (line) => take(line),
    onStderr: (line) => {
      if (errors.length < mostErrors) errors.push(line.slice(0, 300));
    },
  });
  const note = (): void => {
    gone = true;
  };
  // Whoever asks it looks at `ended`; one that nobody asks may end as it likes.
  ended.then(note, note);
  return {
    ask: (text, onLine) => {
      take = onLine;
      request = `${text}\n`;
      write?.(request);
    },
    ended,
    isGone: () => gone,
    complaint: () => errors.at(-1) ?? '',
    endsAt,
  };
}
