import { z } from 'zod';
import { catalogSchema } from '../catalog/schema.ts';
import { planDocumentSchema } from '../plan/plan-document.ts';
import { comparisonSchema } from '../report/comparison-schema.ts';
import { reportSchema } from '../report/schema.ts';
import { verifyResultSchema } from '../report/verify-schema.ts';
import { siteSchema } from '../site/schema.ts';
import { activeSchema } from './active/schema.ts';
import { answerSchema } from './answer/schema.ts';
import { requestSchema } from './change-request/request-json.ts';
import { summarySchema } from './report-outputs/summary-schema.ts';

/** The file formats that others build on, each with the schema that the product itself reads or writes it by. */
const formats = {
  site: { schema: siteSchema, title: 'Site file, NAME.site.json (gatecheck/site@1)' },
  request: { schema: requestSchema, title: 'Change request as data (gatecheck/request@1)' },
  answer: {
    schema: answerSchema,
    title: 'Answer to a change request, NUMBER_REVISION.answer.json (gatecheck/answer@1)',
  },
  report: { schema: reportSchema, title: 'Readiness report, NAME.readiness.json (gatecheck/report@1)' },
  catalog: { schema: catalogSchema, title: 'Catalogue of required ports (gatecheck/catalog@1)' },
  plan: { schema: planDocumentSchema, title: 'Output of gatecheck plan --json (gatecheck/plan@1)' },
  comparison: {
    schema: comparisonSchema,
    title: 'Output of gatecheck compare --json (gatecheck/comparison@1)',
  },
  summary: {
    schema: summarySchema,
    title: 'Summary of a report, gatecheck export --format json (gatecheck/summary@1)',
  },
  verify: { schema: verifyResultSchema, title: 'Output of gatecheck verify --json (gatecheck/verify@1)' },
  active: {
    schema: activeSchema,
    title: 'Since when the lines of a request work, NUMBER_REVISION.active.json (gatecheck/active@1)',
  },
} as const satisfies Record<string, { schema: z.ZodType; title: string }>;

export type SchemaName = keyof typeof formats;

/** Names that `gatecheck schema NAME` knows. */
export const schemaNames = Object.keys(formats) as readonly SchemaName[];

export function isSchemaName(name: string): name is SchemaName {
  return Object.hasOwn(formats, name);
}

/** Control characters, as patterns of ours name them and as every regex dialect can read them; both as JSON texts. */
const controlClass = String.raw`\\p{Cc}`;
const controlRanges = String.raw`\\u0000-\\u001f\\u007f-\\u009f`;

/**
 * The JSON Schema (draft 2020-12) of a format, as a text that ends in a line break. It describes what may stand in the
 * file; what has a default may be left out.
 */
export function formatJsonSchema(name: SchemaName): string {
  const { schema, title } = formats[name];
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  const text = JSON.stringify({ $schema, $id: `urn:gatecheck:schema:${name}:1`, title, ...rest }, null, 2);
  return `${text.replaceAll(controlClass, controlRanges)}\n`;
}
