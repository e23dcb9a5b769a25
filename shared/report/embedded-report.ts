import { z } from 'zod';
import { canonicalJson } from '../lib/digest.ts';

/** A report that travels inside the verifier page: `NAME.readiness.html`. */

export const embeddedReportSchema = z.strictObject({
  format: z.literal('gatecheck/embedded@1'),
  /** SHA-256 of the page before anything was put into it, hexadecimal. */
  verifier: z.string().regex(/^[0-9a-f]{64}$/),
  /** The report first, then its signature, then earlier reports with theirs. */
  files: z
    .array(z.strictObject({ name: z.string().min(1).max(300), base64: z.string() }))
    .min(1)
    .max(1000),
  /** What was not put in, and why, as sentences. */
  leftOut: z.array(z.string()),
});

export type EmbeddedReport = z.infer<typeof embeddedReportSchema>;

/**
 * The page with a report in it, as data that nothing executes; null: the page has no empty slot, so it is no verifier.
 * No character that could end the element, or begin another one, stands in the data.
 */
export function embedReport(page: string, embedded: EmbeddedReport): string | null {
  const start = '<script type="application/json" id="embedded">';
  const [before, after, ...more] = page.split(`${start}null</script>`);
  if (before === undefined || after === undefined || more.length > 0) return null;
  const json = canonicalJson(embedded).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${before}${start}${json}</script>${after}`;
}
