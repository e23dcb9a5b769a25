import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '../../../shared/ipc/contract.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { wizardWorld } from '../../helpers/wizard-world.ts';

/** What the test asks of a desk: a process with the wizard that the window talks to, and nothing else. */
export type Asked =
  | {
      readonly id: number;
      readonly kind: 'run';
      readonly site: SiteFile;
      readonly declined: boolean;
      readonly passwords: Readonly<Record<string, string>>;
    }
  | { readonly id: number; readonly kind: 'practice' | 'tidy' };

export interface Told {
  readonly id: number;
  readonly kind: 'told';
  /** How the run ended: `stopped` with a problem, or `finished`. */
  readonly ended: 'stopped' | 'finished';
  /** All that the person is told: problem, cure, findings, failures of nodes, phases. */
  readonly says: string;
  /** Observation and verdict of every check, by id. */
  readonly checks: Readonly<Record<string, string>>;
  /** Everything that came to the window, as text. */
  readonly shown: string;
  readonly readiness: string | null;
  /** A fault of this process that nobody caught. */
  readonly faults: readonly string[];
}

/** For a machine that does much else beside: nothing is asserted by time. */
const patienceMs = 600_000;
const faults: string[] = [];
process.on('uncaughtException', (error) => faults.push(`uncaught: ${error.stack ?? error.message}`));
process.on('unhandledRejection', (reason) => faults.push(`unhandled: ${String(reason)}`));
process.on('disconnect', () => process.exit(0));

const world = await wizardWorld();
// As at a desk: the person answers one question after the other, and every window has its own events.
let opened = 0;

async function eventOf<K extends RunEvent['kind']>(
  site: string,
  answered: ReadonlySet<string>,
  kinds: readonly K[],
): Promise<Extract<RunEvent, { kind: K }>> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const found = world.events.find(
      (event): event is Extract<RunEvent, { kind: K }> =>
        'site' in event &&
        event.site === site &&
        kinds.some((kind) => kind === event.kind) &&
        !(event.kind === 'host-key' && answered.has(event.question)),
    );
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`The run of ${site} did not end in ${patienceMs} ms.`);
    await sleep(50);
  }
}

async function tell(id: number, site: string, declined: boolean): Promise<Told> {
  const answered = new Set<string>();
  for (;;) {
    const event = await eventOf(site, answered, ['host-key', 'finished', 'failed']);
    if (event.kind === 'host-key') {
      answered.add(event.question);
      // The peer may have broken off while the person was still comparing: how the run ended comes next.
      await world.call['run.answerHostKey'](site, { question: event.question, accept: !declined }).catch(
        (error: unknown) => {
          if (!(error instanceof Error && error.message.startsWith('The run is over'))) throw error;
        },
      );
      continue;
    }
    const mine = world.events.filter((one) => 'site' in one && one.site === site);
    const problem = event.kind === 'failed' ? event.problem : null;
    const nodes = mine.flatMap((one) => (one.kind === 'node' ? [one.node.failure ?? ''] : []));
    const findings = problem?.findings.map(({ message }) => message) ?? [];
    const draft = event.kind === 'finished' ? await world.call['report.draft'](site) : null;
    const checks = Object.fromEntries(
      (draft?.checks ?? []).map((check) => [check.id, `${check.observation}: ${check.verdict}`]),
    );
    const told: Told = {
      id,
      kind: 'told',
      ended: event.kind === 'failed' ? 'stopped' : 'finished',
      says: [problem?.message ?? '', problem?.cure ?? '', ...findings, ...nodes].join(' ').trim(),
      checks,
      shown: mine.flatMap(textsIn).join('\n'),
      readiness: event.kind === 'finished' ? event.readiness : null,
      faults: faults.splice(0),
    };
    await world.call['site.close'](site);
    return told;
  }
}

/** Every text in a value: what a window could show of it. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A site file as it comes by mail: somebody else made it. */
async function openMailed(site: SiteFile): Promise<string> {
  opened += 1;
  const path = join(world.folder, `mailed-${opened}.site.json`);
  await writeFile(path, JSON.stringify(site));
  world.dialogs.site = path;
  const found = await world.call['site.open']();
  if (found === null) throw new Error('The site was not opened.');
  return found.id;
}

let turn: Promise<unknown> = Promise.resolve();

async function run(asked: Extract<Asked, { kind: 'run' }>): Promise<Told> {
  // The dialog is one for all.
  const opening = turn.then(() => openMailed(asked.site));
  turn = opening.catch(() => undefined);
  const site = await opening;
  await world.call['run.start'](site, {
    nodes: [],
    hosts: Object.entries(asked.passwords).map(([host, password]) => ({
      host,
      credentials: [{ kind: 'password', password }],
    })),
    allowLarge: false,
  });
  return tell(asked.id, site, asked.declined);
}

/** An honest run to its end: practice, signed and verified. */
async function practise(id: number): Promise<Told> {
  const { id: site } = await world.call['site.openPractice']('blocked');
  world.dialogs.folder = world.folder;
  await world.call['run.start'](site, { nodes: [], hosts: [], allowLarge: false });
  await eventOf(site, new Set(), ['finished', 'failed']);
  await world.call['report.sign'](site, { passphrase: null });
  world.dialogs.report = join(world.folder, 'practice-blocked.readiness.json');
  const verified = await world.call['verify.choose']();
  const told = await tell(id, site, false);
  const intact = JSON.stringify(verified?.results ?? []).includes('"intact"');
  return { ...told, says: intact ? 'intact' : JSON.stringify(verified).slice(0, 500) };
}

async function answer(asked: Asked): Promise<Told> {
  if (asked.kind === 'run') return run(asked);
  if (asked.kind === 'practice') return practise(asked.id);
  globalThis.gc?.();
  const nothing = { says: '', checks: {}, shown: '', readiness: null, faults: [] };
  return { id: asked.id, kind: 'told', ended: 'finished', ...nothing };
}

process.on('message', (asked: Asked) => {
  answer(asked).then(
    (told) => process.send?.(told),
    (error: unknown) =>
      process.send?.({
        ...{ id: asked.id, kind: 'told', ended: 'stopped', checks: {}, shown: '', readiness: null },
        says: `DESK: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
        faults: faults.splice(0),
      } satisfies Told),
  );
});
process.send?.({ kind: 'ready' });
