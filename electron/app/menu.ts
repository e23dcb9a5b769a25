import type { MenuItemConstructorOptions } from 'electron';
import { app, Menu } from 'electron';

/**
 * A menu for the keys of copy and paste, and little more: everything else is in the window, where its own keys are.
 * Reloading would throw away what the window holds, so it is there only while developing.
 */
export function setMenu(): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: 'Edit',
      submenu: [
        // Undo and redo are the window's own: they also take back what was not typed.
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: 'View',
      submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }],
    },
    ...(app.isPackaged ? [] : [{ label: 'Develop', submenu: [{ role: 'toggleDevTools' as const }] }]),
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
