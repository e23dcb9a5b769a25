import type { Verified } from './types.ts';

/** How far the report may be trusted, as every output says it. */
export function verifiedSentence({ result, signerKnown }: Verified): string {
  if (result === 'valid' && signerKnown) return 'valid, signer known';
  return signerKnown
    ? 'intact: signer known, but its rules could not be recomputed here'
    : 'intact: unchanged since it was signed, signer unknown';
}
