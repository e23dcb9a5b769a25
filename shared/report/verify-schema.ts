import { z } from 'zod';
import { readinessWord } from '../results/types.ts';
import type { VerifyResult } from './types.ts';

/** What `gatecheck verify --json` prints. */
export const verifyResultSchema = z.strictObject({
  format: z.literal('gatecheck/verify@1'),
  file: z.string(),
  practice: z.boolean(),
  result: z.enum(['valid', 'intact', 'invalid']),
  readiness: readinessWord.nullable(),
  signer: z.strictObject({ name: z.string(), fingerprint: z.string(), known: z.boolean() }).nullable(),
  lines: z.array(
    z.strictObject({
      what: z.enum([
        'signature',
        'signer',
        'schema',
        'canonical-form',
        'catalogue',
        'rules',
        'verdicts',
        'readiness',
        'previous',
        'carried-over',
        'redaction',
        'pdf',
        'pdf-signature',
      ]),
      answer: z.enum(['valid', 'invalid', 'cannot-tell']),
      says: z.string(),
      findings: z.array(
        z.strictObject({ path: z.string(), message: z.string(), cure: z.exactOptional(z.string()) }),
      ),
    }),
  ),
}) satisfies z.ZodType<VerifyResult>;
