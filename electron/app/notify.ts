import { Notification } from 'electron';

/** A notification of the system. Where it has none the window says the same. */
export function notifyBySystem(title: string, body: string): void {
  if (Notification.isSupported()) new Notification({ title, body, silent: true }).show();
}
