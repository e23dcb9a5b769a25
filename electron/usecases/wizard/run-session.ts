import type { IpcArguments, Problem, RunEvent } from '../../../shared/ipc/contract.ts';
import type { EarlierReport } from '../../../shared/report/earlier-checks.ts';
import type { CheckRecord, NodeRecord } from '../../../shared/results/types.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { parseSite } from '../../../shared/site/parse-site.ts';
import type { Site, SiteNode } from '../../../shared/site/schema.ts';
import { loadTrustStore } from '../../engines/tls-trust.ts';
import type { TrustStore } from '../../engines/tls-trust.ts';
import type { HostKeyStore } from '../../store/host-keys.ts';
import type { ReportHistory } from '../../store/report-history.ts';
import type { RunJournal, RunJournals } from '../../store/run-journals.ts';
import type { PlannedSite } from '../plan-site.ts';
import { boundPlan, mostChecks, mostChecksInAll, planSite } from '../plan-site.ts';
import { problemOf, UseCaseError } from '../problem.ts';
import { keepRun } from '../keep-history.ts';
import type { RunPorts } from '../run/ports.ts';
import { practicePorts } from '../run/practice-ports.ts';
import { runChecks } from '../run/run-checks.ts';
import { utcSeconds } from '../run/utc.ts';
import type { HandedOut } from './handed-out.ts';
import type { HostKeyQuestions } from './host-key-questions.ts';
import { hostKeyQuestions } from './host-key-questions.ts';
import { beginJournal } from './kept-run.ts';
import type { AgainRun } from './again-run.ts';
import { againRun, differs, takeDown, withSeenAgain } from './again-run.ts';
import type { FilledIn } from './kept-sign-ins.ts';
import { keptSignIns } from './kept-sign-ins.ts';
import { judgeLatest } from './latest-run.ts';
import type { OpenedSite, OpenSites } from './open-sites.ts';
import { nameOf, validSite } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';
import { realRunPorts } from './real-run.ts';
import { failureOf, rememberingFailures } from './run-failures.ts';
import { mergedRun, reportsToRepeat, whatToRepeat } from './repeat-run.ts';
import { credentialsOf } from './sign-in.ts';

export type StartRun = IpcArguments<'run.start'>[1];

/** Runs the checks of open sites, one run for each site at a time. */
export interface RunSession {
  /** Resolves when the run is on its way; the rest comes as events. Everything wrong with the input rejects. */
  readonly start: (id: string, wanted: StartRun) => Promise<{ readonly total: number }>;
  /** Everything but the beginning. Nothing is sent. */
  readonly prepare: (id: string, wanted: StartRun) => Promise<PreparedRun>;
  /** Carries a prepared run out, as the site's only one. */
  readonly begin: (prepared: PreparedRun, work: () => Promise<void>) => void;
  /** How many checks it makes at first. */
  readonly totalOf: (prepared: PreparedRun) => number;
  readonly answerHostKey: (id: string, question: string, accept: boolean) => void;
  readonly cancel: (id: string) => void;
  /** The hosts whose sign-in is kept until the site is closed. */
  readonly keptHosts: (id: string) => readonly string[];
  readonly forgetSignIn: (id: string) => void;
}

export interface RunParts {
  readonly sites: OpenSites;
  readonly keyFiles: HandedOut;
  readonly hostKeys: HostKeyStore;
  readonly journals: RunJournals;
  readonly history: ReportHistory;
}

function chosenNodes(site: Site, names: readonly string[]): readonly SiteNode[] {
  const unknown = names.find((name) => !site.nodes.some((node) => node.name === name));
  if (unknown !== undefined)
    throw new UseCaseError('bad-input', `The site has no node "${unknown}".`, 'Choose among its nodes.');
  return site.nodes.filter(({ name }) => names.length === 0 || names.includes(name));
}

function boundForWindow(planned: PlannedSite, allowLarge: boolean): void {
  try {
    boundPlan(planned, allowLarge);
  } catch (error) {
    if (!(error instanceof UseCaseError)) throw error;
    throw new UseCaseError(
      error.kind,
      error.message,
      `Look at the endpoints first. If it is meant, allow more than ${mostChecks} checks for one node, or ${mostChecksInAll} in all.`,
    );
  }
}

function trustOf(site: Site): TrustStore {
  const trust = loadTrustStore(site.checks.trustedCas);
  if (trust.ok) return trust.value;
  throw new UseCaseError('bad-input', 'A trusted CA of the site cannot be read.', 'Correct it:', trust.error);
}

/** A run that may begin: everything wrong with the input was told before. */
export interface PreparedRun {
  readonly opened: OpenedSite;
  readonly site: Site;
  readonly planned: PlannedSite;
  readonly names: readonly string[];
  readonly ports: RunPorts;
  readonly laptop: readonly string[];
  readonly controller: AbortController;
  readonly questions: HostKeyQuestions;
  /** Reports of which this run repeats what does not pass; null: everything is checked. */
  readonly earlier: readonly EarlierReport[] | null;
  /** Checks of the latest run that are made again; null: it is a run of its own. */
  readonly again: AgainRun | null;
  /** It was signed in to every node: keeps what the person let us keep. */
  readonly signedIn: () => void;
}

/** Takes down what is seen, and tells of a node as soon as it showed what it is: a person reads that while the checks run. */
function tellingNodes(
  ports: RunPorts,
  journal: RunJournal | null,
  tell: (node: NodeRecord) => void,
): RunPorts {
  return {
    ...ports,
    journal: {
      observed: (check, at) => journal?.observed(check, at),
      node: (node, at) => {
        journal?.node(node, at);
        tell(node);
      },
      ended: (end, at) => journal?.ended(end, at),
    },
  };
}

export function runSession(
  { sites, keyFiles, hostKeys, journals, history }: RunParts,
  ports: WizardPorts,
): RunSession {
  const kept = keptSignIns();

  const portsFor = (
    opened: OpenedSite,
    site: Site,
    nodes: readonly SiteNode[],
    { questions, filled }: { readonly questions: HostKeyQuestions; readonly filled: FilledIn },
  ): Promise<RunPorts> => {
    const trust = trustOf(site);
    if (opened.practice !== null) return Promise.resolve(practicePorts(opened.practice.node, site));
    const credentialsFor = credentialsOf(nodes, filled.hosts, keyFiles, ports.agentSocket);
    const { pinsAreOwn } = opened;
    const { shown } = filled;
    return realRunPorts({ nodes, credentialsFor, trust, questions, pinsAreOwn, hostKeys, shown }, ports);
  };

  const carryOut = async (prepared: PreparedRun): Promise<void> => {
    const { opened, site, planned, names, ports: world, controller, earlier, again } = prepared;
    const push = (event: RunEvent): void => {
      // The site was closed: its window part is gone.
      if (isOpen(opened)) ports.push(event);
    };
    const { catalog, ruleSet } = planned;
    const only =
      again === null ? whatToRepeat(site, planned, earlier, utcSeconds(ports.now())) : { only: again.only };
    const problems = new Map<string, Problem>();
    // Some checks alone are no run: until they are put to the others, those are what is kept.
    const journal = again === null ? await beginJournal(journals, opened, site, ports) : null;
    const told = new Map<string, CheckRecord>();
    const whole = new Set<string>();
    try {
      const run = await runChecks(
        { site, ...planned, nodes: names, ...only },
        tellingNodes(rememberingFailures(world, problems), journal, (node) =>
          push({ kind: 'node', site: opened.id, node }),
        ),
        (progress) => {
          if (progress.kind === 'observed') {
            told.set(progress.record.id, progress.record);
            // What comes after a stop was left half-way.
            if (!controller.signal.aborted) whole.add(progress.record.id);
          }
          push({ ...progress, site: opened.id });
        },
        controller.signal,
      );
      opened.underWay = null;
      const failure = failureOf(run, names, problems);
      if (failure !== null) {
        // Who could sign in, to whatever it was, need not type it again once the address is put right.
        if (names.every((name) => !problems.has(name))) prepared.signedIn();
        await journal?.close();
        push({ kind: 'failed', site: opened.id, problem: failure });
        return;
      }
      if (run.nodes.every(({ name, failure: why }) => !names.includes(name) || why === null))
        prepared.signedIn();
      journal?.end();
      const merged =
        again === null
          ? mergedRun(site, planned, run, earlier, utcSeconds(ports.now()))
          : withSeenAgain(again, run, whole);
      const forget =
        again === null
          ? async () => journal?.close()
          : await takeDown(journals, opened, { site, run: merged.run }, ports);
      await opened.latest?.forget().catch(() => undefined);
      const outcome = run.cancelled ? 'cancelled' : 'finished';
      // Runs are kept whether or not anybody signs them; where the disk takes none, the report still can be written.
      const toKeep = again === null ? run : merged.run;
      await keepRun(history, site, { id: ports.newId(), siteName: nameOf(opened, site), outcome }, toKeep);
      opened.latest = { site, catalog, ruleSet, ...merged, forget };
      const { judgement } = judgeLatest(opened, opened.latest, ports.now());
      // What was told while the run went on was judged with what was known then.
      const records = judgement.checks.filter(
        (record) => (again === null || again.only.has(record.id)) && differs(told.get(record.id), record),
      );
      push({ kind: 'judged', site: opened.id, records });
      const { readiness } = judgement.readiness;
      push({ kind: 'finished', site: opened.id, cancelled: run.cancelled, readiness });
    } catch (error) {
      // What was seen until then stands in the journal, and is offered when the site is opened again.
      journal?.end();
      opened.underWay = null;
      push({ kind: 'failed', site: opened.id, problem: problemOf(error) });
    }
  };

  const isOpen = (opened: OpenedSite): boolean => {
    try {
      return sites.get(opened.id) === opened;
    } catch {
      return false;
    }
  };

  const refuseSecondRun = ({ underWay }: OpenedSite): void => {
    if (underWay !== null)
      throw new UseCaseError('bad-input', 'The checks run already.', 'Wait for them, or cancel them.');
  };

  const prepare = async (id: string, wanted: StartRun): Promise<PreparedRun> => {
    const opened = sites.get(id);
    refuseSecondRun(opened);
    const site = validSite(opened, 'The site is not complete, so nothing was sent.');
    const laptop = opened.practice?.node.laptopAddresses ?? ports.laptop.addresses();
    const planned = planSite(site, laptop);
    boundForWindow(planned, wanted.allowLarge);
    const again = wanted.only === undefined ? null : againRun(opened, planned, wanted.only);
    const nodes = chosenNodes(site, again?.names ?? wanted.nodes);
    const earlier =
      again === null && wanted.onlyNotPassing === true ? await reportsToRepeat(opened, site, ports) : null;
    const controller = new AbortController();
    const { signal } = controller;
    const { push, newId } = ports;
    const { acceptedKeys: accepted } = opened;
    const questions = hostKeyQuestions({ site: id, push, newId, signal, accepted });
    const practice = opened.practice !== null;
    const nothing: FilledIn = { hosts: [], shown: new Map() };
    const filled = practice ? nothing : kept.fillIn(opened, nodes, wanted.hosts);
    const world = await portsFor(opened, site, nodes, { questions, filled });
    const names = nodes.map(({ name }) => name);
    const signedIn = (): void => {
      if (wanted.keepSignIn === true) kept.keep(opened, nodes, filled.hosts, filled.shown);
    };
    return {
      opened,
      site,
      planned,
      names,
      laptop,
      ports: world,
      controller,
      questions,
      earlier,
      again,
      signedIn,
    };
  };

  const begin = ({ opened, controller, questions }: PreparedRun, work: () => Promise<void>): void => {
    // Another call may have come in while this one read what it needs.
    refuseSecondRun(sites.get(opened.id));
    // Set before the run begins: it takes itself off when it ends.
    let began = (): void => undefined;
    const start = new Promise<void>((resolve) => (began = resolve));
    const over = ports.runBegins();
    opened.underWay = { controller, questions, ended: start.then(work).finally(over) };
    began();
  };

  const totalOf = ({ site, planned, earlier, again }: PreparedRun): number =>
    again?.only.size ??
    whatToRepeat(site, planned, earlier, utcSeconds(ports.now())).only?.size ??
    planned.plan.checks.length;

  return {
    start: async (id, wanted) => {
      const prepared = await prepare(id, wanted);
      begin(prepared, () => carryOut(prepared));
      return { total: totalOf(prepared) };
    },
    prepare,
    begin,
    totalOf,
    answerHostKey: (id, question, accept) => {
      const { underWay } = sites.get(id);
      if (underWay === null)
        throw new UseCaseError('bad-input', 'The run is over.', 'Start the checks again.');
      underWay.questions.answer(question, accept);
    },
    cancel: (id) => sites.get(id).underWay?.controller.abort(),
    keptHosts: (id) => {
      const opened = sites.get(id);
      const parsed = parseSite(opened.draft, findCatalog);
      return parsed.ok ? kept.hostsOf(opened, parsed.value.nodes) : [];
    },
    forgetSignIn: (id) => kept.forget(sites.get(id)),
  };
}
