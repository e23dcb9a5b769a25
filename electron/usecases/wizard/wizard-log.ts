import { catalogs } from '../../../shared/catalog/catalogs.ts';
import { version } from '../../../shared/lib/version.ts';
import type { LogEvent } from '../../log/events.ts';
import type { Log } from '../../log/open-log.ts';
import type { KnownThings } from '../../log/known-things.ts';

/** The log of the wizard's process, and what it knows of the sites that are open. */
export interface WizardLog {
  readonly log: Log;
  readonly things: KnownThings;
}

/** What the process begins its log with. */
export function wizardReady(agent: boolean): LogEvent {
  const [catalog] = catalogs.values();
  return {
    event: 'wizard-ready',
    version,
    node: process.versions.node,
    catalog: catalog === undefined ? null : `${catalog.id} ${catalog.version}`,
    agent,
  };
}
