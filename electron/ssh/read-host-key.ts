import type { Duplex } from 'node:stream';

import ssh2 from 'ssh2';
import type { ServerHostKeyAlgorithm } from 'ssh2';

import { fingerprintOf } from './fingerprint.ts';

/** RFC 8332 gives the one RSA key type two signature algorithms. */
function algorithmsFor(keyType: string): ServerHostKeyAlgorithm[] {
  return keyType === 'ssh-rsa'
    ? ['rsa-sha2-512', 'rsa-sha2-256']
    : [keyType as Exclude<ServerHostKeyAlgorithm, 'ssh-rsa'>];
}

/**
 * Reads the host key that an SSH server proves to hold at the other end of an open stream, without signing in. Closes
 * the stream.
 *
 * @param options.keyType asked for, because a host may have keys of several types, e.g. `ssh-ed25519`
 * @returns `SHA256:…`, or null when there is no SSH server, none with such a key, or it did not answer in time
 */
export function readHostKey(
  stream: Duplex,
  options: { readonly keyType: string; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string | null> {
  return new Promise((resolve) => {
    const client = new ssh2.Client();
    let offered: string | null = null;
    let proven: string | null = null;
    const finish = (): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', finish);
      client.destroy();
      stream.destroy();
      resolve(proven);
    };
    const timer = setTimeout(finish, options.timeoutMs);
    options.signal.addEventListener('abort', finish, { once: true });
    client.on('error', finish);
    client.on('close', finish);
    // Only now the signature over the key exchange is checked; the verifier below is asked before. Nothing is signed in.
    client.on('handshake', () => {
      proven = offered;
      finish();
    });
    try {
      client.connect({
        sock: stream,
        username: 'host-key-only',
        readyTimeout: 0,
        algorithms: { serverHostKey: algorithmsFor(options.keyType) },
        hostVerifier: (key: Buffer) => {
          offered = fingerprintOf(key);
          return true;
        },
        authHandler: [],
      });
    } catch {
      finish();
    }
  });
}
