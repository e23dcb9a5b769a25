import type { BrowserWindow, FileFilter, OpenDialogOptions } from 'electron';
import { dialog } from 'electron';
import type { WizardDialogs } from '../usecases/wizard/ports.ts';

const siteFiles: FileFilter[] = [
  { name: 'Site files', extensions: ['site.json', 'json'] },
  { name: 'All files', extensions: ['*'] },
];
const filledFiles: FileFilter[] = [
  { name: 'Filled change requests', extensions: ['pdf', 'xlsx'] },
  { name: 'All files', extensions: ['*'] },
];
const requestFiles: FileFilter[] = [
  { name: 'Change requests', extensions: ['json'] },
  { name: 'All files', extensions: ['*'] },
];
const reportFiles: FileFilter[] = [
  { name: 'Readiness reports', extensions: ['readiness.json', 'json'] },
  { name: 'All files', extensions: ['*'] },
];

const backupFiles: FileFilter[] = [
  { name: 'Signing identities', extensions: ['json'] },
  { name: 'All files', extensions: ['*'] },
];

/** The system's own dialogs, on top of the window: only here a person chooses a path. */
export function systemDialogs(window: BrowserWindow): WizardDialogs {
  const open = async (options: OpenDialogOptions): Promise<string | null> => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    openSite: () => open({ title: 'Open site', properties: ['openFile'], filters: siteFiles }),
    saveSite: async (suggested) => {
      const options = { title: 'Save site as', defaultPath: suggested, filters: siteFiles };
      const { canceled, filePath } = await dialog.showSaveDialog(window, options);
      // Electron before 33 gives undefined for a closed dialog, later ones an empty text.
      return canceled || !filePath ? null : filePath;
    },
    folder: (title, startIn) =>
      open({
        title,
        properties: ['openDirectory', 'createDirectory'],
        ...(startIn === null ? {} : { defaultPath: startIn }),
      }),
    keyFile: () => open({ title: 'Private key file', properties: ['openFile', 'showHiddenFiles'] }),
    report: () => open({ title: 'Readiness report', properties: ['openFile'], filters: reportFiles }),
    saveBackup: async (suggested) => {
      const options = { title: 'Back up the signing identity', defaultPath: suggested, filters: backupFiles };
      const { canceled, filePath } = await dialog.showSaveDialog(window, options);
      return canceled || !filePath ? null : filePath;
    },
    backup: () =>
      open({ title: 'Backup of a signing identity', properties: ['openFile'], filters: backupFiles }),
    filledRequest: () =>
      open({ title: 'Change request that came back', properties: ['openFile'], filters: filledFiles }),
    earlierRequest: () =>
      open({ title: 'Earlier change request', properties: ['openFile'], filters: requestFiles }),
  };
}
