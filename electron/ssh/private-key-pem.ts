import { parsePrivateKey } from './parse-private-key.ts';

/** A private key as PEM that node:crypto reads, or why there is none. */
export type PrivateKeyPem =
  | { readonly kind: 'key'; readonly pem: string }
  | { readonly kind: 'passphrase-needed' }
  | { readonly kind: 'wrong-passphrase' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Opens an OpenSSH private key file, with its passphrase if it has one. node:crypto does not read that format. */
export function openSshKeyToPem(data: Buffer, passphrase: string | null): PrivateKeyPem {
  const reading = parsePrivateKey(data, passphrase ?? undefined);
  switch (reading.kind) {
    case 'key':
      return { kind: 'key', pem: reading.key.getPrivatePEM() };
    case 'public-key':
      return { kind: 'unreadable', reason: 'it is a public key' };
    case 'passphrase-needed':
    case 'wrong-passphrase':
    case 'unreadable':
      return reading;
  }
}
