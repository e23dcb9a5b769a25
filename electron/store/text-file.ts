import type { FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { formatSize, noOrdinaryFile, StoreError, storeErrorOf } from './store-error.ts';

/** No site file, draft or list of ours comes near this. */
export const largestTextFile = 5 * 1024 * 1024;

/** A pipe that nobody writes to would be waited for without end, before anybody could see that it is one. */
const withoutWaiting = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

async function readBounded(file: FileHandle, path: string, limit: number): Promise<Buffer> {
  const info = await file.stat();
  if (info.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  if (!info.isFile()) throw noOrdinaryFile(path);
  // One byte more than allowed: a file may grow after it was measured.
  const bytes = Buffer.alloc(Math.min(info.size, limit) + 1);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  if (info.size > limit || length > limit)
    throw new StoreError(
      'too-large',
      path,
      `${path} has ${formatSize(info.size)}; ${formatSize(limit)} is the most that is read.`,
      'Check that it is the right file.',
    );
  return bytes.subarray(0, length);
}

/**
 * Reads a file whole, if it is an ordinary one and not larger than the limit.
 *
 * @throws StoreError not-found, not-allowed, is-a-folder, too-large
 */
export async function readWholeFile(path: string, limit: number): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, withoutWaiting);
    return await readBounded(file, path, limit);
  } catch (error) {
    throw storeErrorOf(error, path, 'read');
  } finally {
    await file?.close();
  }
}

/**
 * Reads a text file, strictly as UTF-8.
 *
 * @throws StoreError not-found, not-allowed, is-a-folder, too-large, not-text
 */
export async function readTextFile(path: string, limit = largestTextFile): Promise<string> {
  const bytes = await readWholeFile(path, limit);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new StoreError(
      'not-text',
      path,
      `${path} is no text in UTF-8.`,
      'Save it as UTF-8 in the editor, or check that it is the right file.',
    );
  }
}
