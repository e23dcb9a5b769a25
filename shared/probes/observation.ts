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
  /** Fingerprints of CA certificates in the presented chain that really signed their way down to the leaf. */
  validatedBy: z.array(z.string()),
  /** Which of our trust stores leads to the leaf. */
  trust: z.enum(['public-root', 'entered-ca', 'untrusted']),
  /** Name and version of the public roots used. */
  roots: z.string(),
  validNow: z.boolean(),
  /** Null: no name to compare with. */
  nameMatches: z.boolean().nullable(),
  /** For In rules: the certificate that the node serves to itself on the same address and port; null: not read. */
  nodeSide: z.string().nullable(),
});

export type Observation = z.infer<typeof observationWord>;
export type TlsFacts = z.infer<typeof tlsFactsSchema>;
