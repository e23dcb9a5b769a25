import { z } from 'zod';
import { deploymentWord, directionWord, levelWord, portName } from '../catalog/schema.ts';
import { languages } from '../words/languages.ts';

/**
 * The site file, `NAME.site.json`, as it stands on disk. Only `format`, `catalog`, `deployment` and `nodes` are needed.
 * Addresses, services, features, roles and entries are checked in a second step (check-site.ts), against the catalogue,
 * so that each message can name the place and the cure.
 */

/** Control and direction-changing characters have no place in names: terminals and documents would obey them. */
const text = z
  .string()
  .max(2000)
  .regex(/^(?:[^\p{Cc}\u202a-\u202e\u2066-\u2069]|[\n\r\t])*$/u, 'It holds a control character.');
const line = z
  .string()
  .max(300)
  .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u, 'It holds a line break or another control character.');
const utc = z.iso.datetime({ message: 'Write the time in UTC, as 2026-11-24T20:00:00Z.' });
const fingerprint = z
  .string()
  .regex(
    /^SHA256:[A-Za-z0-9+/]{43}$/,
    'A host key fingerprint reads SHA256: and 43 characters, as ssh-keygen -l prints it.',
  );

export const nodePortSchema = z.strictObject({
  address: line,
  gateway: line.nullable().default(null),
  address6: line.nullable().default(null),
  gateway6: line.nullable().default(null),
  natAddress: line.nullable().default(null),
});

export const sshHopSchema = z.strictObject({
  host: line,
  port: z.int().min(1).max(65535).default(22),
  user: line,
  hostKey: fingerprint.optional(),
});

export const nodeSchema = z.strictObject({
  name: z.string().min(1).max(63),
  lan: nodePortSchema,
  wan: nodePortSchema.optional(),
  virtualAddresses: z.array(z.strictObject({ port: portName, address: line })).default([]),
  haPeer: line.nullable().default(null),
  ssh: sshHopSchema.extend({ jump: z.array(sshHopSchema).max(1).default([]) }).optional(),
  tls: z
    .strictObject({
      certificate: z
        .string()
        .regex(/^SHA256:/)
        .optional(),
    })
    .optional(),
});

const endpointDetails = z.strictObject({
  address: line,
  label: line.optional(),
  natAddress: line.nullable().optional(),
  probeHosts: z.array(line).max(16).optional(),
  sni: line.optional(),
  issuer: line.optional(),
  public: z.boolean().optional(),
  expect: z.array(line).max(64).optional(),
});

/** An endpoint is its address alone, or an object with more about it. */
export const endpointSchema = z.union([
  line.transform((address): z.output<typeof endpointDetails> => ({ address })),
  endpointDetails,
]);

export const entryOverrideSchema = z.strictObject({
  enabled: z.boolean().optional(),
  port: z.enum(['lan', 'wan', 'both']).optional(),
  services: z.array(line).min(1).optional(),
  direction: z.enum(['in', 'out', 'both']).optional(),
  /** One word for all, or a map from `out 162/udp` to a word. */
  level: z.union([levelWord, z.record(z.string(), levelWord)]).optional(),
  by: line.optional(),
  reason: text.optional(),
});

export const customRuleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'Use lower-case letters, digits and hyphens.'),
  title: line,
  direction: directionWord,
  port: z.enum(['lan', 'wan', 'both']).default('lan'),
  services: z.array(line).min(1),
  endpoints: z.array(endpointSchema).default([]),
  level: levelWord.default('required'),
  reason: text,
  probe: line.nullable().default(null),
});

const attestationSchema = z.strictObject({
  rule: line,
  digest: line,
  by: line.min(1),
  how: text.min(1),
  at: utc,
  expires: utc.nullable().default(null),
});

const waiverSchema = z.strictObject({
  rule: line,
  digest: line,
  by: line.min(1),
  reason: text.min(1),
  at: utc,
  expires: utc,
});

export const siteSchema = z.strictObject({
  format: z.literal('gatecheck/site@1'),
  customer: z
    .strictObject({
      name: line.default(''),
      site: line.default(''),
      address: line.default(''),
      ticket: line.default(''),
      contact: z.strictObject({ name: line.default(''), email: line.default('') }).prefault({}),
      timeZone: line.nullable().default(null),
    })
    .prefault({}),
  technician: z
    .strictObject({
      name: line.default(''),
      company: line.default(''),
      email: line.default(''),
      phone: line.default(''),
    })
    .prefault({}),
  request: z
    .strictObject({
      number: z.string().max(60).default(''),
      revision: z
        .string()
        .regex(/^[A-Z]{1,2}$/, 'A revision is a capital letter, A to Z.')
        .default('A'),
      supersedes: line.nullable().default(null),
      type: z.enum(['new', 'modify', 'remove']).default('new'),
      category: z.enum(['standard', 'emergency', 'temporary']).default('standard'),
      priority: line.default('normal'),
      justification: text.default(''),
      access: text.default(''),
      data: text.default(''),
      sensitiveData: z.boolean().nullable().default(null),
      window: z.strictObject({ start: utc, end: utc }).nullable().default(null),
      validUntil: utc.nullable().default(null),
      notify: z.array(line).default([]),
      approvers: z.array(z.strictObject({ role: line, name: line.default('') })).default([]),
      /** Language of the documents that people read; English without it. */
      language: z.enum(languages).optional(),
    })
    .prefault({}),
  catalog: line,
  deployment: deploymentWord,
  nodes: z.array(nodeSchema).min(1, 'A site has at least one node.').max(64),
  features: z.record(z.string(), z.boolean()).default({}),
  directory: z.strictObject({ domain: line }).optional(),
  endpoints: z.record(z.string(), z.array(endpointSchema).max(2000)).default({}),
  entries: z.record(z.string(), entryOverrideSchema).default({}),
  customRules: z.array(customRuleSchema).max(200).default([]),
  zones: z
    .array(z.strictObject({ name: line, about: line.default(''), addresses: z.array(line) }))
    .default([]),
  proxy: z
    .strictObject({ host: line, port: z.int().min(1).max(65535), entries: z.array(line) })
    .nullable()
    .default(null),
  checks: z
    .strictObject({
      timeoutMs: z.int().min(200).max(60_000).default(3000),
      /** `adaptive`: answers seen shorten the wait for what stays silent; `fixed`: it is always timeoutMs. */
      waits: z.enum(['adaptive', 'fixed']).default('adaptive'),
      retries: z.int().min(0).max(5).default(1),
      negativeControl: z.boolean().default(true),
      /**
       * In checks: where a listener of ours may stand for some seconds while the service is not started; `unprivileged`:
       * on ports from 1024 on.
       */
      temporaryListener: z.enum(['off', 'unprivileged', 'all']).default('unprivileged'),
      trustedCas: z.array(z.string().max(20_000)).default([]),
    })
    .prefault({}),
  attestations: z.array(attestationSchema).default([]),
  waivers: z.array(waiverSchema).default([]),
});

/** A site as written: optional parts may be missing. */
export type SiteFile = z.input<typeof siteSchema>;
/** A site with every default filled in. Checked against its catalogue before anything is derived from it. */
export type Site = z.output<typeof siteSchema>;
export type SiteNode = Site['nodes'][number];
export type SiteNodePort = z.output<typeof nodePortSchema>;
export type SiteEndpoint = z.output<typeof endpointSchema>;
export type EntryOverride = z.output<typeof entryOverrideSchema>;
export type CustomRule = z.output<typeof customRuleSchema>;
export type Attestation = Site['attestations'][number];
export type Waiver = Site['waivers'][number];
