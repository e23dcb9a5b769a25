import type { BrowserWindow } from 'electron';
import { safeStorage, shell } from 'electron';
import type { Language } from '../../shared/words/languages.ts';
import { safeStorageKeychain } from '../signing/safe-storage-keychain.ts';
import type { Ask, Asks } from '../wizard-process/messages.ts';
import { systemDialogs } from './dialogs.ts';
import { notifyBySystem } from './notify.ts';

/** Answers what the wizard asks for one window. */
export type Answers = (window: number, what: Ask, args: readonly unknown[]) => Promise<unknown>;

/** What an answer needs to know of the program's windows. */
export interface WindowsToAsk {
  /** @throws when it is closed already */
  readonly get: (window: number) => BrowserWindow;
  readonly language: () => Language;
  readonly open: () => void;
  /** The file that the system opened this window with. It is given once. */
  readonly given: (window: number) => string | null;
  readonly show: (window: number) => void;
  readonly zoom: Asks['window.zoom'];
  readonly speak: Asks['window.speak'];
}

/** All that the wizard can have of Electron. What asks is our own program, so the types hold what they say. */
export function answersOf(windows: WindowsToAsk): Answers {
  const keychain = safeStorageKeychain(safeStorage, process.platform);
  const done = Promise.resolve(null);
  return (id, what, args) => {
    const table = (): Asks => {
      const dialogs = systemDialogs(windows.get(id), windows.language());
      return {
        ...(Object.fromEntries(
          Object.entries(dialogs).map(([name, ask]) => [`dialog.${name}`, ask]),
        ) as unknown as Pick<Asks, Extract<Ask, `dialog.${string}`>>),
        'keychain.available': () => keychain.available(),
        'keychain.seal': (bytes) => keychain.seal(bytes),
        'keychain.open': (sealed) => keychain.open(sealed),
        reveal: (path) => {
          shell.showItemInFolder(path);
          return done;
        },
        notify: (title, body) => {
          notifyBySystem(title, body);
          return done;
        },
        'window.open': () => {
          windows.open();
          return done;
        },
        'window.given': () => Promise.resolve(windows.given(id)),
        'window.show': (window) => {
          windows.show(window);
          return done;
        },
        'window.zoom': (percent) => windows.zoom(percent),
        'window.speak': (language) => windows.speak(language),
      };
    };
    const answer = table()[what] as (...args: readonly unknown[]) => Promise<unknown>;
    return answer(...args);
  };
}
