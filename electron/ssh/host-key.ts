import ssh2 from 'ssh2';

import { fingerprintOf } from './fingerprint.ts';

export interface HostKeyPair {
  /** OpenSSH format. */
  readonly privateKey: string;
  /** One line, `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** ssh2 1.17 makes about one Ed25519 key in 200 that nothing can read (a leading zero byte is lost), so it is tried. */
const ATTEMPTS = 20;

/** A fresh Ed25519 host key, for the practice node. */
export function generateHostKey(): HostKeyPair {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    const secret = ssh2.utils.parseKey(pair.private);
    const open = ssh2.utils.parseKey(pair.public);
    if (secret instanceof Error || open instanceof Error) continue;
    const sample = Buffer.from('sample');
    if (!open.verify(sample, secret.sign(sample))) continue;
    return {
      privateKey: pair.private,
      publicKey: pair.public,
      fingerprint: fingerprintOf(open.getPublicSSH()),
    };
  }
  throw new Error('No usable Ed25519 key could be made.');
}
