import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLaptopEngine } from '../../electron/engines/laptop.ts';
import { readFilled } from '../../electron/forms/read-filled.ts';
import { knownThings } from '../../electron/log/known-things.ts';
import { openLog } from '../../electron/log/open-log.ts';
import { sentenceRedactor } from '../../electron/log/sentence-redactor.ts';
import { renderDocument } from '../../electron/pdf/render-document.ts';
import { renderReportPdf } from '../../electron/pdf/render-report.ts';
import { noKeychain } from '../../electron/signing/index.ts';
import type { HeldSite } from '../../electron/usecases/wizard/ports.ts';
import type { Wizard, WizardHandlers } from '../../electron/usecases/wizard/wizard.ts';
import type { OpenFiles } from '../../electron/usecases/wizard/open-files.ts';
import { openFiles } from '../../electron/usecases/wizard/open-files.ts';
import { createWizard } from '../../electron/usecases/wizard/wizard.ts';
import type { RunEvent } from '../../shared/ipc/contract.ts';
import { fontsDir } from '../electron/pdf/pdf-tools.ts';

/** What a person would choose in the system's dialogs; null closes them. */
export interface DialogAnswers {
  site: string | null;
  saveAs: string | null;
  folder: string | null;
  keyFile: string | null;
  certificate: string | null;
  report: string | null;
  earlierRequest: string | null;
  filledRequest: string | null;
  saveBackup: string | null;
  saveEndpoints: string | null;
  saveBundle: string | null;
  backup: string | null;
}

/** The wizard as the window meets it, on plain Node: real files, real SSH, and dialogs that answer by themselves. */
export interface WizardWorld {
  readonly call: WizardHandlers;
  readonly folder: string;
  readonly userFolder: string;
  readonly dialogs: DialogAnswers;
  readonly events: readonly RunEvent[];
  readonly revealed: readonly string[];
  readonly notified: readonly string[];
  /** Resolves with the first event that fits, also one that came before. */
  readonly event: <K extends RunEvent['kind']>(...kinds: K[]) => Promise<Extract<RunEvent, { kind: K }>>;
  /** What all windows of this program have open. */
  readonly files: OpenFiles;
  /** What the system opens the window with. */
  readonly given: string[];
  /** Windows that were brought to the front. */
  readonly shown: readonly number[];
  /** The wizard ends by itself, and another one goes on with what the window had open. */
  readonly crash: () => Promise<void>;
  /** What comes next is told from what came before. */
  readonly forgetEvents: () => void;
  /** The same user starts the program again. */
  readonly restart: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Long enough for a machine that runs everything else too: nothing here is asserted by time. */
const patienceMs = 45_000;

/** Another one beside it: a window of the same program, or the program of somebody else. */
export interface Beside {
  readonly world: WizardWorld;
  readonly as: 'window' | 'colleague';
}

/** @param at a folder that is there already, and stays */
export async function wizardWorld(beside?: Beside, at?: string): Promise<WizardWorld> {
  const folder = at ?? beside?.world.folder ?? (await mkdtemp(join(tmpdir(), 'gatecheck-wizard-')));
  const isWindow = beside?.as === 'window';
  const userFolder = isWindow
    ? beside.world.userFolder
    : join(folder, beside === undefined ? 'user' : 'colleague');
  let files = isWindow ? beside.world.files : openFiles();
  const shown: number[] = [];
  const given: string[] = [];
  const dialogs: DialogAnswers = {
    site: null,
    saveAs: null,
    folder: null,
    keyFile: null,
    certificate: null,
    report: null,
    earlierRequest: null,
    filledRequest: null,
    saveBackup: null,
    saveEndpoints: null,
    saveBundle: null,
    backup: null,
  };
  const events: RunEvent[] = [];
  const revealed: string[] = [];
  const notified: string[] = [];
  const listeners = new Set<() => void>();

  let held: HeldSite | null = null;
  const things = knownThings();
  const log = openLog(userFolder, 'wizard', sentenceRedactor(things));
  const begin = (): Wizard =>
    createWizard(
      {
        dialogs: {
          openSite: () => Promise.resolve(dialogs.site),
          saveSite: () => Promise.resolve(dialogs.saveAs),
          folder: () => Promise.resolve(dialogs.folder),
          keyFile: () => Promise.resolve(dialogs.keyFile),
          certificate: () => Promise.resolve(dialogs.certificate),
          report: () => Promise.resolve(dialogs.report),
          filledRequest: () => Promise.resolve(dialogs.filledRequest),
          saveEndpoints: () => Promise.resolve(dialogs.saveEndpoints),
          saveBundle: () => Promise.resolve(dialogs.saveBundle),
          saveBackup: () => Promise.resolve(dialogs.saveBackup),
          backup: () => Promise.resolve(dialogs.backup),
          earlierRequest: () => Promise.resolve(dialogs.earlierRequest),
        },
        window: isWindow ? 2 : 1,
        windows: {
          open: () => Promise.resolve(),
          given: () => Promise.resolve(given.splice(0, 1)[0] ?? null),
          show: (window) => {
            shown.push(window);
            return Promise.resolve();
          },
          zoom: (zoom) => Promise.resolve(zoom ?? 100),
          speak: () => Promise.resolve(),
        },
        holds: (site) => {
          held = site;
        },
        reveal: (path) => void revealed.push(path),
        push: (event) => {
          events.push(event);
          for (const listener of listeners) listener();
        },
        runBegins: () => () => undefined,
        notify: (title, body) => void notified.push(`${title}. ${body}`),
        // A laptop in none of the sources: nothing is sent from it.
        laptop: {
          addresses: () => [],
          side: (trust) => ({ engine: makeLaptopEngine({ trust, now: () => new Date() }), networks: [] }),
        },
        readFilled: (bytes) => Promise.resolve(readFilled(bytes)),
        renderRequest: (model, paper) => renderDocument(model, { paper, fontsDir }),
        renderReport: async (pdf) => (await renderReportPdf(pdf, { paper: 'a4', fontsDir })).bytes,
        userFolder,
        wizardLog: { log, things },
        keychain: noKeychain('this test has none'),
        verifierFile: 'dist/verifier.html',
        platform: process.platform,
        program: process.pid,
        agentSocket: null,
        now: () => new Date(),
        newId: randomUUID,
      },
      files,
    );
  let wizard = begin();

  return {
    get call() {
      return wizard.handlers;
    },
    get files() {
      return files;
    },
    shown,
    given,
    ...{ folder, userFolder, dialogs, events, revealed, notified },
    event: (...kinds) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = events.find((event): event is Extract<RunEvent, { kind: (typeof kinds)[number] }> =>
            kinds.some((kind) => kind === event.kind),
          );
          if (found === undefined) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(
            new Error(`No ${kinds.join(' or ')} came; what came: ${JSON.stringify(events).slice(0, 2000)}`),
          );
        }, patienceMs);
        listeners.add(look);
        look();
      }),
    crash: async () => {
      const before = held;
      // Nothing of it is closed; what it knew is lost.
      files = openFiles();
      wizard = begin();
      if (before !== null) await wizard.reopen(before);
    },
    forgetEvents: () => void (events.length = 0),
    restart: async () => {
      await wizard.close();
      events.length = 0;
      wizard = begin();
    },
    end: async () => {
      await wizard.close();
      await log.close();
      if (beside === undefined && at === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
