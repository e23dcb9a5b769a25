import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { ScreenTop } from '../../components/screen.tsx';
import { Rich } from '../../i18n/rich.tsx';
import { t } from '../../i18n/t.ts';
import type { RunState } from '../../state/state.ts';
import type { CheckRow } from './check-rows.ts';
import type { Sample } from './time-left.ts';
import { roundedLeft, secondsLeft, withSample } from './time-left.ts';
import { VerdictStrip } from './verdict-strip.tsx';

export type ShownRun = Exclude<RunState, { kind: 'not-run' }>;

interface Learnt {
  readonly samples: readonly Sample[];
  readonly nowMs: number;
}

const nothingLearnt: Learnt = { samples: [], nowMs: 0 };
const learnEveryMs = 500;

/** Seconds until the run is through; null: nobody can tell. */
function useSecondsLeft(done: number, total: number, running: boolean): number | null {
  const [learnt, setLearnt] = useState(nothingLearnt);
  const latest = useRef(done);
  useEffect(() => {
    latest.current = done;
  }, [done]);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => {
      const nowMs = performance.now();
      setLearnt(({ samples }) => ({
        samples: withSample(samples, { ms: nowMs, done: latest.current }),
        nowMs,
      }));
    }, learnEveryMs);
    return () => {
      clearInterval(timer);
      setLearnt(nothingLearnt);
    };
  }, [running]);
  return running ? secondsLeft(learnt.samples, total, learnt.nowMs) : null;
}

function TimeLeft({ seconds }: { readonly seconds: number }) {
  const { unit, count } = roundedLeft(seconds);
  return (
    <>
      {' · '}
      {unit === 's' ? (
        <Rich
          english="about <big>{{count}} s</big> left"
          values={{ count }}
          parts={{ big: <b className="time-left" /> }}
        />
      ) : (
        <Rich
          english="about <big>{{count}} min</big> left"
          values={{ count }}
          parts={{ big: <b className="time-left" /> }}
        />
      )}
    </>
  );
}

function titleOf(run: ShownRun): string {
  if (run.kind === 'running') return t('Checks are running');
  return run.kind === 'finished' && run.cancelled ? t('Checks were cancelled') : t('Checks');
}

/** How far the run is, how long it takes still, and the strip of its verdicts. */
export function RunTop({
  run,
  rows,
  done,
  acts,
}: {
  readonly run: ShownRun;
  readonly rows: readonly CheckRow[];
  /** Checks that saw something. */
  readonly done: number;
  readonly acts: ReactNode;
}) {
  const total = rows.length;
  const running = run.kind === 'running';
  const seconds = useSecondsLeft(done, total, running);
  return (
    <>
      <ScreenTop title={titleOf(run)} acts={acts}>
        {run.kind === 'failed' ? (
          <Rich
            english="<big>{{done}}</big> of {{total}} checks saw something"
            values={{ done, total }}
            parts={{ big: <span className="big-count" /> }}
          />
        ) : (
          <Rich
            english="<big>{{done}}</big> of {{total}} checks carried out"
            values={{ done, total }}
            parts={{ big: <span className="big-count" /> }}
          />
        )}
        {seconds === null ? null : <TimeLeft seconds={seconds} />}
      </ScreenTop>
      <VerdictStrip rows={rows} />
    </>
  );
}
