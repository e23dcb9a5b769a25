import type { Engine, EngineJob } from '../../engines/engine.ts';
import type { CheckDraft } from './draft-check.ts';

/** A draft that is ready to be sent: where to, from which address, by which engines in turn. */
export interface ReadyCheck {
  readonly draft: CheckDraft;
  readonly engines: readonly Engine[];
  readonly host: string;
  readonly source: string | null;
}

export function jobOf({ draft, host, source }: ReadyCheck): EngineJob {
  const { check, prepared } = draft;
  return {
    check,
    wire: prepared.wire,
    host,
    port: check.target.port,
    source,
    timeoutMs: check.timeoutMs,
    startMs: 0,
  };
}
