import { getCiphers } from 'node:crypto';
import type { Algorithms, CipherAlgorithm, ServerHostKeyAlgorithm } from 'ssh2';

/** Most wanted first. Without ssh-rsa (SHA-1) and ssh-dss, which ssh2 would still take. */
export const HOST_KEY_ALGORITHMS: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

/**
 * What is agreed on with a server, most wanted first; written out, so that an update of the library changes nothing unseen.
 * No compression: a few bytes of a stranger's could become gigabytes here. HMAC with SHA-1 stays the last choice, as in
 * OpenSSH: nothing is known against it in this use.
 */
export const TRANSPORT_ALGORITHMS = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group15-sha512',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group17-sha512',
    'diffie-hellman-group18-sha512',
    'diffie-hellman-group-exchange-sha256',
  ],
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    // Electron's own cryptography has no such cipher under OpenSSL's name, and ssh2 refuses what it cannot do.
    ...(getCiphers().includes('chacha20') ? (['chacha20-poly1305@openssh.com'] as const) : []),
  ] as CipherAlgorithm[],
  hmac: [
    'hmac-sha2-256-etm@openssh.com',
    'hmac-sha2-512-etm@openssh.com',
    'hmac-sha1-etm@openssh.com',
    'hmac-sha2-256',
    'hmac-sha2-512',
    'hmac-sha1',
  ],
  compress: ['none'],
} as const satisfies Algorithms;

/** RSA host keys and Diffie-Hellman groups of fewer bits can be broken by those who are worth fearing. */
export const LEAST_BITS = 2048;

/** Names that a reader knows as outdated, whatever else a server offers. */
const OUTDATED: readonly RegExp[] = [
  /^ssh-rsa$/,
  /^ssh-dss$/,
  /^diffie-hellman-.*-sha1$/,
  /-cbc(?:@[a-z.]+)?$/,
  /^arcfour/,
  /^hmac-md5/,
  /^hmac-sha1-96/,
  /^hmac-ripemd160/,
  /^zlib/,
];

/** The outdated algorithms in a server's list, each once. */
export function outdatedAmong(list: string): readonly string[] {
  return [...new Set(list.split(','))].filter((name) => OUTDATED.some((pattern) => pattern.test(name)));
}
