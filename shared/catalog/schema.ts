import { z } from 'zod';

/**
 * The catalogue: a vendor's required-ports table as data. What the source says and what we decided stay apart:
 * `published` is the source, word for word; everything else of an entry is ours and is shown as such.
 */

export const directionWord = z.enum(['in', 'out']);
export const portName = z.enum(['lan', 'wan']);
export const levelWord = z.enum(['required', 'optional', 'as-published']);
export const deploymentWord = z.enum(['one-arm', 'inline']);

/**
 * A name in one of the catalogue's lists. It is looked up in what sites and reports hold by such names, where one that every
 * object has, `constructor`, would find what nobody wrote.
 */
const listName = z.string().refine((name) => !(name in {}), 'This name is reserved; choose another.');

/** When an entry is on. Features and roles are names from the catalogue's own lists. */
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'feature'; readonly feature: string }
  | { readonly kind: 'role-filled'; readonly role: string }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'all'; readonly of: readonly Condition[] };

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('always') }),
    z.strictObject({ kind: z.literal('feature'), feature: listName }),
    z.strictObject({ kind: z.literal('role-filled'), role: listName }),
    z.strictObject({ kind: z.literal('any'), of: z.array(condition).min(1) }),
    z.strictObject({ kind: z.literal('all'), of: z.array(condition).min(1) }),
  ]),
);

/** A ready-made rule that a note proposes; one click (or a copied block) makes it a custom rule of the site. */
export const proposedRule = z.strictObject({
  id: z.string(),
  title: z.string(),
  direction: directionWord,
  port: portName,
  services: z.array(z.string()).min(1),
  role: listName,
  reason: z.string(),
});

export const catalogNote = z.strictObject({
  id: z.string(),
  text: z.string(),
  /** Notes are ours: they are shown, never applied silently. */
  basis: z.literal('decision'),
  proposes: z.array(proposedRule),
});

export const catalogEntry = z.strictObject({
  /** Stable: rule ids begin with it. */
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** `source`: a row of the table. `ours`: a rule that the product proposes besides it. */
  origin: z.enum(['source', 'ours']),
  /** Number of the row in the published table, from 1; null for our own. */
  row: z.int().min(1).nullable(),
  title: z.string(),
  /** What the source says, word for word; null for our own. */
  published: z
    .strictObject({
      services: z.array(z.string()),
      inline: z.string().nullable(),
      oneArm: z.string().nullable(),
      text: z.string(),
      condition: z.string().nullable(),
      /** What the text of the source lost, in our words; null when nothing is known to be missing. */
      lost: z.string().nullable(),
    })
    .nullable(),
  /** All services that the row lists, normal form, in the source's order. */
  services: z.array(z.string()).min(1),
  /** Both gives two rules; null: the source gives none, the site has to choose. */
  direction: z.enum(['in', 'out', 'both']).nullable(),
  /** The node's port in Inline mode. The source does not give it. Null: nothing to assume, the site has to choose. */
  inline: z.strictObject({
    port: portName.nullable(),
    portBasis: z.enum(['assumed', 'none']),
    modeBasis: z.literal('assumed'),
  }),
  /** Endpoint roles whose union is the counterpart. */
  roles: z.array(listName).min(1),
  on: condition,
  /** First match wins; what none matches is `as-published`. `basis` of the level: our decision unless the source states it. */
  levels: z.array(
    z.strictObject({
      direction: directionWord,
      services: z.array(z.string()).min(1),
      level: levelWord,
      basis: z.enum(['source', 'assumed']),
      when: condition.optional(),
    }),
  ),
  /** Any of the services is enough, for each endpoint; `choice` is what is asked for unless the site says otherwise. */
  anyOf: z.strictObject({ choice: z.array(z.string()).min(1) }).nullable(),
  /** Null: checked. Else why no check exists for it. */
  unchecked: z.string().nullable(),
  /** The change is asked for a limited time only. */
  temporary: z.boolean(),
  /** At most 80 characters each, for the request's column Why. */
  why: z.strictObject({ in: z.string().max(80).nullable(), out: z.string().max(80).nullable() }),
  /** What is lost when it is denied. */
  ifDenied: z.string(),
  notes: z.array(catalogNote),
});

export const catalogRole = z.strictObject({
  /** Plural, as a heading: `DNS servers`. */
  title: z.string(),
  singular: z.string(),
  about: z.string(),
  /** The site's other nodes belong to this role by themselves. */
  includesSiteNodes: z.boolean(),
  /** Who can give the addresses. */
  knownBy: z.enum(['customer', 'vendor', 'technician']),
  /** Said where an address is missing: e.g. that the list is lost from the source and whom to ask. Null: ask `knownBy`. */
  missing: z.string().nullable(),
});

export const catalogFeature = z.strictObject({
  title: z.string(),
  about: z.string(),
  /** A feature that must be on for this one to be allowed. */
  needs: listName.nullable(),
});

export const catalogSchema = z.strictObject({
  format: z.literal('gatecheck/catalog@1'),
  id: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string(),
  title: z.string(),
  /** The appliance, as in `Installation of a ... node`. */
  appliance: z.string(),
  /** Who answers for missing address lists. */
  vendorContact: z.string(),
  source: z.strictObject({
    title: z.string(),
    publisher: z.string(),
    retrieved: z.string(),
    about: z.string(),
  }),
  /** Keys in the role order of the site file. */
  roles: z.record(listName, catalogRole),
  features: z.record(listName, catalogFeature),
  /** Notes on the table as a whole. */
  notes: z.array(catalogNote),
  entries: z.array(catalogEntry).min(1),
});

export type Direction = z.infer<typeof directionWord>;
export type NodePort = z.infer<typeof portName>;
export type Level = z.infer<typeof levelWord>;
export type Deployment = z.infer<typeof deploymentWord>;
export type CatalogNote = z.infer<typeof catalogNote>;
export type CatalogEntry = z.infer<typeof catalogEntry>;
export type Catalog = z.infer<typeof catalogSchema>;
