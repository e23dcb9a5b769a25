import type { RunEvent } from '../../shared/ipc/contract.ts';
import type { ObservedCheck } from '../../shared/results/types.ts';
import type { FakeRun } from './fake-run.ts';
import { fakeDraft } from './fake-run.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface FakeWatch {
  readonly site: string;
  readonly run: FakeRun;
  readonly everySeconds: number;
  readonly practice: boolean;
  readonly stopped: () => boolean;
  readonly emit: (event: RunEvent) => void;
}

/** `2026-11-24T20:41:07Z`, some seconds after the watch began. */
const at = (second: number): string => `2026-11-24T20:41:${String(second % 60).padStart(2, '0')}Z`;

/** A watch of three rounds: in the second and in the third one what failed opens, first of one rule, then of the others. */
export async function fakeWatch(watch: FakeWatch): Promise<readonly ObservedCheck[]> {
  const { site, run, emit, stopped, practice } = watch;
  const { everySeconds } = watch;
  emit({ kind: 'watch-began', site, at: at(0), endsAt: '2099-01-01T00:00:00Z', everySeconds });
  let observed: readonly ObservedCheck[] = run.checks;
  const isRed = ({ observation }: ObservedCheck): boolean => ['filtered', 'rejected'].includes(observation);
  for (let round = 1; round <= 3 && !stopped(); round++) {
    const red = round === 1 ? observed : observed.filter(isRed);
    emit({ kind: 'watch-round', site, at: at(round * 10), round, checks: red.length });
    emit({ kind: 'started', site, checks: red.map(({ id }) => id) });
    const [first] = red;
    const opens = round === 1 ? [] : red.filter(({ rule }) => round === 3 || rule === first?.rule);
    observed = observed.map((check) =>
      opens.includes(check) ? { ...check, observation: 'confirmed' as const } : check,
    );
    const { checks, rules } = fakeDraft(run, observed, practice);
    for (const record of checks)
      if (red.some(({ id }) => id === record.id)) emit({ kind: 'observed', site, record });
    for (const rule of new Set(opens.map((check) => check.rule))) {
      const known = rules.find(({ id }) => id === rule);
      const { title, service } = known ?? { title: rule, service: '' };
      const times = { at: at(round * 10 + 3), since: at(round * 10 - 7) };
      emit({ kind: 'watch-change', site, what: 'opened', rule, title, service, ...times });
    }
    const left = observed.filter(isRed).length;
    const nextAt = new Date(Date.now() + 1000).toISOString();
    emit({ kind: 'watch-waiting', site, at: at(round * 10 + 4), nextAt, open: 0, red: left });
    await wait(400);
  }
  const files = ['json', 'json.sig', 'pdf'].map((end) => ({
    id: `file-${end}`,
    name: `szczecin-dc1.readiness.${end}`,
  }));
  const { readiness } = fakeDraft(run, observed, practice);
  emit({ kind: 'finished', site, cancelled: false, readiness });
  const why = stopped() ? ('stopped' as const) : ('all-open' as const);
  emit({ kind: 'watch-ended', site, at: at(50), why, written: { folder: '/home/tech/aurora', files } });
  return observed;
}
