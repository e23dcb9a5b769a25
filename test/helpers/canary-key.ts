import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface CanaryKey {
  /** Private key file, closed with the passphrase. */
  readonly file: string;
  readonly fingerprint: string;
  /** Its secret number, which stands in every clear form of it. */
  readonly secret: Buffer;
}

/** Makes a key to sign in with. The clear copy that its secret is read from is closed again before this returns. */
export function makeCanaryKey(file: string, passphrase: string): CanaryKey {
  const keygen = (...args: readonly string[]): string =>
    execFileSync('ssh-keygen', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  keygen('-q', '-t', 'ed25519', '-N', '', '-C', 'canary', '-f', file);
  const body = readFileSync(file, 'utf8').replace(/-----[^-]+-----|\s/g, '');
  const clear = Buffer.from(body, 'base64');
  const known = Buffer.from(readFileSync(`${file}.pub`, 'utf8').split(' ')[1] ?? '', 'base64').subarray(-32);
  const at = clear.lastIndexOf(known);
  keygen('-q', '-p', '-P', '', '-N', passphrase, '-f', file);
  return {
    file,
    fingerprint: keygen('-lf', `${file}.pub`).split(' ')[1] ?? '',
    secret: Buffer.from(clear.subarray(at - 32, at)),
  };
}
