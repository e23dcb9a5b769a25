import ssh2 from 'ssh2';

/** A private key as PEM that node:crypto reads, or why there is none. */
export type PrivateKeyPem =
  | { readonly kind: 'key'; readonly pem: string }
  | { readonly kind: 'passphrase-needed' }
  | { readonly kind: 'wrong-passphrase' }
  | { readonly kind: 'unreadable'; readonly reason: string };

function parse(data: Buffer, passphrase: string | undefined): unknown {
  try {
    const parsed: unknown = ssh2.utils.parseKey(data, passphrase);
    return Array.isArray(parsed) ? (parsed as unknown[])[0] : parsed;
  } catch (error) {
    return error;
  }
}

/** Opens an OpenSSH private key file, with its passphrase if it has one. node:crypto does not read that format. */
export function openSshKeyToPem(data: Buffer, passphrase: string | null): PrivateKeyPem {
  const key = parse(data, passphrase ?? undefined);
  if (key instanceof Error) {
    if (/no passphrase given/i.test(key.message)) return { kind: 'passphrase-needed' };
    if (passphrase !== null && /passphrase|integrity check failed|bad decrypt/i.test(key.message)) {
      return { kind: 'wrong-passphrase' };
    }
    return { kind: 'unreadable', reason: key.message };
  }
  const opened = key as ssh2.ParsedKey;
  return opened.isPrivateKey()
    ? { kind: 'key', pem: opened.getPrivatePEM() }
    : { kind: 'unreadable', reason: 'it is a public key' };
}
