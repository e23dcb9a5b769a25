import type { HeldSite, WizardPorts } from '../usecases/wizard/ports.ts';
import type { Wizard } from '../usecases/wizard/wizard.ts';
import { mainAsker, portsOfMain } from './ask-main.ts';
import type { ToMain, ToWizard, WindowMessage, WizardPort } from './messages.ts';
import { serveWindow } from './serve-window.ts';

/** Makes the wizard of one window; those of one process share what is on the disk. */
export type MakeWizard = (ports: PortsOfWindow) => Wizard;

/** What differs between windows. */
export type PortsOfWindow = ReturnType<typeof portsOfMain> &
  Pick<WizardPorts, 'push' | 'window' | 'holds' | 'runBegins'>;

/** The line to the main process. `port` comes with `window` only. */
export interface MainLine {
  readonly post: (message: ToMain) => void;
  readonly onMessage: (listener: (message: ToWizard, port: WizardPort | null) => void) => void;
}

interface OfWindow {
  readonly wizard: Wizard;
  readonly port: WizardPort;
  /** Its page is gone. */
  readonly gone: Promise<void>;
}

const lastWordsMs = 1000;

/** The wizard as a process of its own: one wizard for each window, until the main process says that it is over. */
export function runWizardProcess(main: MainLine, makeWizard: MakeWizard): void {
  const asker = mainAsker(main.post);
  const runs = new Set<object>();
  const windows = new Map<number, OfWindow>();
  /** Sites of windows that are gone already end in their own time. */
  const ending = new Set<Promise<void>>();

  const close = (wizard: Wizard): void => {
    const over = wizard.close().catch(() => undefined);
    ending.add(over);
    void over.then(() => ending.delete(over));
  };

  const runBegins = (): (() => void) => {
    const run = {};
    const tell = (): void => main.post({ kind: 'running', any: runs.size > 0 });
    runs.add(run);
    tell();
    return () => {
      if (runs.delete(run)) tell();
    };
  };

  const connect = async (window: number, held: HeldSite | null, port: WizardPort): Promise<void> => {
    const wizard = makeWizard({
      ...portsOfMain(asker, window),
      window,
      push: (event) => port.post({ kind: 'run-event', event } satisfies WindowMessage),
      holds: (site) => main.post({ kind: 'holds', window, site }),
      runBegins,
    });
    const earlier = windows.get(window);
    if (earlier !== undefined) close(earlier.wizard);
    const gone = new Promise<void>((resolve) => {
      port.onClose(() => {
        if (windows.get(window)?.port === port) windows.delete(window);
        close(wizard);
        resolve();
      });
    });
    windows.set(window, { wizard, port, gone });
    // What stood in its way is said by the next call for that site.
    if (held !== null) await wizard.reopen(held).catch(() => undefined);
    serveWindow(port, wizard.handlers);
  };

  /** A window's last words come over its port, which closes after them. */
  const end = async (): Promise<void> => {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, lastWordsMs));
    await Promise.race([Promise.all([...windows.values()].map(({ gone }) => gone)), patience]);
    for (const { wizard } of windows.values()) close(wizard);
    await Promise.all(ending);
    main.post({ kind: 'ended' });
  };

  main.onMessage((message, port) => {
    switch (message.kind) {
      case 'window':
        if (port !== null) void connect(message.window, message.held, port);
        break;
      case 'answer':
        asker.answered(message.ask, message.answer);
        break;
      case 'end':
        void end();
        break;
    }
  });
}
