import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { ipcMain } from 'electron';
import type { z } from 'zod';
import type { IpcCall, IpcResults, Problem, RunEvent } from '../../shared/ipc/contract.ts';
import { ipcArguments, runEventChannel } from '../../shared/ipc/contract.ts';
import type { WizardHandlers } from '../usecases/wizard/wizard.ts';
import { problemOf } from '../usecases/problem.ts';
import { appOrigin } from './protocol.ts';

/** Only the top frame of our own page may call (Electron's security checklist, point 17). */
function isOurs(event: IpcMainInvokeEvent, window: WebContents): boolean {
  const frame = event.senderFrame;
  return (
    event.sender === window &&
    frame !== null &&
    frame.parent === null &&
    frame.url.startsWith(`${appOrigin}/`)
  );
}

function refusal(message: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { message, cure: 'Restart the application.', findings: [] } };
}

/**
 * Registers every channel of the contract. The sender and the arguments are checked here, once; a failure crosses as a
 * value, so that Electron's own error texts never show.
 *
 * @returns a function that takes all of them back.
 */
export function registerCalls(window: WebContents, handlers: WizardHandlers): () => void {
  const calls = Object.keys(ipcArguments) as IpcCall[];
  for (const call of calls) register(call, window, handlers);
  return () => {
    for (const call of calls) ipcMain.removeHandler(`gatecheck:${call}`);
  };
}

function register(call: IpcCall, window: WebContents, handlers: WizardHandlers): void {
  const schema: z.ZodType = ipcArguments[call];
  // The schema has just proven the arguments; the compiler cannot follow that through the table of channels.
  const handler = handlers[call] as (...args: readonly unknown[]) => Promise<IpcResults[IpcCall]>;
  ipcMain.handle(`gatecheck:${call}`, async (event, args: unknown) => {
    if (!isOurs(event, window)) return refusal(`${call} came from an unknown page.`);
    const parsed = schema.safeParse(args);
    if (!parsed.success) {
      const first = parsed.error.issues[0];
      return refusal(`${call} was called with a wrong argument at ${first?.path.join('.') ?? '?'}.`);
    }
    try {
      return { ok: true, value: await handler(...(parsed.data as unknown[])) };
    } catch (error) {
      return { ok: false, problem: problemOf(error) };
    }
  });
}

/** Pushes one event of a run to the window, if it is still there. */
export function pushRunEvent(window: WebContents, event: RunEvent): void {
  if (!window.isDestroyed()) window.send(`gatecheck:${runEventChannel}`, event);
}
