import type { GatecheckBridge, IpcArguments, IpcCall, IpcResults } from '../../shared/ipc/contract.ts';
import { ProblemError } from './problem.ts';

declare global {
  interface Window {
    readonly gatecheck?: GatecheckBridge;
  }
}

/** The typed client of the one IPC contract. */
export interface Api {
  readonly call: <C extends IpcCall>(channel: C, ...args: IpcArguments<C>) => Promise<IpcResults[C]>;
  readonly onRunEvent: GatecheckBridge['onRunEvent'];
  readonly onWindowEvent: GatecheckBridge['onWindowEvent'];
}

/** @throws ProblemError from `call` when the main process answers with a problem. */
export function apiOf(bridge: GatecheckBridge): Api {
  return {
    call: async (channel, ...args) => {
      const reply = await bridge.call(channel, ...args);
      if (!reply.ok) throw new ProblemError(reply.problem);
      return reply.value;
    },
    onRunEvent: (listener) => bridge.onRunEvent(listener),
    onWindowEvent: (listener) => bridge.onWindowEvent(listener),
  };
}

/**
 * The bridge that the preload script made; in a plain browser (development, tests) the fake, which is a file of its own
 * that the packaged window never loads.
 */
export async function findBridge(): Promise<GatecheckBridge | null> {
  if (window.gatecheck !== undefined) return window.gatecheck;
  const asked = new URLSearchParams(window.location.search).has('fake');
  if (!import.meta.env.DEV && !asked) return null;
  const { fakeBridge } = await import('./fake.ts');
  return fakeBridge();
}
