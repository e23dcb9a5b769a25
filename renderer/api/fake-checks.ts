import type { IpcArguments, IpcResults, OpenSite, Problem, RunEvent } from '../../shared/ipc/contract.ts';
import type { CheckRecord, ObservedCheck } from '../../shared/results/types.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import type { FakeRun } from './fake-run.ts';
import { fakeDraft, fakeRun } from './fake-run.ts';
import { fakeFingerprint } from './fake-verify.ts';
import { ProblemError } from './problem.ts';

/** What the fake knows of the open site and its run. */
export interface FakeChecks {
  open: OpenSite | null;
  draft: SiteFile | null;
  run: FakeRun | null;
  observed: ObservedCheck[];
  cancelled: boolean;
  answer: ((accept: boolean) => void) | null;
  kept: string[];
}

type Calls = 'run.start' | 'run.answerHostKey' | 'run.cancel' | 'run.keptSignIn' | 'run.forgetSignIn';
type Handlers = { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const declined: Problem = {
  message: 'You did not accept the host key. Nothing was sent.',
  cure: 'Ask the customer for the fingerprint, then start again.',
  findings: [],
};

const refused: Problem = {
  message: 'szz-1 refused the password for “admin”.',
  cure: 'Check the user name, or choose a key file.',
  findings: [],
};

const manyChecks = 3000;

/** The records of a run over and over, each towards another address. */
function manyRecords(records: readonly CheckRecord[]): CheckRecord[] {
  return Array.from({ length: manyChecks }, (_, index): CheckRecord => {
    const record = records[index % records.length];
    if (record === undefined) throw new Error('The fake has no checks.');
    const address = `10.${100 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
    const id = record.id.replace(/~.*$/s, `~${address}:${record.target.port ?? ''}`);
    return { ...record, id, target: { ...record.target, address, resolved: null } };
  });
}

/** The run of the fake: a script, with the password as what a person can choose it by. */
export function fakeChecks(state: FakeChecks, emit: (event: RunEvent) => void): Handlers {
  const askHostKey = (site: string): Promise<boolean> =>
    new Promise((resolve) => {
      state.answer = resolve;
      const node = state.run?.site.nodes[0];
      emit({
        kind: 'host-key',
        site,
        question: 'question-1',
        host: node?.ssh?.host ?? '10.48.16.10',
        port: node?.ssh?.port ?? 22,
        fingerprint: fakeFingerprint,
        algorithm: 'ssh-ed25519',
        bits: 256,
        pin: 'none',
      });
    });

  const judged = (run: FakeRun): readonly CheckRecord[] =>
    fakeDraft(run, run.checks, state.open?.practice !== null).checks;

  const runMany = async (site: string, run: FakeRun): Promise<void> => {
    const records = manyRecords(judged(run));
    emit({ kind: 'started', site, checks: records.map(({ id }) => id) });
    for (const [index, record] of records.entries()) {
      if (index % 100 === 0) await wait(5);
      emit({ kind: 'running', site, check: record.id, attempt: 1 });
      emit({ kind: 'observed', site, record });
    }
  };

  const runOnce = async (
    site: string,
    run: FakeRun,
    { delay, loses, only }: { delay: number; loses: boolean; only: ReadonlySet<string> | null },
  ): Promise<void> => {
    const records = judged(run).filter(({ id }) => only === null || only.has(id));
    emit({ kind: 'started', site, checks: records.map(({ id }) => id) });
    for (const [index, record] of records.entries()) {
      if (state.cancelled) break;
      if (loses && index === 4) {
        const says = `Connection lost. ${index} results are kept. Trying again, 1 of 2.`;
        emit({ kind: 'phase', site, node: run.nodes[0]?.name ?? '', says });
        await wait(1500);
        emit({ kind: 'phase', site, node: run.nodes[0]?.name ?? '', says: 'Checking' });
      }
      emit({ kind: 'running', site, check: record.id, attempt: 1 });
      await wait(delay);
      const made = run.checks.find(({ id }) => id === record.id);
      if (made !== undefined) state.observed = [...state.observed.filter(({ id }) => id !== record.id), made];
      emit({ kind: 'observed', site, record });
    }
  };

  const carryOut = async (site: string, secrets: readonly string[], only: ReadonlySet<string> | null) => {
    const { run } = state;
    if (run === null) return;
    for (const node of run.nodes) emit({ kind: 'phase', site, node: node.name, says: 'Connecting by SSH' });
    for (const node of run.nodes) emit({ kind: 'node', site, node });
    if (secrets.includes('many')) await runMany(site, run);
    else
      await runOnce(site, run, {
        delay: secrets.includes('slow') || secrets.includes('lost') ? 150 : 5,
        loses: secrets.includes('lost'),
        only,
      });
    const { readiness } = fakeDraft(run, state.observed, state.open?.practice !== null);
    emit({ kind: 'finished', site, cancelled: state.cancelled, readiness });
  };

  return {
    'run.start': async (id, { hosts, only, keepSignIn }) => {
      const secrets = hosts
        .flatMap((host) => host.credentials)
        .map((one) => (one.kind === 'password' ? one.password : ''));
      const run = fakeRun(state.draft, state.open?.practice !== 'solved');
      if (run === null)
        throw new ProblemError({
          message: 'The site is not complete.',
          cure: 'Put right what the banner lists.',
          findings: [],
        });
      state.run = run;
      if (only === undefined) state.observed = [];
      state.cancelled = false;
      await wait(5);
      const asks = state.open?.practice === null && !state.kept.includes('asked');
      const go = async (): Promise<void> => {
        if (asks && !(await askHostKey(id))) emit({ kind: 'failed', site: id, problem: declined });
        else if (secrets.includes('wrong')) emit({ kind: 'failed', site: id, problem: refused });
        else {
          state.kept = keepSignIn === true ? ['asked', ...hosts.map(({ host }) => host)] : state.kept;
          await carryOut(id, secrets, only === undefined ? null : new Set(only));
        }
      };
      setTimeout(() => void go(), 0);
      return { total: only?.length ?? run.checks.length };
    },
    'run.answerHostKey': (_id, { accept }) => {
      state.answer?.(accept);
      return Promise.resolve(null);
    },
    'run.cancel': () => {
      state.cancelled = true;
      return Promise.resolve(null);
    },
    'run.keptSignIn': () => Promise.resolve({ hosts: state.kept.filter((host) => host !== 'asked') }),
    'run.forgetSignIn': () => {
      state.kept = [];
      return Promise.resolve(null);
    },
  };
}
