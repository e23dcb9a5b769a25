import { basename } from 'node:path';
import { catalogs } from '../../../shared/catalog/catalogs.ts';
import type { AppInfo, IpcArguments, IpcCall, IpcResults } from '../../../shared/ipc/contract.ts';
import { version } from '../../../shared/lib/version.ts';
import { drafts } from '../../store/drafts.ts';
import { lastSteps } from '../../store/last-steps.ts';
import { madeForSites } from '../../store/made-for-sites.ts';
import { hostKeyStore } from '../../store/host-keys.ts';
import { recentSiteId, recentSites } from '../../store/recent-sites.ts';
import { reportHistory } from '../../store/report-history.ts';
import { runJournals } from '../../store/run-journals.ts';
import { answerSession } from './answer-session.ts';
import { bundleSession } from './bundle-session.ts';
import { endpointSession } from './endpoint-session.ts';
import { handedOut } from './handed-out.ts';
import { givenFile } from './given-file.ts';
import { historySession } from './history-session.ts';
import { identitySession } from './identity-session.ts';
import { loggedCalls, runSecrets } from './log-calls.ts';
import { loggedRuns } from './log-runs.ts';
import { logSession } from './log-session.ts';
import { openFiles } from './open-files.ts';
import { openSites } from './open-sites.ts';
import type { HeldSite, WizardPorts } from './ports.ts';
import { proofSession } from './proof-session.ts';
import { reportSession } from './report-session.ts';
import { requestSession } from './request-session.ts';
import { runSession } from './run-session.ts';
import { siteSession } from './site-session.ts';
import { startScreen } from './start-screen.ts';
import { verifySession } from './verify-session.ts';
import { watchSession } from './watch-session.ts';

/** Writing that is under way: the program does not end in the middle of it. */
function pendingWrites(): {
  readonly add: <T>(write: Promise<T>) => Promise<T>;
  readonly settle: () => Promise<void>;
} {
  const pending = new Set<Promise<unknown>>();
  return {
    add: (write) => {
      const settled = write.then(
        () => undefined,
        () => undefined,
      );
      pending.add(settled);
      void settled.then(() => pending.delete(settled));
      return write;
    },
    settle: async () => {
      await Promise.all(pending);
    },
  };
}

/** One function for each call of the contract. Failures reject; the caller turns them into problems. */
export type WizardHandlers = {
  readonly [C in IpcCall]: (...args: IpcArguments<C>) => Promise<IpcResults[C]>;
};

export interface Wizard {
  readonly handlers: WizardHandlers;
  /** Opens what the window had open when the wizard before this one ended by itself. */
  readonly reopen: (held: HeldSite) => Promise<void>;
  /** Lets writing end, stops runs and closes practice nodes, before the program ends. */
  readonly close: () => Promise<void>;
}

function appInfo(ports: WizardPorts): AppInfo {
  const [catalog] = catalogs.values();
  if (catalog === undefined) throw new Error('No catalogue is built in.');
  return {
    version,
    catalog: { id: catalog.id, version: catalog.version, title: catalog.title },
    platform: ports.platform,
    agentAvailable: ports.agentSocket !== null,
  };
}

/**
 * The wizard of one window, without Electron: everything outside comes as ports.
 *
 * @param files what all windows of this program have open
 */
export function createWizard(world: WizardPorts, files = openFiles()): Wizard {
  const tell = loggedRuns(world.wizardLog, world.now);
  const secrets = runSecrets();
  const ports: WizardPorts = {
    ...world,
    push: (event) => {
      tell(event);
      if (['finished', 'failed', 'watch-ended'].includes(event.kind)) secrets.end(event.site);
      world.push(event);
    },
  };
  const sites = openSites(files);
  const draftStore = drafts(ports.userFolder);
  const recent = recentSites(ports.userFolder);
  const hostKeys = hostKeyStore(ports.userFolder);
  const keyFiles = handedOut(ports.newId);
  const written = handedOut(ports.newId);
  const writes = pendingWrites();
  const made = madeForSites(ports.userFolder);
  const start = startScreen(recent, draftStore, made);
  const journals = runJournals(ports.userFolder, ports.program);
  const session = siteSession(
    {
      ...{ sites, files, drafts: draftStore, recent, journals, made, written },
      steps: lastSteps(ports.userFolder),
    },
    ports,
  );
  const history = reportHistory(ports.userFolder);
  const run = runSession({ sites, keyFiles, hostKeys, journals, history }, ports);
  const request = requestSession({ sites, written, made }, ports);
  const identity = identitySession(ports);
  const report = reportSession({ sites, recent, written, identity, history, made }, ports);
  const answer = answerSession({ sites, written, save: session.save }, ports);

  const given = givenFile(ports.windows);
  const handlers: WizardHandlers = {
    'app.info': async () => Promise.resolve(appInfo(ports)),
    'recent.list': () => start.list(),
    'recent.forget': async (id) => {
      await start.forget(id);
      return null;
    },
    'recent.locate': async (id) => {
      const before = await start.find(id);
      const path = await ports.dialogs.openSite();
      if (path === null) return null;
      await start.moved(id, path);
      try {
        return await session.openFile(path);
      } catch (error) {
        if (before.kind === 'file') await start.moved(recentSiteId(path), before.path);
        throw error;
      }
    },
    'app.zoom': (zoom) => ports.windows.zoom(zoom),
    'app.speak': async (language) => {
      await ports.windows.speak(language);
      return null;
    },
    'app.newWindow': async () => {
      await ports.windows.open();
      return null;
    },
    'app.given': () => given.ask(),
    'site.create': () => session.create(),
    'site.openGiven': async () => {
      const path = given.take('site');
      return path === null ? null : session.openFile(path);
    },
    'site.open': async () => {
      const path = await ports.dialogs.openSite();
      return path === null ? null : session.openFile(path);
    },
    'site.openRecent': async (id) => {
      const target = await start.find(id);
      return target.kind === 'file' ? session.openFile(target.path) : session.openDraft(target.draftId);
    },
    'site.openPractice': (scenario) => session.openPractice(scenario),
    'site.save': (id, draft) => writes.add(session.save(id, draft)),
    'site.saveAs': (id, draft) => session.saveAs(id, draft),
    'site.close': async (id) => {
      await sites.close(id);
      ports.holds(null);
      return null;
    },
    'site.step': async (id, step) => {
      await writes.add(session.step(id, step));
      return null;
    },
    'site.takeTheirs': (id) => writes.add(session.takeTheirs(id)),
    'site.showOther': (id) => session.showOther(id),
    'request.preview': (...args) => request.preview(...args),
    'request.text': (...args) => request.text(...args),
    'request.against': (...args) => request.against(...args),
    'request.save': (...args) => writes.add(request.save(...args)),
    'answer.read': (id) => answer.read(id),
    'answer.apply': (id, read) => writes.add(answer.apply(id, read)),
    'keyFile.choose': async () => {
      const path = await ports.dialogs.keyFile();
      return path === null ? null : { id: keyFiles.give(path), name: basename(path) };
    },
    'run.start': (id, wanted) => run.start(id, wanted),
    ...watchSession({ sites, run, written, identity, journals, history, made }, ports),
    'run.answerHostKey': async (id, { question, accept }) => {
      run.answerHostKey(id, question, accept);
      return Promise.resolve(null);
    },
    'run.cancel': async (id) => {
      run.cancel(id);
      return Promise.resolve(null);
    },
    'run.keptSignIn': async (id) => Promise.resolve({ hosts: run.keptHosts(id) }),
    'run.forgetSignIn': async (id) => {
      run.forgetSignIn(id);
      return Promise.resolve(null);
    },
    ...endpointSession({ sites, written }, ports).calls,
    ...identity.calls,
    'report.draft': async (id) => Promise.resolve(report.draft(id)),
    'report.sign': (id, choice) => writes.add(report.sign(id, choice)),
    ...proofSession({ sites, written, identity, history }, ports),
    ...historySession({ sites, history, written }, ports),
    ...verifySession(ports, given),
    ...logSession(ports),
    ...bundleSession({ written }, ports),
    'file.reveal': async (id) => {
      ports.reveal(written.find(id));
      return Promise.resolve(null);
    },
  };
  return {
    handlers: loggedCalls(handlers, ports, secrets),
    reopen: (held) => session.reopen(held),
    close: async () => {
      await writes.settle();
      await sites.closeAll();
    },
  };
}
