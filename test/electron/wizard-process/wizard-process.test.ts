import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type {
  ToMain,
  ToWizard,
  WindowMessage,
  WizardPort,
} from '../../../electron/wizard-process/messages.ts';
import type { MainLine, PortsOfWindow } from '../../../electron/wizard-process/wizard-process.ts';
import { runWizardProcess } from '../../../electron/wizard-process/wizard-process.ts';
import type { HeldSite } from '../../../electron/usecases/wizard/ports.ts';
import type { Wizard } from '../../../electron/usecases/wizard/wizard.ts';
import { UseCaseError } from '../../../electron/usecases/problem.ts';

/** Wizards that say what was asked of them, over real ports, with this test as the main process. */
interface Made {
  readonly ports: PortsOfWindow;
  readonly reopened: HeldSite[];
  closed: number;
}

const made: Made[] = [];
const ports: MessagePort[] = [];
let toMain: ToMain[];
let send: (message: ToWizard, port: WizardPort | null) => void;

function portOf(port: MessagePort): WizardPort {
  ports.push(port);
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
  };
}

function wizardOf(own: PortsOfWindow): Wizard {
  const one: Made = { ports: own, reopened: [], closed: 0 };
  made.push(one);
  const handlers = {
    'app.info': () => Promise.resolve({ version: String(own.window) }),
    'site.open': async () => {
      const path = await own.dialogs.openSite();
      throw new UseCaseError('bad-input', `${String(path)} cannot be used.`, 'Correct it.');
    },
    'recent.list': () => Promise.reject(new Error('a bug')),
  };
  return {
    handlers: handlers as unknown as Wizard['handlers'],
    reopen: (held) => {
      one.reopened.push(held);
      return Promise.resolve();
    },
    close: () => {
      one.closed += 1;
      return Promise.resolve();
    },
  };
}

beforeEach(() => {
  toMain = [];
  made.length = 0;
  const main: MainLine = {
    post: (message) => void toMain.push(message),
    onMessage: (listener) => {
      send = listener;
    },
  };
  runWizardProcess(main, wizardOf);
});
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

interface Page {
  readonly port: MessagePort;
  readonly call: (channel: string, ...args: unknown[]) => Promise<unknown>;
  readonly events: WindowMessage[];
}

function openPage(window: number, held: HeldSite | null = null): Page {
  const { port1, port2 } = new MessageChannel();
  send({ kind: 'window', window, held }, portOf(port1));
  const events: WindowMessage[] = [];
  const waiting = new Map<number, (reply: unknown) => void>();
  port2.on('message', (message: WindowMessage) => {
    if (message.kind === 'reply') waiting.get(message.call)?.(message.reply);
    else events.push(message);
  });
  ports.push(port2);
  let count = 0;
  return {
    port: port2,
    events,
    call: (channel, ...args) =>
      new Promise((resolve) => {
        count += 1;
        waiting.set(count, resolve);
        port2.postMessage({ call: count, channel, args });
      }),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

it('answers each window by a wizard of its own', async () => {
  const [first, second] = [openPage(7), openPage(8)];
  expect(await Promise.all([first.call('app.info'), second.call('app.info')])).toEqual([
    { ok: true, value: { version: '7' } },
    { ok: true, value: { version: '8' } },
  ]);
  made[1]?.ports.push({ kind: 'phase', site: 's', node: 'n', says: 'Signing in' });
  await turn();
  expect(first.events).toEqual([]);
  expect(second.events).toHaveLength(1);
});

it('refuses what is not in the contract, before any handler hears of it', async () => {
  const page = openPage(1);
  expect(await page.call('shell.run', 'rm')).toMatchObject({
    ok: false,
    problem: { message: 'There is no call shell.run.' },
  });
  expect(await page.call('constructor')).toMatchObject({ ok: false });
  expect(await page.call('recent.forget', 7)).toMatchObject({
    ok: false,
    problem: { message: 'recent.forget was called with a wrong argument at 0.' },
  });
  page.port.postMessage('nothing');
  page.port.postMessage({ call: 'one', channel: 'app.info', args: [] });
  expect(await page.call('app.info')).toMatchObject({ ok: true });
});

it('asks the main process for a dialog, and passes failures on as values', async () => {
  const page = openPage(3);
  const reply = page.call('site.open');
  await turn();
  expect(toMain).toEqual([{ kind: 'ask', ask: 1, window: 3, what: 'dialog.openSite', args: [] }]);
  send({ kind: 'answer', ask: 1, answer: { ok: true, value: '/a/b.json' } }, null);
  expect(await reply).toEqual({
    ok: false,
    problem: { message: '/a/b.json cannot be used.', cure: 'Correct it.', findings: [] },
  });
  expect(await page.call('recent.list')).toMatchObject({ problem: { message: 'Unexpected: a bug' } });
});

it('says of a keychain that refuses what the main process said', async () => {
  openPage(3);
  await turn();
  const sealing = made[0]?.ports.keychain.seal(new Uint8Array(2));
  send({ kind: 'answer', ask: 1, answer: { ok: false, message: 'It is locked.', cure: 'Unlock it.' } }, null);
  await expect(sealing).rejects.toMatchObject({ kind: 'keychain-failed', cure: 'Unlock it.' });
});

it('opens a site again before it answers the first call', async () => {
  const held = { id: 'site-1', path: '/a.site.json', draftId: 'd', base: null, pinsAreOwn: true };
  const page = openPage(2, held);
  await page.call('app.info');
  expect(made[0]?.reopened).toEqual([held]);
});

it('closes a wizard whose window is gone, or was loaded anew', async () => {
  const page = openPage(1);
  await page.call('app.info');
  page.port.close();
  await turn();
  expect(made[0]?.closed).toBeGreaterThan(0);
  const before = openPage(2);
  await before.call('app.info');
  openPage(2);
  await turn();
  expect([made[1]?.closed, made[2]?.closed]).toEqual([1, 0]);
});

it('says that something runs until the last run of all windows is over', () => {
  openPage(1);
  openPage(2);
  const [first, second] = made.map((one) => one.ports.runBegins());
  first?.();
  // Said twice, it is still one run that is over.
  first?.();
  const told = (): boolean[] =>
    toMain.flatMap((message) => (message.kind === 'running' ? [message.any] : []));
  expect(told()).toEqual([true, true, true]);
  second?.();
  expect(told()).toEqual([true, true, true, false]);
});

it('lets every wizard end before it says that it is over', async () => {
  const page = openPage(1);
  await page.call('app.info');
  send({ kind: 'end' }, null);
  page.port.close();
  await turn();
  expect(made[0]?.closed).toBeGreaterThan(0);
  expect(toMain.at(-1)).toEqual({ kind: 'ended' });
});
