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
    | 'carried-over'
    | 'redaction'
    | 'pdf'
    | 'pdf-signature';
  readonly answer: VerifyAnswer;
  /** One sentence. */
  readonly says: string;
  readonly findings: readonly Finding[];
}

/** What the signature over the bytes gave: the key that made it, or why it is none. */
export type SignatureCheck =
  | { readonly ok: true; readonly publicKey: string; readonly fingerprint: string }
  | { readonly ok: false; readonly reason: string };

/** Who a key belongs to, as far as this machine knows. */
export type SignerAnswer =
  | { readonly known: true; readonly says: string }
  /** `says`: why not, e.g. that it is nowhere, or belongs to another address. */
  | { readonly known: false; readonly says: string };

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
