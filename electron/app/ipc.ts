import type { IpcMainEvent } from 'electron';
import { BrowserWindow, ipcMain } from 'electron';
import { appOrigin } from './protocol.ts';
import type { WizardHost } from './wizard-host.ts';

/** Only the top frame of our own page gets a port (Electron's security checklist, point 17). */
function isOurs({ senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(`${appOrigin}/`);
}

/** The one thing that a window can ask of the main process: its port to the wizard. Everything else goes over that. */
export function connectPages(host: WizardHost, isWindow: (id: number) => boolean): void {
  ipcMain.on('gatecheck:connect', (event) => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (window === null || !isWindow(window.id) || !isOurs(event) || event.senderFrame === null) return;
    host.connect(window.id, event.senderFrame);
  });
}
