import type { DroppedFile } from '../../../shared/ipc/verify-calls.ts';

/** Whether a drag carries files: text that is dragged into a field is the field's own. */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') === true;
}

/** What was dropped, as files. A folder gives none. */
export function filesOf(transfer: DataTransfer | null): readonly File[] {
  if (transfer === null) return [];
  return [...transfer.items].flatMap((item) => {
    const folder = item.webkitGetAsEntry()?.isDirectory === true;
    const file = folder ? null : item.getAsFile();
    return file === null ? [] : [file];
  });
}

/** The files' names and bytes. Rejects when the system does not let one be read. */
export function readDropped(files: readonly File[]): Promise<DroppedFile[]> {
  return Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}
