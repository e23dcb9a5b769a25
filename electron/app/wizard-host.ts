import { join } from 'node:path';
import type { UtilityProcess, WebFrameMain } from 'electron';
import { MessageChannelMain, utilityProcess } from 'electron';
import type { Problem } from '../../shared/ipc/problem.ts';
import type { HeldSite } from '../usecases/wizard/ports.ts';
import type { AskAnswer, ConnectionNews, ToMain, ToWizard } from '../wizard-process/messages.ts';
import type { Answers } from './answers.ts';
import { keepAwake } from './keep-awake.ts';

/** The wizard's process: everything that takes time is done there, and this one only answers the system. */
export interface WizardHost {
  /** Gives a window's page its port. The first one starts the wizard. */
  readonly connect: (window: number, frame: WebFrameMain) => void;
  readonly forget: (window: number) => void;
  /** What was typed last is still on its way to the disk when the windows are gone; what hangs must not keep the program. */
  readonly end: () => Promise<void>;
}

const restartsInARow = 3;
const rowMs = 60_000;
const patienceMs = 4000;

const restarted: Problem = {
  message: 'The part of Gatecheck that reads files and runs checks ended unexpectedly.',
  cure: 'It was started again. Your edits are kept; a run that went on was cut off, and what it saw is kept. Do it again.',
  findings: [],
};
const given: Problem = {
  message: 'The part of Gatecheck that reads files and runs checks ends again and again.',
  cure: 'Your edits up to now are kept as a draft. Start Gatecheck again.',
  findings: [],
};

async function answerOf(
  answers: Answers,
  { window, what, args }: Extract<ToMain, { kind: 'ask' }>,
): Promise<AskAnswer> {
  try {
    return { ok: true, value: await answers(window, what, args) };
  } catch (error) {
    if (!(error instanceof Error)) return { ok: false, message: String(error), cure: null };
    const cure = 'cure' in error && typeof error.cure === 'string' ? error.cure : null;
    return { ok: false, message: error.message, cure };
  }
}

export function startWizard(distFolder: string, answers: Answers): WizardHost {
  const frames = new Map<number, WebFrameMain>();
  const held = new Map<number, HeldSite>();
  const ends: number[] = [];
  let ending: (() => void) | null = null;
  let process_: UtilityProcess | null = null;
  let started = false;

  const post = (message: ToWizard, ...ports: Electron.MessagePortMain[]): void =>
    process_?.postMessage(message, ports);

  const give = (window: number, frame: WebFrameMain, news: ConnectionNews, again: HeldSite | null): void => {
    const { port1, port2 } = new MessageChannelMain();
    post({ kind: 'window', window, held: again }, port1);
    frame.postMessage('gatecheck:port', news, [port2]);
  };

  const hear = (message: ToMain): void => {
    switch (message.kind) {
      case 'ask':
        void answerOf(answers, message).then((answer) => post({ kind: 'answer', ask: message.ask, answer }));
        break;
      case 'holds':
        if (message.site === null) held.delete(message.window);
        else held.set(message.window, message.site);
        break;
      case 'running':
        keepAwake(message.any);
        break;
      case 'ended':
        ending?.();
        break;
    }
  };

  const start = (): void => {
    started = true;
    // Its arguments can be read by everybody: only a process id is among them.
    const child = utilityProcess.fork(join(distFolder, 'wizard.cjs'), [String(process.pid)], {
      serviceName: 'Gatecheck wizard',
    });
    process_ = child;
    child.on('message', hear);
    child.on('exit', () => {
      if (process_ !== child) return;
      process_ = null;
      // Whatever it was running is over.
      keepAwake(false);
      if (ending !== null) ending();
      else startAgain();
    });
  };

  const startAgain = (): void => {
    const now = Date.now();
    ends.push(now);
    const often = ends.filter((at) => at > now - rowMs).length > restartsInARow;
    if (!often) start();
    for (const [window, frame] of frames) {
      try {
        if (often) frame.postMessage('gatecheck:port', { problem: given } satisfies ConnectionNews);
        else give(window, frame, { problem: restarted }, held.get(window) ?? null);
      } catch {
        // The page is gone; the next one asks for a port by itself.
        frames.delete(window);
      }
    }
  };

  return {
    connect: (window, frame) => {
      frames.set(window, frame);
      // A page that was loaded anew has no site open.
      held.delete(window);
      if (!started) start();
      if (process_ === null) frame.postMessage('gatecheck:port', { problem: given } satisfies ConnectionNews);
      else give(window, frame, { problem: null }, null);
    },
    forget: (window) => {
      frames.delete(window);
      held.delete(window);
    },
    end: () =>
      new Promise((resolve) => {
        ending = resolve;
        setTimeout(resolve, patienceMs);
        if (process_ === null) resolve();
        else post({ kind: 'end' });
      }),
  };
}
