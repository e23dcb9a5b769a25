import { z } from 'zod';

/** Port-state words follow nmap. */
export const observationWord = z.enum([
  'confirmed',
  'open',
  'refused',
  'rejected',
  'filtered',
  'no-answer',
  'unreachable',
  'unresolved',
  'intercepted',
  'wrong-interface',
  'not-testable',
  'error',
  'not-run',
]);

/** What a TLS handshake showed. Fingerprints are `SHA256:` and base64 of the DER certificate's SHA-256. */
export const tlsFactsSchema = z.strictObject({
  protocol: z.string().nullable(),
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  notBefore: z.string(),
  notAfter: z.string(),
  fingerprint: z.string(),
  /** Fingerprints of the presented chain, leaf first. */
  chain: z.array(z.string()),
  /**
   * Fingerprints of CA certificates that really signed their way down to the leaf: those of the presented chain, and
   * the one of our trust store that anchors it.
   */
  validatedBy: z.array(z.string()),
  /** False: the engine could read the leaf only, so that its issuer cannot be judged. */
  chainRead: z.boolean(),
  /** Which of our trust stores leads to the leaf. */
  trust: z.enum(['public-root', 'entered-ca', 'untrusted']),
  /** Name and version of the public roots used. */
  roots: z.string(),
  /** The leaf, and every certificate between it and its anchor. */
  validNow: z.boolean(),
  /** Null: no name to compare with, and the certificate does not carry the address either. */
  nameMatches: z.boolean().nullable(),
  /** For In rules: the certificate that the node serves to itself on the same address and port; null: not read. */
  nodeSide: z.string().nullable(),
});

export type Observation = z.infer<typeof observationWord>;
export type TlsFacts = z.infer<typeof tlsFactsSchema>;
