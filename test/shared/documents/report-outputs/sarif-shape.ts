import { z } from 'zod';

/**
 * What SARIF 2.1.0 asks of the objects that we write: names of properties (no others), required ones, closed sets of words,
 * and that a result which is no `fail` has the level `none` (3.27.10). Held against the schema of the standard by hand.
 */
const message = z.strictObject({ text: z.string().min(1) });
const level = z.enum(['none', 'note', 'warning', 'error']);
const bag = z.record(z.string(), z.unknown());
/** A relative reference of one segment (RFC 3986, 4.2). */
const uri = z.string().regex(/^(?:[\w.~!$&'()*+,;=@-]|%[\dA-F]{2})+$/);
const utc = z.iso.datetime();

const rule = z.strictObject({
  id: z.string().min(1),
  shortDescription: message,
  fullDescription: message,
  help: message,
  defaultConfiguration: z.strictObject({ level }),
  properties: bag,
});

const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(0),
  kind: z.enum(['notApplicable', 'pass', 'fail', 'review', 'open', 'informational']),
  level,
  message,
  locations: z.array(
    z.strictObject({
      physicalLocation: z.strictObject({ artifactLocation: z.strictObject({ uri, index: z.int().min(0) }) }),
      logicalLocations: z.array(
        z.strictObject({ name: z.string(), fullyQualifiedName: z.string(), kind: z.string() }),
      ),
    }),
  ),
  partialFingerprints: z.record(z.string(), z.string()),
  suppressions: z
    .array(
      z.strictObject({
        kind: z.enum(['inSource', 'external']),
        status: z.enum(['accepted', 'underReview', 'rejected']),
        justification: z.string().min(1),
      }),
    )
    .optional(),
  properties: bag,
});

export const sarifShape = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({ name: z.string().min(1), version: z.string(), rules: z.array(rule) }),
      }),
      automationDetails: z.strictObject({ id: z.string() }),
      invocations: z.array(
        z.strictObject({
          executionSuccessful: z.boolean(),
          startTimeUtc: utc,
          endTimeUtc: utc,
          exitCode: z.int(),
          exitCodeDescription: z.string(),
          toolExecutionNotifications: z.array(z.strictObject({ level, message })),
        }),
      ),
      artifacts: z.array(
        z.strictObject({
          location: z.strictObject({ uri }),
          mimeType: z.string().regex(/^[^/]+\/.+$/),
          hashes: z.record(z.string(), z.string()),
          roles: z.array(z.literal('analysisTarget')),
        }),
      ),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      results: z.array(result.refine(({ kind, level: of }) => kind === 'fail' || of === 'none')),
      properties: bag,
    }),
  ),
});
