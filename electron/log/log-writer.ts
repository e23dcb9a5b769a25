import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../store/make-folder.ts';
import { fileBytes, logFileName, pruneLogs } from './log-files.ts';

/** Writes lines to files of this process, one after the other, and never makes anybody wait. */
export interface LogWriter {
  readonly write: (line: string) => void;
  /** What is still in the queue, at once: the process is about to end. */
  readonly lastWords: () => void;
  /** Resolves when everything is written, or nothing can be. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Why nothing is written any more; null: all is well. */
  readonly stopped: () => string | null;
}

/** Lines that wait while the disk is slow; more are counted and left out. */
const longestQueue = 2000;
const batchBytes = 64 * 1024;

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

/**
 * @param lost makes the line that says how many lines were left out
 */
export function logWriter(
  folder: string,
  lost: (lines: number) => string,
  { now = () => new Date(), pid = process.pid }: { readonly now?: () => Date; readonly pid?: number } = {},
): LogWriter {
  const queue: string[] = [];
  let tooMany = 0;
  let busy: Promise<void> | null = null;
  let file: { readonly handle: FileHandle; readonly path: string; bytes: number } | null = null;
  let count = 0;
  let why: string | null = null;

  const begin = async (): Promise<NonNullable<typeof file>> => {
    await makeFolder(folder, 0o700);
    const name = logFileName(now(), pid, count++);
    const path = join(folder, name);
    // A file of its own: whatever lies there by that name is not followed and not added to.
    const begun = { handle: await open(path, 'ax', 0o600), path, bytes: 0 };
    await pruneLogs(folder, name);
    return begun;
  };

  const takeBatch = (): string => {
    let text = '';
    while (queue.length > 0 && text.length < batchBytes) text += `${queue.shift() ?? ''}\n`;
    if (queue.length === 0 && tooMany > 0) {
      text += `${lost(tooMany)}\n`;
      tooMany = 0;
    }
    return text;
  };

  const carryOut = async (): Promise<void> => {
    try {
      while (queue.length > 0 || tooMany > 0) {
        file ??= await begin();
        const bytes = Buffer.from(takeBatch());
        await file.handle.appendFile(bytes);
        file.bytes += bytes.length;
        if (file.bytes < fileBytes) continue;
        const full = file;
        file = null;
        await full.handle.close();
      }
    } catch (error) {
      // A full disk, or one that cannot be written: the log ends, the work goes on. The next start tries anew.
      why = codeOf(error);
      queue.length = 0;
      const broken = file;
      file = null;
      await broken?.handle.close().catch(() => undefined);
    }
  };

  const go = (): void => {
    busy ??= carryOut().finally(() => {
      busy = null;
      if (why === null && (queue.length > 0 || tooMany > 0)) go();
    });
  };

  const settle = async (): Promise<void> => {
    while (busy !== null) await busy;
  };

  return {
    write: (line) => {
      if (why !== null) return;
      if (queue.length >= longestQueue) tooMany += 1;
      else queue.push(line);
      go();
    },
    lastWords: () => {
      if (why !== null || queue.length === 0) return;
      try {
        if (file === null) mkdirSync(folder, { recursive: true, mode: 0o700 });
        const direct = openSync(file?.path ?? join(folder, logFileName(now(), pid, count++)), 'a', 0o600);
        try {
          writeSync(direct, queue.splice(0).join('\n') + '\n');
        } finally {
          closeSync(direct);
        }
      } catch {
        // Nobody is left to be told.
      }
    },
    settle,
    close: async () => {
      await settle();
      const last = file;
      file = null;
      await last?.handle.close().catch(() => undefined);
    },
    stopped: () => why,
  };
}
