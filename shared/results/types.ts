import { z } from 'zod';
import { portName } from '../catalog/schema.ts';
import { observationWord, tlsFactsSchema } from '../probes/observation.ts';

export const verdictWord = z.enum(['pass', 'fail', 'inconclusive']);
export const readinessWord = z.enum(['ready', 'ready-with-exceptions', 'not-ready']);
export const settledWord = z.enum(['attested', 'waived']);
export const hostKeyTrustWord = z.enum([
  'accepted',
  'known-hosts',
  'given',
  'site-file',
  'accepted-this-run',
]);
export const engineWord = z.enum(['forward', 'python', 'perl', 'shell', 'laptop', 'practice', 'none']);

const fact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** All that the verdict of a check rests on, so that `verify` can recompute it from the report alone. */
export const checkFactsSchema = z.strictObject({
  /** In rules: the source address that the node saw, and how that is known; null: not proven. */
  sourceSeen: z
    .strictObject({
      address: z.string(),
      basis: z.enum(['socket-table', 'listener', 'ssh-connection', 'same-run']),
    })
    .nullable(),
  /**
   * In rules: whether the node was seen to listen on the port; null: not known. `temporary`: nothing of the node's own
   * does, and our temporary listener stood there during the last attempts.
   */
  listener: z.union([z.boolean(), z.literal('temporary')]).nullable(),
  /** The port that the sending node's own route leaves by; `other`: an interface that is neither. Null from the laptop. */
  routePort: z.enum(['lan', 'wan', 'other']).nullable(),
  /** The source address that the sending node's own route gives. */
  routeSource: z.string().nullable(),
  /** The node showed its interfaces and routes, and they fit. */
  interfaceProven: z.boolean(),
  /** Id of the negative control that covers this check; null: none. */
  control: z.string().nullable(),
  /** The probe that was really spoken. */
  probe: z.string(),
  /** Why an `open` is no more than that, although a probe for the service exists; null: there is no such probe. */
  openBecause: z.string().nullable(),
  tls: tlsFactsSchema.nullable(),
  /** A person read the token of a datagram at its receiver; `evidence.tokenSha256` is of that very token. */
  receipt: z.strictObject({ token: z.string(), by: z.string(), at: z.iso.datetime() }).optional(),
});

export const vantageSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('node'),
    node: z.string(),
    interface: z.string().nullable(),
    address: z.string(),
    coversFrom: z.null(),
  }),
  z.strictObject({
    kind: z.literal('laptop'),
    node: z.string(),
    interface: z.string().nullable(),
    address: z.string().nullable(),
    coversFrom: z.string(),
  }),
  z.strictObject({
    kind: z.literal('peer'),
    /** The node that sent, not the one that was checked. */
    node: z.string(),
    interface: z.string().nullable(),
    address: z.string(),
    coversFrom: z.string(),
  }),
]);

export const checkRecordSchema = z.strictObject({
  id: z.string(),
  rule: z.string(),
  flow: z.string(),
  vantage: vantageSchema,
  target: z.strictObject({
    address: z.string(),
    resolved: z.string().nullable(),
    port: z.int().nullable(),
    protocol: z.enum(['tcp', 'udp', 'icmp']),
  }),
  observation: observationWord,
  verdict: verdictWord,
  /** A pass that rests on less than the service's own answer. */
  weak: z.boolean(),
  /** Attempts differed. */
  flaky: z.boolean(),
  engine: engineWord,
  attempts: z.array(z.strictObject({ ms: z.number(), observation: observationWord, outcome: z.string() })),
  startedAt: z.string().nullable(),
  carriedOverFrom: z.strictObject({ report: z.string(), startedAt: z.string() }).nullable(),
  evidence: z.record(z.string(), fact),
  explanation: z.string(),
  /** Where it probably stops, who probably owns that, what to try next. */
  advice: z
    .strictObject({
      where: z.string(),
      owner: z.string(),
      next: z.string(),
      /** How sure the place is: told by a device, by what else answered, or one cause among others. */
      confidence: z.enum(['certain', 'likely', 'possible']).optional(),
    })
    .nullable(),
  facts: checkFactsSchema,
});

export const controlRecordSchema = z.strictObject({
  id: z.string(),
  vantage: z.strictObject({
    kind: z.enum(['node', 'laptop']),
    node: z.string().nullable(),
    port: portName.nullable(),
  }),
  /** Null: no documentation address was free; the control was skipped. */
  address: z.string().nullable(),
  port: z.int(),
  observation: observationWord,
});

export const nodeInterfaceSchema = z.strictObject({
  name: z.string(),
  addresses: z.array(z.string()),
  port: portName.nullable(),
});

export const nodeRecordSchema = z.strictObject({
  name: z.string(),
  /** Null: the node was never reached. */
  hostKey: z.string().nullable(),
  hostKeyTrust: hostKeyTrustWord.nullable(),
  interfaces: z.array(nodeInterfaceSchema),
  engines: z.array(z.strictObject({ engine: engineWord, able: z.boolean(), detail: z.string() })),
  /** The node's clock less the laptop's, and half of the time that asking took; null: the node did not tell its time. */
  clock: z.strictObject({ offsetMs: z.number(), uncertaintyMs: z.number(), at: z.iso.datetime() }).nullable(),
  /** Why no check of this node ran; null: it was reached. */
  failure: z.string().nullable(),
});

export const partySchema = z.strictObject({ address: z.string(), natAddress: z.string().nullable() });

export type Verdict = z.infer<typeof verdictWord>;
export type Readiness = z.infer<typeof readinessWord>;
export type Settled = z.infer<typeof settledWord>;
export type EngineKind = z.infer<typeof engineWord>;
export type CheckFacts = z.infer<typeof checkFactsSchema>;
export type CheckRecord = z.infer<typeof checkRecordSchema>;
export type ControlRecord = z.infer<typeof controlRecordSchema>;
export type NodeRecord = z.infer<typeof nodeRecordSchema>;

/** A check as observed, before it is judged: what a run keeps, never edited afterwards. */
export type ObservedCheck = Omit<CheckRecord, 'verdict' | 'weak' | 'explanation' | 'advice'>;

/** Everything that a run saw. */
export interface RunRecord {
  readonly practice: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly cancelled: boolean;
  readonly nodes: readonly NodeRecord[];
  readonly checks: readonly ObservedCheck[];
  readonly controls: readonly ControlRecord[];
}
