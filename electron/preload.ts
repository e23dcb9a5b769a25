import { contextBridge, ipcRenderer } from 'electron';
import type { GatecheckBridge, IpcCall, IpcReply, RunEvent } from '../shared/ipc/contract.ts';
import type { Problem } from '../shared/ipc/problem.ts';
import type { WindowEvent } from '../shared/ipc/window-calls.ts';
import type { CallMessage, ConnectionNews, WindowMessage } from './wizard-process/messages.ts';

/**
 * All that the window can do: call the contract's channels and listen. Calls go over a port to the wizard's process, which
 * parses every argument, so nothing is trusted because it came through here. The page itself never holds the port.
 */

type Reply = IpcReply<IpcCall>;

/** A port as a page has it; this part is compiled without the types of a page. */
interface PagePort {
  onmessage: ((message: { readonly data: WindowMessage }) => void) | null;
  readonly postMessage: (message: CallMessage) => void;
  readonly close: () => void;
}

const waiting = new Map<number, { readonly message: CallMessage; readonly answer: (reply: Reply) => void }>();
const runListeners = new Set<(event: RunEvent) => void>();
const windowListeners = new Set<(event: WindowEvent) => void>();
let port: PagePort | null = null;
/** Said to every call: the wizard is not there and does not come back. */
let gone: Problem | null = null;
let count = 0;

function hear({ data }: { readonly data: WindowMessage }): void {
  if (data.kind === 'run-event') {
    for (const listener of runListeners) listener(data.event);
    return;
  }
  waiting.get(data.call)?.answer(data.reply);
  waiting.delete(data.call);
}

function tellWindow(event: WindowEvent): void {
  for (const listener of windowListeners) listener(event);
}

/** A connection that follows one that broke off: what was asked before is not answered any more. */
function giveUp(problem: Problem): void {
  for (const { answer } of waiting.values()) answer({ ok: false, problem });
  waiting.clear();
}

ipcRenderer.on('gatecheck:port', (event, { problem }: ConnectionNews) => {
  const [next] = event.ports as unknown as PagePort[];
  if (problem !== null) giveUp(problem);
  port?.close();
  port = next ?? null;
  gone = port === null ? problem : null;
  if (port !== null) {
    port.onmessage = hear;
    for (const { message } of waiting.values()) port.postMessage(message);
  }
  if (problem !== null) tellWindow({ kind: 'restarted', problem });
});
ipcRenderer.on('gatecheck:window', (_event, news: WindowEvent) => tellWindow(news));

function listening<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function call(channel: string, args: readonly unknown[]): Promise<Reply> {
  return new Promise((answer) => {
    if (gone !== null) {
      answer({ ok: false, problem: gone });
      return;
    }
    // The first call is the first need of a wizard: by then the first screen is there.
    if (count === 0) ipcRenderer.send('gatecheck:connect');
    count += 1;
    const message = { call: count, channel, args };
    waiting.set(count, { message, answer });
    port?.postMessage(message);
  });
}

const bridge: GatecheckBridge = {
  // The wizard answers each channel by the contract's own table of types.
  call: (channel, ...args) => call(channel, args) as Promise<IpcReply<typeof channel>>,
  onRunEvent: (listener) => listening(runListeners, listener),
  onWindowEvent: (listener) => listening(windowListeners, listener),
};

contextBridge.exposeInMainWorld('gatecheck', bridge);
