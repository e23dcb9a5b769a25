import type { BrowserWindow, FileFilter, OpenDialogOptions } from 'electron';
import { dialog } from 'electron';
import type { Language } from '../../shared/words/languages.ts';
import type { WizardDialogs } from '../usecases/wizard/ports.ts';
import type { MainWord } from './words.ts';
import { wordIn } from './words.ts';

type Filters = readonly (readonly [name: MainWord, ...extensions: string[]])[];

const siteFiles: Filters = [
  ['Site files', 'site.json', 'json'],
  ['All files', '*'],
];
const filledFiles: Filters = [
  ['Filled change requests', 'pdf', 'xlsx'],
  ['All files', '*'],
];
const requestFiles: Filters = [
  ['Change requests', 'json'],
  ['All files', '*'],
];
const reportFiles: Filters = [
  ['Readiness reports', 'readiness.json', 'json', 'pdf'],
  ['All files', '*'],
];
const certificateFiles: Filters = [
  ['Certificates with their key', 'p12', 'pfx'],
  ['All files', '*'],
];
const csvFiles: Filters = [
  ['Tables (CSV)', 'csv'],
  ['All files', '*'],
];
const zipFiles: Filters = [
  ['Zip archives', 'zip'],
  ['All files', '*'],
];
const backupFiles: Filters = [
  ['Signing identities', 'json'],
  ['All files', '*'],
];

/** The system's own dialogs, on top of the window: only here a person chooses a path. */
export function systemDialogs(window: BrowserWindow, language: Language): WizardDialogs {
  const word = (english: string): string => wordIn(language, english);
  const filtersOf = (filters: Filters): FileFilter[] =>
    filters.map(([name, ...extensions]) => ({ name: word(name), extensions }));
  const open = async (
    { title, ...options }: OpenDialogOptions & { readonly title: string },
    filters: Filters = [],
  ): Promise<string | null> => {
    const asked = { ...options, title: word(title), filters: filtersOf(filters) };
    const { canceled, filePaths } = await dialog.showOpenDialog(window, asked);
    return canceled ? null : (filePaths[0] ?? null);
  };
  const save = async (title: MainWord, defaultPath: string, filters: Filters): Promise<string | null> => {
    const options = { title: word(title), defaultPath, filters: filtersOf(filters) };
    const { canceled, filePath } = await dialog.showSaveDialog(window, options);
    // Electron before 33 gives undefined for a closed dialog, later ones an empty text.
    return canceled || !filePath ? null : filePath;
  };
  return {
    openSite: () => open({ title: 'Open site', properties: ['openFile'] }, siteFiles),
    saveSite: (suggested) => save('Save site as', suggested, siteFiles),
    saveEndpoints: (suggested) => save('Save endpoints as', suggested, csvFiles),
    folder: (title, startIn) =>
      open({
        title,
        properties: ['openDirectory', 'createDirectory'],
        ...(startIn === null ? {} : { defaultPath: startIn }),
      }),
    keyFile: () => open({ title: 'Private key file', properties: ['openFile', 'showHiddenFiles'] }),
    certificate: () =>
      open({ title: 'Certificate that signs the PDF', properties: ['openFile'] }, certificateFiles),
    report: () => open({ title: 'Readiness report', properties: ['openFile'] }, reportFiles),
    saveBackup: (suggested) => save('Back up the signing identity', suggested, backupFiles),
    backup: () => open({ title: 'Backup of a signing identity', properties: ['openFile'] }, backupFiles),
    saveBundle: (suggested) => save('Save the support bundle as', suggested, zipFiles),
    filledRequest: () =>
      open({ title: 'Change request that came back', properties: ['openFile'] }, filledFiles),
    earlierRequest: () => open({ title: 'Earlier change request', properties: ['openFile'] }, requestFiles),
  };
}
