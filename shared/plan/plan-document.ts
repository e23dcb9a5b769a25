import { z } from 'zod';
import { deploymentWord, directionWord, levelWord, portName } from '../catalog/schema.ts';
import type { StandingWord } from '../rules/settle-rule.ts';
import type { RuleSet } from '../rules/types.ts';
import type { CheckPlan } from './types.ts';

/** `gatecheck plan SITE --json`: the rules that this site needs and the checks that would run. Nothing was sent for it. */

const party = z.object({
  address: z.string(),
  natAddress: z.string().nullable(),
  label: z.string().nullable(),
  role: z.string(),
});

const basis = z.enum(['source', 'assumed', 'chosen']);

const planRule = z.object({
  id: z.string(),
  digest: z.string(),
  entry: z.string(),
  node: z.string(),
  title: z.string(),
  direction: directionWord,
  port: portName,
  portBasis: basis,
  service: z.string(),
  family: z.enum(['v4', 'v6', 'name']),
  level: levelWord,
  levelBasis: basis,
  from: z.array(party),
  to: z.array(party),
  group: z.string().nullable(),
  temporary: z.boolean(),
  why: z.object({
    origin: z.enum(['source', 'ours', 'custom']),
    row: z.int().nullable(),
    because: z.string(),
    purpose: z.string(),
    publishedCondition: z.string().nullable(),
    ifDenied: z.string(),
  }),
});

const planCheck = z.object({
  id: z.string(),
  rule: z.string(),
  flow: z.string(),
  vantage: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('node'), node: z.string(), port: portName, address: z.string() }),
    z.object({ kind: z.literal('laptop'), coversFrom: z.string(), address: z.string().nullable() }),
    z.object({
      kind: z.literal('peer'),
      node: z.string(),
      port: portName,
      coversFrom: z.string(),
      address: z.string(),
    }),
  ]),
  target: z.object({
    entered: z.string(),
    host: z.string(),
    port: z.int().nullable(),
    protocol: z.enum(['tcp', 'udp', 'icmp']),
  }),
  probe: z.string(),
  /** The endpoint that the proxy, which is the target, is asked to connect to. */
  through: z.object({ host: z.string(), port: z.int(), tls: z.boolean() }).optional(),
  unable: z.string().nullable(),
});

export const planDocumentSchema = z.object({
  format: z.literal('gatecheck/plan@1'),
  catalog: z.object({ id: z.string(), version: z.string(), sha256: z.string() }),
  deployment: deploymentWord,
  complete: z.boolean(),
  draft: z.boolean(),
  rules: z.array(planRule),
  groups: z.array(
    z.object({
      id: z.string(),
      digest: z.string(),
      entry: z.string(),
      node: z.string(),
      endpoint: z.string(),
      flows: z.array(z.string()),
      level: levelWord,
    }),
  ),
  undecided: z.array(
    z.object({ entry: z.string(), node: z.string(), title: z.string(), missing: z.array(z.string()) }),
  ),
  takenAway: z.array(
    z.object({ entry: z.string(), what: z.string(), how: z.string(), by: z.string(), reason: z.string() }),
  ),
  /** Attestations and waivers of the site; `whyNot` says why one does not count when the plan is made. */
  settled: z.array(
    z.object({
      kind: z.enum(['attested', 'waived']),
      rule: z.string(),
      by: z.string(),
      says: z.string(),
      expires: z.string().nullable(),
      whyNot: z.string().nullable(),
    }),
  ),
  entries: z.array(
    z.object({
      entry: z.string(),
      title: z.string(),
      on: z.boolean(),
      because: z.string(),
      emptyRoles: z.array(z.string()),
    }),
  ),
  notAnswered: z.array(z.string()),
  notices: z.array(z.object({ path: z.string(), text: z.string() })),
  checks: z.array(planCheck),
  controls: z.array(z.object({ id: z.string(), candidates: z.array(z.string()), port: z.int() })),
  remarks: z.array(z.string()),
});

export type PlanDocument = z.infer<typeof planDocumentSchema>;

/** The plan as a document; parsing drops what is not part of the format. */
export function composePlanDocument(
  ruleSet: RuleSet,
  plan: CheckPlan,
  settled: readonly StandingWord[],
): PlanDocument {
  return planDocumentSchema.parse({ format: 'gatecheck/plan@1', ...ruleSet, ...plan, settled });
}
