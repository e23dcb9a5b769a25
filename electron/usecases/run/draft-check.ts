import { plainText } from '../../../shared/lib/plain-text.ts';
import type { Check } from '../../../shared/plan/types.ts';
import { controlIdOf } from '../../../shared/plan/controls.ts';
import { observe } from '../../../shared/probes/observe.ts';
import type { RouteFacts } from '../../../shared/probes/node-route.ts';
import type { PreparedProbe, ProbeReading } from '../../../shared/probes/types.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import type { CheckFacts, EngineKind, ObservedCheck } from '../../../shared/results/types.ts';

/** A check while it is carried out: what is known of it so far. */
export interface CheckDraft {
  readonly check: Check;
  readonly prepared: PreparedProbe;
  resolved: string | null;
  route: RouteFacts | null;
  engine: EngineKind;
  engineBecause: string;
  startedAt: string | null;
  interfaceName: string | null;
  sourceSeen: CheckFacts['sourceSeen'];
  listener: CheckFacts['listener'];
  /** The vantage was connected, and the node showed its connections without this one. */
  missingOnNode: boolean;
  /** The node showed an interface with the address of the rule's port. */
  portShown: boolean;
  /** Findings from before anything was sent. */
  readonly remarks: string[];
  readonly attempts: { readonly ms: number; readonly reading: ProbeReading }[];
  readonly evidence: Record<string, string | number | boolean | null | string[]>;
}

export function draftOf(check: Check, prepared: PreparedProbe): CheckDraft {
  return {
    check,
    prepared,
    resolved: null,
    route: null,
    engine: 'none',
    engineBecause: '',
    startedAt: null,
    interfaceName: null,
    sourceSeen: null,
    listener: null,
    missingOnNode: false,
    portShown: false,
    remarks: [],
    attempts: [],
    evidence: {},
  };
}

function vantageOf(draft: CheckDraft): ObservedCheck['vantage'] {
  const { check, interfaceName } = draft;
  const { vantage } = check;
  const { kind } = vantage;
  switch (kind) {
    case 'node':
      return {
        kind,
        node: vantage.node,
        interface: interfaceName,
        address: vantage.address,
        coversFrom: null,
      };
    case 'laptop':
      return {
        kind,
        node: check.node,
        interface: interfaceName,
        address: vantage.address,
        coversFrom: vantage.coversFrom,
      };
    case 'peer':
      return {
        kind,
        node: vantage.node,
        interface: interfaceName,
        address: vantage.address,
        coversFrom: vantage.coversFrom,
      };
  }
}

function evidenceOf(draft: CheckDraft, last: ProbeReading | null): ObservedCheck['evidence'] {
  const { check, route } = draft;
  const ours: ObservedCheck['evidence'] = { family: check.family };
  if (draft.engineBecause !== '') ours['engine'] = draft.engineBecause;
  if (route !== null && route.proof !== null) ours['route'] = route.proof;
  if (check.expectations.standsFor !== null) ours['standsFor'] = check.expectations.standsFor;
  const remarks = [
    ...new Set([...draft.remarks, ...draft.attempts.flatMap(({ reading }) => reading.remarks)]),
  ];
  if (remarks.length > 0) ours['remarks'] = remarks;
  const read = Object.fromEntries(
    Object.entries(last?.evidence ?? {}).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(String) : (value as string | number | boolean | null),
    ]),
  );
  return { ...ours, ...draft.evidence, ...read };
}

/** No sentence of ours is longer; what is, a stranger wrote. */
const mostCharacters = 4000;

/**
 * Everything that a node, a target or a certificate wrote, fit for terminals, pages and paper: once, where it becomes a record.
 */
function withPlainTexts<T>(value: T): T {
  if (typeof value === 'string') return plainText(value).slice(0, mostCharacters) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => withPlainTexts(one)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, withPlainTexts(one as unknown)]),
  ) as T;
}

/** The draft as a record: what was seen, and all that the verdict will rest on. */
export function recordOf(draft: CheckDraft): ObservedCheck {
  const seen = observe(draft.attempts.map(({ reading }) => reading));
  const last = seen.reading;
  return finish(draft, seen.observation, last, seen.flaky);
}

function finish(
  draft: CheckDraft,
  observation: Observation,
  last: ProbeReading | null,
  flaky: boolean,
): ObservedCheck {
  const { check, route } = draft;
  const isNode = check.vantage.kind === 'node';
  return withPlainTexts<ObservedCheck>({
    id: check.id,
    rule: check.rule,
    flow: check.flow,
    vantage: vantageOf(draft),
    target: {
      address: check.target.entered,
      resolved: draft.resolved,
      port: check.target.port,
      protocol: check.target.protocol,
    },
    observation,
    flaky,
    engine: draft.engine,
    attempts: draft.attempts.map(({ ms, reading }) => ({
      ms: Math.round(ms),
      observation: reading.observation,
      outcome: reading.outcome,
    })),
    startedAt: draft.startedAt,
    carriedOverFrom: null,
    evidence: evidenceOf(draft, last),
    facts: {
      sourceSeen: draft.sourceSeen,
      listener: draft.listener,
      routePort: route?.routePort ?? null,
      routeSource: route?.routeSource ?? null,
      interfaceProven: isNode ? (route?.interfaceProven ?? false) : draft.portShown,
      control: controlIdOf(check),
      probe: check.probe,
      openBecause: last?.openBecause ?? null,
      tls: last?.tls ?? null,
    },
  });
}

/** A reading that says why nothing was sent. */
export function unsent(
  observation: 'not-testable' | 'not-run' | 'wrong-interface',
  why: string,
): ProbeReading {
  return { observation, outcome: why, evidence: {}, tls: null, openBecause: null, remarks: [] };
}

/** The record of a check for which nothing was sent. */
export function unsentRecord(draft: CheckDraft, reading: ProbeReading): ObservedCheck {
  draft.evidence['reason'] = reading.outcome;
  return finish(draft, reading.observation, reading, false);
}
