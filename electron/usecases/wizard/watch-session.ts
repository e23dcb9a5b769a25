import { dirname } from 'node:path';
import type { IpcArguments, IpcResults, RunEvent } from '../../../shared/ipc/contract.ts';
import type { WatchNews } from '../../../shared/ipc/watch-calls.ts';
import type { RuleSet } from '../../../shared/rules/types.ts';
import { utcMillis } from '../../../shared/lib/utc.ts';
import type { Signer } from '../../signing/index.ts';
import type { MadeForSites } from '../../store/made-for-sites.ts';
import type { ReportHistory } from '../../store/report-history.ts';
import type { RunJournals } from '../../store/run-journals.ts';
import { problemOf } from '../problem.ts';
import { utcSeconds } from '../run/utc.ts';
import type { WatchEvent } from '../watch/types.ts';
import { watchSite } from '../watch/watch-site.ts';
import { writtenFiles, type HandedOut } from './handed-out.ts';
import type { IdentitySession } from './identity-session.ts';
import { keepSigned } from './made-before.ts';
import type { OpenedSite, OpenSites } from './open-sites.ts';
import { nameOf } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';
import type { PreparedRun, RunSession } from './run-session.ts';
import { runIn } from './signed-run.ts';

type Calls = 'watch.start' | 'watch.notify';

/** Watches open sites: a run that goes on until everything is open, and ends with its signed report. */
export type WatchSession = { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };

export interface WatchParts {
  readonly sites: OpenSites;
  readonly run: RunSession;
  readonly written: HandedOut;
  readonly identity: IdentitySession;
  readonly journals: RunJournals;
  readonly history: ReportHistory;
  readonly made: MadeForSites;
}

/** What works is looked at again every so many rounds, so that what breaks meanwhile is seen. */
const greenEvery = 10;

function nameOfRule(id: string, ruleSet: RuleSet): { readonly title: string; readonly service: string } {
  const group = ruleSet.groups.find((one) => one.id === id);
  const rule = ruleSet.rules.find((one) => one.id === id || one.entry === group?.entry);
  const service = group === undefined ? (rule?.service ?? '') : 'any of its services';
  return { title: rule?.title ?? id, service };
}

/** What a watch tells, as the window is told. Its end is told when the report is written. */
function newsOf(event: WatchEvent, site: string, ruleSet: RuleSet): WatchNews | null {
  const { at } = event;
  switch (event.kind) {
    case 'round-began':
      return { kind: 'watch-round', site, at, round: event.round, checks: event.checks };
    case 'waiting': {
      const nextAt = utcSeconds(new Date((utcMillis(at) ?? 0) + event.seconds * 1000));
      return { kind: 'watch-waiting', site, at, nextAt, open: event.open, red: event.red };
    }
    case 'opened': {
      const { rule, firstPassed, lastNotPassed } = event.opening;
      const times = { at: firstPassed, since: lastNotPassed };
      return { kind: 'watch-change', site, what: 'opened', rule, ...nameOfRule(rule, ruleSet), ...times };
    }
    case 'closed': {
      const { rule, closed } = event.opening;
      const times = { at: closed?.firstNotPassed ?? at, since: closed?.lastPassed ?? null };
      return { kind: 'watch-change', site, what: 'closed', rule, ...nameOfRule(rule, ruleSet), ...times };
    }
    case 'lost':
      return { kind: 'watch-lost', site, at, node: event.node, says: event.says };
    case 'resumed':
      return { kind: 'watch-lost', site, at, node: event.node, says: null };
    case 'ended':
      return null;
  }
}

export function watchSession(
  { sites, run, written, identity, journals, history, made }: WatchParts,
  ports: WizardPorts,
): WatchSession {
  /** Sites that tell by notifications. */
  const telling = new Set<string>();

  const pushTo = (opened: OpenedSite) => (event: RunEvent) => {
    try {
      if (sites.get(opened.id) === opened) ports.push(event);
    } catch {
      // The site was closed: its window part is gone.
    }
  };

  const tell = (site: string, news: WatchNews): void => {
    if (!telling.has(site) || news.kind !== 'watch-change') return;
    ports.notify(`${news.title} ${news.service} ${news.what}`, `${news.at}, ${news.rule}`);
  };

  const carryOut = async (
    prepared: PreparedRun,
    settings: IpcArguments<'watch.start'>[1],
    signing: { readonly signer: Signer; readonly folder: string },
  ): Promise<void> => {
    const { opened, site, planned, names, laptop, controller, earlier } = prepared;
    const { catalog, ruleSet } = planned;
    const push = pushTo(opened);
    const ms = settings.minutes * 60_000;
    const now = ports.now();
    const { everySeconds } = settings;
    const endsAt = utcSeconds(new Date(now.getTime() + ms));
    push({ kind: 'watch-began', site: opened.id, at: utcSeconds(now), endsAt, everySeconds });
    let why: Extract<WatchEvent, { kind: 'ended' }>['why'] = 'stopped';
    try {
      const signed = await watchSite(
        {
          ...{ site, planned, nodes: names, laptop, everySeconds, greenEvery, ...signing },
          siteName: nameOf(opened, site),
          renderPdf: ports.renderReport,
          // Practice is kept nowhere.
          journals: opened.practice === null ? journals : null,
          history,
          until: { kind: 'for', ms },
          ...(earlier === null ? {} : { earlier }),
        },
        prepared.ports,
        {
          onProgress: (progress) => push({ ...progress, site: opened.id }),
          onEvent: (event) => {
            if (event.kind === 'ended') why = event.why;
            const news = newsOf(event, opened.id, ruleSet);
            if (news === null) return;
            push(news);
            tell(opened.id, news);
          },
        },
        controller.signal,
      );
      const { report, saved } = signed;
      if (report.nodes.every(({ name, failure }) => !names.includes(name) || failure === null))
        prepared.signedIn();
      await opened.latest?.forget().catch(() => undefined);
      opened.latest = {
        ...{ site, catalog, ruleSet, run: runIn(report), carriedFrom: report.carriedFrom },
        ...(report.watch === undefined ? {} : { watch: report.watch }),
        forget: () => Promise.resolve(),
      };
      opened.signedReport = saved.files.find((file) => file.endsWith('.json')) ?? null;
      await keepSigned(made, opened, report, saved.files);
      opened.underWay = null;
      const files = writtenFiles(saved.files, signing.folder, written, []);
      const { cancelled, readiness } = report;
      push({ kind: 'finished', site: opened.id, cancelled, readiness });
      push({ kind: 'watch-ended', site: opened.id, at: report.createdAt, why, written: files });
      if (telling.has(opened.id)) ports.notify('The watch is over', `${report.createdAt}: ${readiness}`);
    } catch (error) {
      opened.underWay = null;
      push({ kind: 'failed', site: opened.id, problem: problemOf(error) });
    } finally {
      telling.delete(opened.id);
    }
  };

  return {
    'watch.start': async (id, settings) => {
      const prepared = await run.prepare(id, settings);
      const { opened } = prepared;
      // Opened before anything is sent: a watch of hours must not fail at its last step.
      const signer = opened.practice?.signer ?? (await identity.open(settings.passphrase));
      const folder =
        opened.path === null
          ? await ports.dialogs.folder('Folder for the report', null)
          : dirname(opened.path);
      if (folder === null) return null;
      if (settings.notify) telling.add(id);
      run.begin(prepared, () => carryOut(prepared, settings, { signer, folder }));
      return { total: run.totalOf(prepared) };
    },
    'watch.notify': (id, on) => {
      if (on) telling.add(id);
      else telling.delete(id);
      return Promise.resolve(null);
    },
  };
}
