import type { LogResults, LogView } from '../../../shared/ipc/log-calls.ts';
import type { IpcArguments } from '../../../shared/ipc/contract.ts';
import { makePrivateFolder } from '../../store/write-atomically.ts';
import type { WizardPorts } from './ports.ts';

type Calls = 'log.read' | 'log.folder' | 'log.fault';
type Handlers = { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<LogResults[C]> };

/** As many as anybody reads on a screen; the files hold the rest. */
const mostShown = 4000;

/** Why nothing is written any more, for people. */
export function whyStopped(code: string | null): string | null {
  switch (code) {
    case null:
      return null;
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk is full, so the log is not written any more. What happens now is shown here until the program ends.';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'The folder of the log cannot be written, so the log is not kept. What happens now is shown here until the program ends.';
    default:
      return `The log cannot be written (${code}). What happens now is shown here until the program ends.`;
  }
}

/** The log as the window shows it. */
export function logSession({ wizardLog, reveal }: Pick<WizardPorts, 'wizardLog' | 'reveal'>): Handlers {
  const { log } = wizardLog;
  return {
    'log.read': async (): Promise<LogView> => {
      const { lines, unreadable, stopped } = await log.read();
      const shown = lines.slice(-mostShown).reverse();
      return {
        lines: shown,
        older: lines.length - shown.length,
        unreadable,
        stopped: whyStopped(stopped),
      };
    },
    'log.folder': async () => {
      await makePrivateFolder(log.folder);
      reveal(log.folder);
      return null;
    },
    'log.fault': ({ where, ...fault }) => {
      log.fault(where, { ...fault, code: '' });
      return Promise.resolve(null);
    },
  };
}
