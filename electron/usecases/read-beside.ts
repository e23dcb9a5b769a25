import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** What became of reading a file that somebody else wrote. */
export type ReadFile =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'absent' }
  /** Its size in bytes; nothing of it was read. */
  | { readonly kind: 'too-large'; readonly size: number }
  /** `why` completes "The file ...". */
  | { readonly kind: 'unreadable'; readonly why: string };

function unreadable(code: string): ReadFile {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'absent' };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'unreadable', why: 'may not be read by this user' };
    case 'ELOOP':
      return { kind: 'unreadable', why: 'is a link that leads back to itself' };
    case 'ENAMETOOLONG':
      return { kind: 'unreadable', why: 'has a name that is too long' };
    default:
      return { kind: 'unreadable', why: `cannot be read: the system says ${code}` };
  }
}

/**
 * Reads an ordinary file whole, if it is not larger than the limit. A pipe or device is not waited for, and of a file that
 * grows meanwhile no more than the limit is read.
 */
export async function readOrdinaryFile(path: string, limit: number): Promise<ReadFile> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { kind: 'unreadable', why: 'is a folder' };
    if (!found.isFile()) return { kind: 'unreadable', why: 'is no ordinary file' };
    if (found.size > limit) return { kind: 'too-large', size: found.size };
    // Were it a pipe by now, opening it would wait for a writer. (Windows has no such flag, and no such pipes.)
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const bytes = Buffer.alloc(found.size + 1);
      let length = 0;
      while (length < bytes.length) {
        const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return length > found.size
        ? { kind: 'unreadable', why: 'grows while it is read' }
        : { kind: 'bytes', bytes: bytes.subarray(0, length) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      return unreadable(error.code);
    throw error;
  }
}
