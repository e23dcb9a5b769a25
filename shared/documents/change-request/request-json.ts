import { z } from 'zod';
import { deploymentWord, directionWord, levelWord, portName } from '../../catalog/schema.ts';
import { canonicalJson, sha256Hex, utf8 } from '../../lib/digest.ts';
import type { PartyInfo } from '../../rules/types.ts';
import { siteSchema } from '../../site/schema.ts';
import { zoneOf, type RequestFacts } from './facts.ts';

/** `gatecheck/request@1`: the request as data. A later revision is compared with it, so it carries ids and digests. */

const basisWord = z.enum(['source', 'assumed', 'chosen']);
const party = z.strictObject({
  address: z.string(),
  natAddress: z.string().nullable(),
  label: z.string().nullable(),
  role: z.string(),
  node: z.string().nullable(),
  zone: z.string().nullable(),
});

export const requestSchema = z.strictObject({
  format: z.literal('gatecheck/request@1'),
  practice: z.boolean(),
  status: z.enum(['draft', 'for-decision']),
  createdAt: z.string(),
  software: z.strictObject({ name: z.literal('gatecheck'), version: z.string() }),
  catalog: z.strictObject({ id: z.string(), version: z.string(), sha256: z.string() }),
  /** Null: the site gives no number, and none is invented. */
  number: z.string().nullable(),
  revision: z.string(),
  supersedes: z.string().nullable(),
  customer: siteSchema.shape.customer,
  technician: siteSchema.shape.technician,
  request: siteSchema.shape.request,
  deployment: deploymentWord,
  nodes: z.array(z.strictObject({ name: z.string(), lan: z.string(), wan: z.string().nullable() })),
  features: z.record(z.string(), z.boolean()),
  notAnswered: z.array(z.string()),
  zones: siteSchema.shape.zones,
  rules: z.array(
    z.strictObject({
      id: z.string(),
      digest: z.string(),
      entry: z.string(),
      node: z.string(),
      title: z.string(),
      direction: directionWord,
      port: portName,
      portBasis: basisWord,
      service: z.string(),
      family: z.enum(['v4', 'v6', 'name']),
      level: levelWord,
      levelBasis: basisWord,
      from: z.array(party),
      to: z.array(party),
      group: z.string().nullable(),
      because: z.string(),
    }),
  ),
  /** One a row of the form; a decision on it counts for its rules and those of `mirrors`. */
  lines: z.array(
    z.strictObject({
      number: z.int().min(1),
      id: z.string(),
      rules: z.array(z.string()),
      mirrors: z.array(z.string()),
      entry: z.string(),
      node: z.string(),
      title: z.string(),
      direction: directionWord,
      port: portName,
      portBasis: basisWord,
      services: z.array(z.string()),
      family: z.enum(['v4', 'v6', 'name']),
      level: levelWord,
      levelBasis: basisWord,
      from: z.array(party),
      to: z.array(party),
      nodeZone: z.string().nullable(),
      farZone: z.string().nullable(),
      /** Number of the address in `missing` that it waits for. */
      missing: z.int().nullable(),
      temporary: z.boolean(),
    }),
  ),
  flows: z.array(
    z.strictObject({
      id: z.string(),
      rule: z.string(),
      from: z.string(),
      to: z.string(),
      sameSubnet: z.boolean(),
    }),
  ),
  missing: z.array(
    z.strictObject({
      number: z.int(),
      key: z.string(),
      name: z.string(),
      whoKnows: z.string(),
      lines: z.array(z.int()),
    }),
  ),
  undecided: z.array(
    z.strictObject({
      entry: z.string(),
      node: z.string(),
      title: z.string(),
      missing: z.array(z.enum(['direction', 'port'])),
    }),
  ),
  takenAway: z.array(
    z.strictObject({
      entry: z.string(),
      what: z.string(),
      how: z.string(),
      by: z.string(),
      reason: z.string(),
    }),
  ),
});

export type RequestFile = z.infer<typeof requestSchema>;

/** The request as data. */
export function composeRequestFile(facts: RequestFacts): RequestFile {
  const { site, ruleSet } = facts;
  const view = (parties: readonly PartyInfo[]): z.infer<typeof party>[] =>
    parties.map(({ address, natAddress, label, role, node }) => ({
      address,
      natAddress,
      label,
      role,
      node,
      zone: zoneOf(site, address),
    }));
  return {
    format: 'gatecheck/request@1',
    practice: facts.practice,
    status: facts.draft ? 'draft' : 'for-decision',
    createdAt: facts.createdAt,
    software: { name: 'gatecheck', version: facts.version },
    catalog: ruleSet.catalog,
    number: site.request.number.trim() === '' ? null : site.request.number,
    revision: site.request.revision,
    supersedes: site.request.supersedes,
    customer: site.customer,
    technician: site.technician,
    request: site.request,
    deployment: site.deployment,
    nodes: site.nodes.map(({ name, lan, wan }) => ({ name, lan: lan.address, wan: wan?.address ?? null })),
    features: site.features,
    notAnswered: [...ruleSet.notAnswered],
    zones: site.zones,
    rules: ruleSet.rules.map((rule) => ({
      id: rule.id,
      digest: rule.digest,
      entry: rule.entry,
      node: rule.node,
      title: rule.title,
      direction: rule.direction,
      port: rule.port,
      portBasis: rule.portBasis,
      service: rule.service,
      family: rule.family,
      level: rule.level,
      levelBasis: rule.levelBasis,
      from: view(rule.from),
      to: view(rule.to),
      group: rule.group,
      because: rule.why.because,
    })),
    lines: facts.lines.map(({ number, line, nodeZone, farZone, missing }) => ({
      number,
      id: line.id,
      rules: [...line.rules],
      mirrors: [...line.mirrors],
      entry: line.entry,
      node: line.node,
      title: line.title,
      direction: line.direction,
      port: line.port,
      portBasis: line.portBasis,
      services: [...line.services],
      family: line.family,
      level: line.level,
      levelBasis: line.levelBasis,
      from: view(line.from),
      to: view(line.to),
      nodeZone,
      farZone,
      missing,
      temporary: line.temporary,
    })),
    flows: ruleSet.flows.map(({ id, rule, from, to, sameSubnet }) => ({
      id,
      rule,
      from: from.address,
      to: to.address,
      sameSubnet,
    })),
    missing: facts.missing.map((each) => ({ ...each, lines: [...each.lines] })),
    undecided: ruleSet.undecided.map((each) => ({ ...each, missing: [...each.missing] })),
    takenAway: ruleSet.takenAway.map((each) => ({ ...each })),
  };
}

/** The file's text (RFC 8785 canonical JSON) and the SHA-256 of its bytes. */
export function requestText(file: RequestFile): { readonly text: string; readonly digest: string } {
  const text = canonicalJson(file);
  return { text, digest: sha256Hex(utf8(text)) };
}
