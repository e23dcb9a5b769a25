import { SigningError } from '../signing/index.ts';
import type { SystemKeychain } from '../signing/system-keychain.ts';
import { UseCaseError } from '../usecases/problem.ts';
import type { WizardDialogs, WizardPorts } from '../usecases/wizard/ports.ts';
import type { Ask, AskAnswer, Asks, ToMain } from './messages.ts';

/** Questions to the main process, and its answers. */
export interface MainAsker {
  readonly ask: <A extends Ask>(window: number, what: A, ...args: Parameters<Asks[A]>) => ReturnType<Asks[A]>;
  readonly answered: (ask: number, answer: AskAnswer) => void;
}

function errorOf(message: string, cure: string | null): Error {
  return cure === null ? new Error(message) : new UseCaseError('cannot', message, cure);
}

/** Dialogs wait for a person, so nothing here has a deadline; when the main process ends, this one does too. */
export function mainAsker(post: (message: ToMain) => void): MainAsker {
  const open = new Map<number, (answer: AskAnswer) => void>();
  let count = 0;
  return {
    ask: (window, what, ...args) => {
      count += 1;
      const ask = count;
      const answer = new Promise<unknown>((resolve, reject) => {
        open.set(ask, (given) => {
          if (given.ok) resolve(given.value);
          else reject(errorOf(given.message, given.cure));
        });
      });
      post({ kind: 'ask', ask, window, what, args });
      // The main process answers each question from the same table of types.
      return answer as ReturnType<Asks[typeof what]>;
    },
    answered: (ask, answer) => {
      const settle = open.get(ask);
      open.delete(ask);
      settle?.(answer);
    },
  };
}

/** The ports that need Electron, each as a question to the main process. */
export function portsOfMain(
  { ask }: MainAsker,
  window: number,
): Pick<WizardPorts, 'dialogs' | 'reveal' | 'notify' | 'keychain' | 'windows'> {
  // The main process looks each name up among its own dialogs, so they are not listed twice.
  const dialogs = new Proxy({} as WizardDialogs, {
    get:
      (_, name) =>
      (...args: never) =>
        ask(window, `dialog.${String(name) as keyof WizardDialogs}`, ...(args as [never, never])),
  });
  // The signing part tells a keychain's refusal from other faults by its type, which no message carries.
  const asSigningError = (error: unknown): never => {
    throw error instanceof UseCaseError
      ? new SigningError('keychain-failed', error.message, error.cure)
      : error;
  };
  const keychain: SystemKeychain = {
    available: () => ask(window, 'keychain.available'),
    seal: (bytes) => ask(window, 'keychain.seal', bytes).catch(asSigningError),
    open: (sealed) => ask(window, 'keychain.open', sealed).catch(asSigningError),
  };
  return {
    dialogs,
    keychain,
    reveal: (path) => void ask(window, 'reveal', path),
    notify: (title, body) => void ask(window, 'notify', title, body),
    windows: {
      open: async () => {
        await ask(window, 'window.open');
      },
      given: () => ask(window, 'window.given'),
      show: async (other) => {
        await ask(window, 'window.show', other);
      },
      zoom: (percent) => ask(window, 'window.zoom', percent),
      speak: async (language) => {
        await ask(window, 'window.speak', language);
      },
    },
  };
}
