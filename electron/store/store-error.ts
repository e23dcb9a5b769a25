export type StoreErrorKind =
  | 'disk-full'
  | 'not-allowed'
  | 'not-found'
  | 'is-a-folder'
  | 'too-large'
  | 'not-text'
  | 'damaged'
  | 'bad-name'
  | 'failed';

/** An expected failure around a file: what happened to which file, and what to do. */
export class StoreError extends Error {
  readonly kind: StoreErrorKind;
  readonly path: string;
  readonly cure: string;

  constructor(kind: StoreErrorKind, path: string, message: string, cure: string) {
    super(message);
    this.name = 'StoreError';
    this.kind = kind;
    this.path = path;
    this.cure = cure;
  }
}

/** What was being done, for the words of the message. */
export type StoreAction = 'read' | 'write';

/** `14 KB`: sizes as people read them, rounded up. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kilobytes = Math.ceil(bytes / 1024);
  return kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

const kept = 'What was there before is unchanged.';

/** A pipe, a socket, a device: read, it may never end; written over, it would be gone. */
export function noOrdinaryFile(path: string): StoreError {
  return new StoreError('failed', path, `${path} is no ordinary file.`, 'Give the name of an ordinary file.');
}

/**
 * An error of the file system as one with a cure.
 *
 * @param bytes how much was to be written, for a full disk
 */
export function storeErrorOf(error: unknown, path: string, action: StoreAction, bytes = 0): StoreError {
  if (error instanceof StoreError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const tail = action === 'write' ? ` ${kept}` : '';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StoreError(
        'disk-full',
        path,
        `The disk is full: ${path} needs ${formatSize(bytes)}.${tail}`,
        'Free space, or choose another folder.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StoreError(
        'not-allowed',
        path,
        action === 'read' ? `${path} may not be read by you.` : `${path} may not be written by you.${tail}`,
        action === 'read' ? 'Ask for the right to read it.' : 'Choose a folder that is yours.',
      );
    case 'ENOENT':
      return new StoreError(
        'not-found',
        path,
        action === 'read' ? `There is no file ${path}.` : `The folder of ${path} does not exist.`,
        action === 'read' ? 'Check the name and the folder.' : 'Make the folder, or choose another one.',
      );
    case 'ENOTDIR':
      return new StoreError(
        'not-found',
        path,
        `A part of ${path} is a file, not a folder.`,
        'Check the name and the folder.',
      );
    case 'EISDIR':
      return new StoreError(
        'is-a-folder',
        path,
        `${path} is a folder, not a file.`,
        'Give the name of a file.',
      );
    case 'ELOOP':
      return new StoreError(
        'bad-name',
        path,
        `${path} is a link that leads back to itself.`,
        'Remove the link, or give another name.',
      );
    // A socket, or a device without a driver.
    case 'ENXIO':
      return noOrdinaryFile(path);
    case 'ENAMETOOLONG':
      return new StoreError('bad-name', path, `The name of ${path} is too long.`, 'Choose a shorter name.');
    default: {
      const why = error instanceof Error ? error.message : String(error);
      return new StoreError(
        'failed',
        path,
        `${path} could not be ${action === 'read' ? 'read' : 'written'}: ${why}.${tail}`,
        'Try again, or choose another folder.',
      );
    }
  }
}
