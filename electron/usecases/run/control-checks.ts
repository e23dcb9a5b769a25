import type { Check, Control } from '../../../shared/plan/types.ts';
import { freeControlAddress } from '../../../shared/probes/node-route.ts';
import { observe } from '../../../shared/probes/observe.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { gaveAnswer } from '../../../shared/results/executed.ts';
import type { ControlRecord } from '../../../shared/results/types.ts';
import { isConnected } from '../../../shared/verdicts/rule-on-check.ts';
import type { Engine } from '../../engines/engine.ts';
import type { ReadyCheck } from './ready-check.ts';
import type { CheckDraft } from './draft-check.ts';
import { draftOf } from './draft-check.ts';

/** A control on the wire is a plain TCP connection, so it runs like a check, beside the checks that it guards. */
function checkOf(control: Control, node: string, address: string, source: string | null): Check {
  const { vantage } = control;
  return {
    id: control.id,
    rule: control.id,
    flow: control.id,
    node,
    vantage:
      vantage.kind === 'node'
        ? { kind: 'node', node: vantage.node, port: vantage.port, address: source ?? '' }
        : { kind: 'laptop', coversFrom: source ?? '', address: source },
    target: { entered: address, host: address, port: control.port, protocol: 'tcp' },
    family: 'v4',
    probe: 'tcp',
    expectations: {
      serverName: null,
      issuer: null,
      public: false,
      resolvesTo: [],
      dnsQuestions: [],
      domain: null,
      standsFor: null,
    },
    timeoutMs: control.timeoutMs,
    waits: 'control',
    retries: 0,
    unable: null,
  };
}

export interface PlannedControl {
  readonly control: Control;
  /** Null: no documentation address is free, or nothing can connect; the control is skipped, and says so. */
  readonly ready: ReadyCheck | null;
}

/**
 * Prepares a control: the first documentation address that only the default route covers.
 *
 * @param source IPv4 address to send from, as the checks do; null: the vantage's own choice
 */
export function prepareControl(
  control: Control,
  node: string,
  source: string | null,
  taken: readonly string[],
  engines: readonly Engine[],
): PlannedControl {
  const address = freeControlAddress(control.candidates, taken);
  if (address === null) return { control, ready: null };
  const check = checkOf(control, node, address, source);
  const draft = draftOf(
    check,
    probes.tcp.prepare(check, (bytes) => new Uint8Array(bytes)),
  );
  const able = engines.filter((one) => one.canDo(draft.prepared.wire, check) === null);
  if (able.length === 0) return { control, ready: null };
  return { control, ready: { draft, engines: able, host: address, source } };
}

function observedIn(draft: CheckDraft): Observation {
  return observe(draft.attempts.map(({ reading }) => reading)).observation;
}

/** Records of one control, the one that tells more first: it connected, it gave another answer, it never ran. */
function tellsMore(a: ControlRecord, b: ControlRecord): boolean {
  const rank = (control: ControlRecord): number =>
    isConnected(control) ? 2 : gaveAnswer(control.observation) ? 1 : 0;
  return rank(a) > rank(b);
}

/** One record for each control: it may have run in several sessions, and the laptop's runs beside each node's checks. */
export function distinctControls(controls: readonly ControlRecord[]): ControlRecord[] {
  const byId = new Map<string, ControlRecord>();
  for (const control of controls) {
    const known = byId.get(control.id);
    if (known === undefined || tellsMore(control, known)) byId.set(control.id, control);
  }
  return [...byId.values()];
}

/** Ids of the controls that guard something: they were carried out, and nothing is left to be tried again. */
export function answeredControls(controls: readonly ControlRecord[]): ReadonlySet<string> {
  return new Set(controls.filter(({ observation }) => gaveAnswer(observation)).map(({ id }) => id));
}

export function controlRecord({ control, ready }: PlannedControl): ControlRecord {
  const { vantage } = control;
  return {
    id: control.id,
    vantage:
      vantage.kind === 'node'
        ? { kind: 'node', node: vantage.node, port: vantage.port }
        : { kind: 'laptop', node: null, port: null },
    address: ready?.host ?? null,
    port: control.port,
    observation: ready === null ? 'not-run' : observedIn(ready.draft),
  };
}
