import { z } from 'zod';
import { deploymentWord, directionWord, levelWord, portName } from '../../catalog/schema.ts';
import { canonicalJson, sha256Hex, utf8 } from '../../lib/digest.ts';
import { decisionWord } from '../answer/schema.ts';
import type { PartyInfo } from '../../rules/types.ts';
import { siteSchema, type Site } from '../../site/schema.ts';
import { zoneOf, type NumberedLine, type RequestFacts } from './facts.ts';

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

/** A line as the request has it: a row of the form, or a line that it does not ask for. */
const lineSchema = z.strictObject({
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
  /** Name of the counterparts, e.g. `DNS servers`; empty in files of older versions. */
  farName: z.string().default(''),
  /** Why it is asked for, and who says so: the vendor's table, we, or the site. */
  why: z.strictObject({ origin: z.enum(['source', 'ours', 'custom']), purpose: z.string() }).optional(),
});

/** The content of a line before it was changed. */
const lineBefore = lineSchema.pick({ id: true, services: true, level: true, from: true, to: true });

export const requestSchema = z.strictObject({
  format: z.literal('gatecheck/request@1'),
  /** `request`: asks for all; `delta`: for what changed; `removal`: to withdraw; `only-blocked`: for what does not work yet. */
  kind: z.enum(['request', 'delta', 'removal', 'only-blocked']).default('request'),
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
    lineSchema.extend({
      /** Delta and removal: what is asked with it. `removed` is to be withdrawn; absent: to be permitted. */
      change: z.enum(['added', 'changed', 'removed']).optional(),
      /** A changed line as it was. */
      before: lineBefore.optional(),
      /** Only-blocked: how it stood when it was checked. */
      today: z.enum(['blocked', 'not-tested', 'in-part']).optional(),
      /** Removal: the customer's rule by their implementation record, where an answer was given. */
      recorded: z.strictObject({ rule: z.string(), active: z.string().nullable() }).optional(),
    }),
  ),
  /** Delta: the request that it is compared with. */
  since: z
    .strictObject({
      number: z.string().nullable(),
      revision: z.string(),
      createdAt: z.string(),
      sha256: z.string(),
      remarks: z.array(z.string()),
    })
    .optional(),
  /** Delta: lines that stay as they were. With the rows to permit they are every line of this revision. */
  unchanged: z
    .array(
      lineSchema.extend({
        /** What the customer decided on it before, where an answer was given. */
        decision: decisionWord.optional(),
      }),
    )
    .optional(),
  /** Only-blocked: the report that says what works. */
  report: z
    .strictObject({
      id: z.string(),
      sha256: z.string(),
      createdAt: z.string(),
      remarks: z.array(z.string()),
    })
    .optional(),
  /** Only-blocked: lines that work already, with the checks that say so. With the rows they are every line of this revision. */
  open: z.array(lineSchema.extend({ checks: z.array(z.string()) })).optional(),
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
export type RequestFileLine = z.infer<typeof lineSchema>;
type FileParty = z.infer<typeof party>;

function partiesOf(site: Site, parties: readonly PartyInfo[]): FileParty[] {
  return parties.map(({ address, natAddress, label, role, node }) => ({
    address,
    natAddress,
    label,
    role,
    node,
    zone: zoneOf(site, address),
  }));
}

function lineOf(
  site: Site,
  { number, line, nodeZone, farZone, farName, missing }: NumberedLine,
): RequestFileLine {
  return {
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
    from: partiesOf(site, line.from),
    to: partiesOf(site, line.to),
    nodeZone,
    farZone,
    missing,
    temporary: line.temporary,
    farName,
    why: { origin: line.why.origin, purpose: line.why.purpose },
  };
}

function rowOf({ site, asks }: RequestFacts, each: NumberedLine): RequestFile['lines'][number] {
  const { change, today } = each;
  const recorded = asks.kind === 'removal' ? asks.recorded.get(each.line.id) : undefined;
  const row = {
    ...lineOf(site, each),
    ...(today === null ? {} : { today }),
    ...(recorded === undefined ? {} : { recorded }),
  };
  if (change.kind === 'permit') return row;
  if (change.kind !== 'changed') return { ...row, change: change.kind };
  const { id, services, level, from, to } = change.before;
  return {
    ...row,
    change: change.kind,
    before: { id, services: [...services], level, from: partiesOf(site, from), to: partiesOf(site, to) },
  };
}

/** What only a delta, or only a request for what is blocked, says of itself. */
function kindPart({
  asks,
  site,
}: RequestFacts): Pick<RequestFile, 'since' | 'unchanged' | 'report' | 'open'> {
  switch (asks.kind) {
    case 'request':
    case 'removal':
      return {};
    case 'delta':
      return {
        since: { ...asks.since, remarks: [...asks.remarks] },
        unchanged: asks.unchanged.map(({ each, decision }) => ({
          ...lineOf(site, each),
          ...(decision === null ? {} : { decision }),
        })),
      };
    case 'only-blocked':
      return {
        report: { ...asks.report, remarks: [...asks.remarks] },
        open: asks.open.map(({ each, checks }) => ({
          ...lineOf(site, each),
          checks: checks.map(({ id }) => id),
        })),
      };
  }
}

/** The request as data. */
export function composeRequestFile(facts: RequestFacts): RequestFile {
  const { site, ruleSet } = facts;
  return {
    format: 'gatecheck/request@1',
    kind: facts.asks.kind,
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
      from: partiesOf(site, rule.from),
      to: partiesOf(site, rule.to),
      group: rule.group,
      because: rule.why.because,
    })),
    lines: facts.lines.map((each) => rowOf(facts, each)),
    ...kindPart(facts),
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
