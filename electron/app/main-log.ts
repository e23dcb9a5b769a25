import { release } from 'node:os';
import { app, BrowserWindow } from 'electron';
import { version } from '../../shared/lib/version.ts';
import type { LogEvent } from '../log/events.ts';
import type { Log } from '../log/open-log.ts';
import { openLog, watchProcess } from '../log/open-log.ts';
import { plainRedactor } from '../log/plain-redactor.ts';
import { thrownFault } from '../log/safe-fault.ts';

type ChildGone = NonNullable<Extract<LogEvent, { event: 'child-gone' }>['what']>;

function childOf({ type, serviceName = '' }: Electron.Details): ChildGone {
  if (type === 'GPU') return 'gpu';
  if (serviceName === 'Gatecheck wizard') return 'wizard';
  return serviceName.startsWith('network') ? 'network' : 'other';
}

/** The main process's own log: how the program started, its windows, and what ended that should not have. */
export function mainLog(userFolder: string): Log {
  const log = openLog(userFolder, 'main', plainRedactor);
  const { electron, chrome, node } = process.versions;
  log.say({
    event: 'program-started',
    ...{ version, electron, chrome, node },
    platform: process.platform,
    arch: process.arch,
    release: release(),
    packaged: app.isPackaged,
    sandbox: !app.commandLine.hasSwitch('no-sandbox'),
  });
  watchProcess(log, 'main', thrownFault);
  // Said on the console too, as Electron does it by itself, and it goes on.
  process.on('unhandledRejection', (reason) => {
    process.emitWarning(reason instanceof Error ? reason : String(reason));
    log.fault('main', thrownFault(reason));
  });
  app.on('second-instance', () => log.say({ event: 'started-again' }));
  app.on('browser-window-created', (_event, window) => {
    const { id } = window;
    log.say({ event: 'window-opened', window: id });
    window.once('closed', () => log.say({ event: 'window-closed', window: id }));
    window.on('unresponsive', () => log.say({ event: 'page-hangs', window: id }));
    window.on('responsive', () => log.say({ event: 'page-answers', window: id }));
  });
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    const window = BrowserWindow.fromWebContents(contents)?.id ?? null;
    if (reason !== 'clean-exit') log.say({ event: 'page-gone', window, reason, code: exitCode });
  });
  app.on('child-process-gone', (_event, details) => {
    const { reason, exitCode } = details;
    if (reason !== 'clean-exit')
      log.say({ event: 'child-gone', what: childOf(details), reason, code: exitCode });
  });
  return log;
}
