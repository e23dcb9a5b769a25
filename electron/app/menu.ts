import type { MenuItemConstructorOptions } from 'electron';
import type { WindowAct } from '../../shared/ipc/window-calls.ts';
import type { Language } from '../../shared/words/languages.ts';
import type { MainWord } from './words.ts';
import { wordIn } from './words.ts';

/** What the menu does beside what Electron does by itself. */
export interface MenuActs {
  /** In the window that has the focus. */
  readonly act: (act: WindowAct) => void;
  readonly newWindow: () => void;
  readonly zoomBy: (steps: -1 | 1) => void;
  readonly zoomReset: () => void;
}

type Role = NonNullable<MenuItemConstructorOptions['role']>;

/**
 * The application's menu. The keys of what the window does belong to the window, which listens to them itself: they are
 * shown here and not registered, so that none fires twice. Reloading would throw away what the window holds, so it is
 * there only while developing.
 */
export function menuTemplate(
  language: Language,
  { act, newWindow, zoomBy, zoomReset }: MenuActs,
  { mac, develop }: { readonly mac: boolean; readonly develop: boolean },
): MenuItemConstructorOptions[] {
  const word = (english: MainWord): string => wordIn(language, english);
  const does = (english: MainWord, what: WindowAct, accelerator?: string): MenuItemConstructorOptions => ({
    id: what,
    label: word(english),
    click: () => act(what),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const role = (english: MainWord, of: Role): MenuItemConstructorOptions => ({
    label: word(english),
    role: of,
  });
  const separator = { type: 'separator' } as const;
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: word('File'),
      submenu: [
        does('New site', 'new', 'CmdOrCtrl+N'),
        {
          id: 'new-window',
          label: word('New window'),
          accelerator: 'CmdOrCtrl+Shift+N',
          registerAccelerator: false,
          click: newWindow,
        },
        does('Open a site file…', 'open', 'CmdOrCtrl+O'),
        does('Save as…', 'save-as', 'CmdOrCtrl+S'),
        separator,
        does('Verify a report', 'verify', 'CmdOrCtrl+Shift+V'),
        does('Practice site', 'practice', 'CmdOrCtrl+Shift+P'),
        separator,
        does('Close the site', 'close'),
        role('Close the window', 'close'),
        ...(mac ? [] : [role('Quit', 'quit')]),
      ],
    },
    {
      label: word('Edit'),
      submenu: [
        // The window's own: they also take back what was not typed.
        does('Undo', 'undo', 'CmdOrCtrl+Z'),
        does('Redo', 'redo', 'CmdOrCtrl+Shift+Z'),
        separator,
        role('Cut', 'cut'),
        role('Copy', 'copy'),
        role('Paste', 'paste'),
        role('Select all', 'selectAll'),
      ],
    },
    {
      label: word('View'),
      submenu: [
        { id: 'larger', label: word('Larger text'), accelerator: 'CmdOrCtrl+Plus', click: () => zoomBy(1) },
        { label: word('Larger text'), accelerator: 'CmdOrCtrl+=', visible: false, click: () => zoomBy(1) },
        { id: 'smaller', label: word('Smaller text'), accelerator: 'CmdOrCtrl+-', click: () => zoomBy(-1) },
        { id: 'usual', label: word('Usual text size'), accelerator: 'CmdOrCtrl+0', click: zoomReset },
        separator,
        role('Full screen', 'togglefullscreen'),
      ],
    },
    {
      label: word('Help'),
      role: 'help',
      submenu: [
        does('Help and keys', 'help'),
        separator,
        does('Log', 'log', 'CmdOrCtrl+Shift+L'),
        does('Support bundle…', 'bundle', 'CmdOrCtrl+Shift+B'),
      ],
    },
    ...(develop ? [{ label: 'Develop', submenu: [{ role: 'toggleDevTools' as const }] }] : []),
  ];
}
