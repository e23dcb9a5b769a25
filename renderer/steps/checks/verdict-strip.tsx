import { useMemo } from 'react';
import { Strip } from '../../components/strip.tsx';
import type { CheckRow } from './check-rows.ts';
import { barsOf, ticksOf } from './strip-bars.ts';

/** The verdict strip of a run, with the scale that counts its checks. */
export function VerdictStrip({ rows }: { readonly rows: readonly CheckRow[] }) {
  const bars = useMemo(() => barsOf(rows), [rows]);
  const ticks = ticksOf(rows.length);
  return (
    <div className="verdict-strip" aria-hidden="true">
      <Strip bars={bars} />
      {rows.length === 0 ? null : (
        <div className="strip-scale">
          {ticks.map((tick) => (
            <span key={tick} style={{ left: `${(100 * tick) / rows.length}%` }}>
              {tick}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
