import type { Finding } from '../lib/result.ts';
import type { Readiness } from '../results/types.ts';

/** One line of a verification: never more than was really looked at. */
export type VerifyAnswer = 'valid' | 'invalid' | 'cannot-tell';

export interface VerifyLine {
  readonly what:
    | 'signature'
    | 'signer'
    | 'schema'
    | 'canonical-form'
    | 'catalogue'
    | 'rules'
    | 'verdicts'
    | 'readiness'
    | 'previous'
    | 'pdf'
    | 'pdf-signature';
  readonly answer: VerifyAnswer;
  /** One sentence. */
  readonly says: string;
  readonly findings: readonly Finding[];
}

/** What `verify` says about a report as a whole. */
export interface VerifyResult {
  readonly format: 'gatecheck/verify@1';
  readonly file: string;
  readonly practice: boolean;
  /** `valid`: intact, signer known, everything recomputes. `intact`: the signer is unknown, or the rules cannot be recomputed here. */
  readonly result: 'valid' | 'intact' | 'invalid';
  readonly readiness: Readiness | null;
  readonly signer: { readonly name: string; readonly fingerprint: string; readonly known: boolean } | null;
  readonly lines: readonly VerifyLine[];
}
