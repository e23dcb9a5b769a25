import { z } from 'zod';
import type { VerifyResult } from '../report/types.ts';

/** The calls of the Verify screen. Dropped files come as names and bytes: the window has no paths, and sends none. */

/** All files of one drop together: a report of 50 MB with its signature, its PDF and the report before still fits. */
export const maxDroppedBytes = 60_000_000;
const maxDroppedFiles = 60;

const droppedFile = z.strictObject({
  name: z.string().min(1).max(255),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type DroppedFile = z.infer<typeof droppedFile>;

export const verifyArguments = {
  /** Shows the system's dialog. What lies beside the report is read with it. */
  'verify.choose': z.tuple([]),
  /** The report of which `app.given` told; what lies beside it is read with it. */
  'verify.given': z.tuple([]),
  'verify.files': z.tuple([
    z
      .array(droppedFile)
      .min(1)
      .max(maxDroppedFiles)
      .refine((files) => files.reduce((sum, { bytes }) => sum + bytes.length, 0) <= maxDroppedBytes),
  ]),
  /**
   * Takes the signer of a report that was just verified among the known ones. `received`: the fingerprint as it came by another
   * way than the file, typed or pasted; nothing is kept when it is another one.
   */
  'verify.trust': z.tuple([
    z.strictObject({
      verification: z.string().min(1).max(100),
      fingerprint: z.string().max(100),
      received: z.string().max(200),
      cameAnotherWay: z.literal(true),
    }),
  ]),
} as const satisfies Record<string, z.ZodType>;

/** A signer whose signature holds, and who may be taken among the known ones. */
export interface SignerToTrust {
  readonly name: string;
  readonly email: string;
  readonly fingerprint: string;
}

/** What was verified together. */
export interface Verification {
  readonly id: string;
  /** Each report that was found, the newest first. */
  readonly results: readonly VerifyResult[];
  readonly toTrust: readonly SignerToTrust[];
  /** Files that nothing was made of, and why, as sentences. */
  readonly unused: readonly string[];
}

export interface VerifyResults {
  'verify.choose': Verification | null;
  'verify.given': Verification | null;
  'verify.files': Verification;
  'verify.trust': Verification;
}

/** Why these files are not taken; null: they are. Asked by the window before it reads them. */
export function whyNotTaken(files: readonly { readonly size: number }[]): string | null {
  if (files.length === 0) return 'Nothing that can be read was dropped. Drop files, not folders or texts.';
  if (files.length > maxDroppedFiles)
    return `${files.length} files are too many at once. Drop up to ${maxDroppedFiles}: reports with their signatures and PDFs.`;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes <= maxDroppedBytes) return null;
  return `These files have ${Math.ceil(bytes / 1e6)} MB together; up to ${maxDroppedBytes / 1e6} MB are read at once. Drop one report with its signature and its PDF.`;
}
