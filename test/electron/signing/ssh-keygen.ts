import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The real ssh-keygen, in a folder of its own: the independent judge of our signatures. */
export function sshKeygenIn(folder: string): {
  makeKey: (name: string, type: string, options?: { bits?: number; passphrase?: string }) => string;
  sign: (keyFile: string, bytes: Uint8Array, namespace?: string) => Buffer;
  verify: (input: {
    bytes: Uint8Array;
    signature: Uint8Array;
    allowedSigners: string;
    email: string;
    namespace?: string;
  }) => { ok: boolean; says: string };
} {
  return {
    makeKey: (name, type, options = {}) => {
      const path = join(folder, name);
      const bits = options.bits === undefined ? [] : ['-b', String(options.bits)];
      execFileSync('ssh-keygen', ['-q', '-t', type, ...bits, '-N', options.passphrase ?? '', '-f', path]);
      return path;
    },
    sign: (keyFile, bytes, namespace = 'gatecheck') => {
      const file = join(folder, 'message');
      writeFileSync(file, bytes);
      rmSync(`${file}.sig`, { force: true });
      chmodSync(keyFile, 0o600);
      execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', keyFile, '-n', namespace, file], {
        stdio: 'pipe',
      });
      return readFileSync(`${file}.sig`);
    },
    verify: ({ bytes, signature, allowedSigners, email, namespace = 'gatecheck' }) => {
      const signatureFile = join(folder, 'judged.sig');
      const signersFile = join(folder, 'allowed_signers');
      writeFileSync(signatureFile, signature);
      writeFileSync(signersFile, allowedSigners);
      const done = spawnSync(
        'ssh-keygen',
        ['-Y', 'verify', '-f', signersFile, '-I', email, '-n', namespace, '-s', signatureFile],
        { input: bytes, encoding: 'utf8' },
      );
      return { ok: done.status === 0, says: `${done.stdout}${done.stderr}` };
    },
  };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'gatecheck-signing-'));
}
