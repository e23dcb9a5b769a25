import type { IpcCall } from '../../../shared/ipc/contract.ts';
import { safeFault, thrownFault } from '../../log/safe-fault.ts';
import { UseCaseError } from '../problem.ts';
import type { WizardPorts } from './ports.ts';
import type { WizardLog } from './wizard-log.ts';

/** Calls that come by themselves, or with every keystroke: only their failures say something. */
const quiet: ReadonlySet<IpcCall> = new Set([
  ...(['app.info', 'app.zoom', 'app.speak', 'recent.list', 'site.save', 'site.step'] as const),
  ...(['request.preview', 'request.text', 'run.keptSignIn', 'identity.show', 'report.draft'] as const),
  ...(['report.latest', 'log.read', 'log.fault', 'log.folder'] as const),
]);

const secretKey = /^(?:password|.*passphrase)$/i;
const deepest = 6;

/** Passwords and passphrases in the arguments of a call. */
function secretsIn(value: unknown, depth = 0): string[] {
  if (typeof value !== 'object' || value === null || depth > deepest) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    typeof item === 'string' ? (secretKey.test(key) ? [item] : []) : secretsIn(item, depth + 1),
  );
}

interface SiteInAnswer {
  readonly id?: unknown;
  readonly site?: unknown;
  readonly practice?: unknown;
  readonly fileName?: unknown;
  readonly recoveredFrom?: unknown;
}

function countIn(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

function siteOpened({ log, things }: WizardLog, opened: SiteInAnswer): void {
  const { site } = opened;
  if (typeof site !== 'object' || site === null || typeof opened.id !== 'string') return;
  const { catalog, deployment, nodes, endpoints, features, customRules } = site as Readonly<
    Record<string, unknown>
  >;
  const lists = typeof endpoints === 'object' && endpoints !== null ? Object.values(endpoints) : [];
  // The log writes its number; here it only learns that it is a site.
  things.thing(opened.id, 'site');
  log.say({
    event: 'site-opened',
    site: opened.id,
    practice: opened.practice !== null,
    catalog: typeof catalog === 'string' ? catalog : null,
    deployment: deployment === 'one-arm' || deployment === 'inline' ? deployment : 'other',
    nodes: countIn(nodes),
    endpoints: lists.reduce((sum: number, list) => sum + countIn(list), 0),
    features:
      typeof features === 'object' && features !== null
        ? Object.values(features).filter((on) => on === true).length
        : 0,
    ownRules: countIn(customRules),
    hasFile: opened.fileName !== null,
    recovered: opened.recoveredFrom !== null,
  });
}

/** What of a call and its answer is the customer's or a person's: from now on nothing of it gets into the log. */
function learnFrom(known: WizardLog, call: IpcCall, args: readonly unknown[], answer: unknown): void {
  const { things } = known;
  if (call === 'site.save' || call === 'site.saveAs') things.learn(args[1]);
  if (call === 'identity.create') things.learn({ technician: args[0] });
  if (typeof answer !== 'object' || answer === null) return;
  if (call === 'identity.show') things.learn({ technician: answer });
  if (call === 'recent.list' && Array.isArray(answer))
    for (const { customer, site, folder, fileName } of answer as readonly Readonly<Record<string, unknown>>[])
      things.learn({ customer: { name: customer, site }, files: { folder, fileName } });
  if ('site' in answer) {
    things.learn(answer.site);
    if ('recoveredFrom' in answer) siteOpened(known, answer);
  }
}

/** Secrets of runs under way, by their site. */
export interface RunSecrets {
  readonly keep: (site: string, letGo: () => void) => void;
  readonly end: (site: string) => void;
}

export function runSecrets(): RunSecrets {
  const held = new Map<string, () => void>();
  return {
    keep: (site, letGo) => {
      held.get(site)?.();
      held.set(site, letGo);
    },
    end: (site) => {
      held.get(site)?.();
      held.delete(site);
    },
  };
}

/**
 * Takes down each call and what came of it: which, how long it took, and the class, code and sentence of what stood in the way.
 * Never what was asked with or answered. A secret is known to the log while its call is under way, so that it cannot get in.
 */
export function loggedCalls<H extends object>(
  handlers: H,
  { wizardLog, window, now }: Pick<WizardPorts, 'wizardLog' | 'window' | 'now'>,
  secrets: RunSecrets,
): H {
  const { log, things } = wizardLog;
  const logged =
    (call: IpcCall, handler: (...args: readonly unknown[]) => Promise<unknown>) =>
    async (...args: readonly unknown[]): Promise<unknown> => {
      const began = now().getTime();
      const letGo = things.hold(secretsIn(args));
      let runsOn = false;
      const ms = (): number => Math.max(0, now().getTime() - began);
      try {
        const answer = await handler(...args);
        learnFrom(wizardLog, call, args, answer);
        const outcome = answer === null ? 'nothing' : 'done';
        if ((call === 'run.start' || call === 'watch.start') && answer !== null) {
          secrets.keep(String(args[0]), letGo);
          runsOn = true;
        }
        if (!quiet.has(call)) log.say({ event: 'call', window, call, outcome, ms: ms() });
        return answer;
      } catch (error) {
        if (call === 'site.save' || call === 'site.saveAs') things.learn(args[1]);
        const fault = safeFault(thrownFault(error));
        const cure = error instanceof Error && 'cure' in error ? String(error.cure) : null;
        const findings = error instanceof UseCaseError ? error.findings.length : 0;
        // An expected failure is told by its sentence; where an unexpected one came about is what helps.
        const frames = cure === null ? fault.frames : null;
        log.say({ event: 'call-failed', window, call, ...fault, frames, cure, findings, ms: ms() });
        throw error;
      } finally {
        if (!runsOn) letGo();
      }
    };
  return Object.fromEntries(
    Object.entries(handlers).map(([call, handler]) => [
      call,
      logged(call as IpcCall, handler as (...args: readonly unknown[]) => Promise<unknown>),
    ]),
    // Each has the arguments and the answer of the one that it stands for.
  ) as unknown as H;
}
