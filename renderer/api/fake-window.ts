import type { IpcArguments, IpcResults } from '../../shared/ipc/contract.ts';
import type { Zoom } from '../../shared/ipc/zooms.ts';

type Calls = 'app.zoom' | 'app.speak' | 'app.newWindow' | 'app.given';
type Handlers = { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };

/** The window's own calls: a page of a browser is drawn larger by style, and has neither menu nor other windows. */
export function fakeWindow(): Handlers {
  let zoom: Zoom = 100;
  return {
    'app.zoom': (wanted) => {
      if (wanted !== null) {
        zoom = wanted;
        document.documentElement.style.setProperty('zoom', `${wanted}%`);
      }
      return Promise.resolve(zoom);
    },
    'app.speak': () => Promise.resolve(null),
    'app.newWindow': () => Promise.resolve(null),
    'app.given': () => Promise.resolve(null),
  };
}
