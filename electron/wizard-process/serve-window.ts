import type { z } from 'zod';
import type { IpcCall, IpcReply, Problem } from '../../shared/ipc/contract.ts';
import { ipcArguments } from '../../shared/ipc/contract.ts';
import { problemOf } from '../usecases/problem.ts';
import type { WizardHandlers } from '../usecases/wizard/wizard.ts';
import type { CallMessage, WindowMessage, WizardPort } from './messages.ts';

function refusal(message: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { message, cure: 'Restart the application.', findings: [] } };
}

function isCall(message: unknown): message is CallMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'call' in message &&
    typeof message.call === 'number' &&
    'channel' in message &&
    typeof message.channel === 'string' &&
    'args' in message
  );
}

async function answer(handlers: WizardHandlers, { channel, args }: CallMessage): Promise<IpcReply<IpcCall>> {
  if (!Object.hasOwn(ipcArguments, channel)) return refusal(`There is no call ${channel}.`);
  const call = channel as IpcCall;
  const schema: z.ZodType = ipcArguments[call];
  const parsed = schema.safeParse(args);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    return refusal(`${call} was called with a wrong argument at ${first?.path.join('.') ?? '?'}.`);
  }
  // The schema has just proven the arguments; the compiler cannot follow that through the table of channels.
  const handler = handlers[call] as (...args: readonly unknown[]) => Promise<never>;
  try {
    return { ok: true, value: await handler(...(parsed.data as unknown[])) };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

/**
 * Answers the calls of one window. Arguments are checked here, once; a failure crosses as a value. Whose port it is was
 * checked by the main process when it gave the port out.
 */
export function serveWindow(port: WizardPort, handlers: WizardHandlers): void {
  port.onMessage((message) => {
    if (!isCall(message)) return;
    void answer(handlers, message).then((reply) => {
      port.post({ kind: 'reply', call: message.call, reply } satisfies WindowMessage);
    });
  });
}
