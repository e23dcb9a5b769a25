import type { Api } from '../api/client.ts';

/** Tells the log of a fault of the window. What the log keeps of it is decided behind the window. */
export type TellFault = (where: 'screen' | 'window', error: unknown) => void;

/** A fault that comes with every picture says nothing new after these. */
const mostTold = 20;

export function faultTeller(api: Api): TellFault {
  let told = 0;
  return (where, error) => {
    told += 1;
    if (told > mostTold) return;
    const { name, message, stack } =
      error instanceof Error ? error : { name: typeof error, message: String(error), stack: '' };
    const fault = {
      where,
      name: name.slice(0, 200),
      message: message.slice(0, 8000),
      stack: (stack ?? '').slice(0, 16_000),
    };
    // A log that cannot be reached is no fault of what is done.
    void api.call('log.fault', fault).catch(() => undefined);
  };
}

/** What nobody caught. */
export function tellUncaught(tell: TellFault): void {
  window.addEventListener('error', ({ error }) => tell('window', error));
  window.addEventListener('unhandledrejection', ({ reason }) => tell('window', reason));
}
