import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SshError, connect } from '../../../electron/ssh/index.ts';
import type { Credential, SshSession } from '../../../electron/ssh/index.ts';
import { freePort } from '../../helpers/free-port.ts';
import { isRoot, makeKey, sshdMissing, startSshd } from '../../helpers/sshd.ts';
import type { Sshd } from '../../helpers/sshd.ts';

/** An Ed25519 public key as authorized_keys has it. */
function opensshLine(key: KeyObject): string {
  const raw = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
  const head = Buffer.from('0000000b7373682d6564323535313900000020', 'hex');
  return `ssh-ed25519 ${Buffer.concat([head, raw]).toString('base64')}`;
}

describe.skipIf(sshdMissing)('credentials', () => {
  let sshd: Sshd;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatecheck-keys-'));
    sshd = await startSshd();
  });
  afterAll(async () => {
    await sshd.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (...credentials: Credential[]): Promise<SshSession> =>
    connect(
      { host: '127.0.0.1', port: sshd.port, user: sshd.user, name: 'szz-1', credentials },
      {
        decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'accepted' }),
        readyTimeoutMs: 8000,
        keepaliveMs: 0,
      },
    );
  const failureOf = async (...credentials: Credential[]): Promise<SshError> => {
    const outcome = await open(...credentials).catch((error: unknown) => error);
    if (outcome instanceof SshError) return outcome;
    throw new Error(`Expected an SshError, got ${String(outcome)}`);
  };
  /** The server's own user key, encrypted with a passphrase. */
  const encryptedCopy = (passphrase: string, format: 'OpenSSH' | 'PEM'): string => {
    const path = join(folder, `encrypted-${format}-${passphrase.length}`);
    writeFileSync(path, readFileSync(sshd.userKey), { mode: 0o600 });
    execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', passphrase, '-f', path]);
    return path;
  };

  it('signs in with a key from memory', async () => {
    const session = await open({ kind: 'key', privateKey: readFileSync(sshd.userKey) });
    session.close();
    expect(session.hostKey.fingerprint).toBe(sshd.hostKeys.ed25519.fingerprint);
  });

  it('says which key was refused', async () => {
    const path = join(folder, 'stranger');
    const { fingerprint } = makeKey(path, 'ed25519');
    const error = await failureOf({ kind: 'key-file', path });
    expect(error.kind).toBe('key-rejected');
    expect(error.message).toContain(fingerprint);
    expect(error.message).toContain(path);
  });

  it('tries the next credential after one that was refused', async () => {
    const path = join(folder, 'stranger-2');
    makeKey(path, 'rsa');
    const session = await open({ kind: 'key-file', path }, { kind: 'key-file', path: sshd.userKey });
    session.close();
    expect(session.hop.name).toBe('szz-1');
  });

  it('tells a missing file, a public key, a foreign file, and a file that may not be read apart', async () => {
    const missing = await failureOf({ kind: 'key-file', path: join(folder, 'none') });
    expect(missing.kind).toBe('key-unreadable');
    expect(missing.message).toContain('there is no such file');

    const open = await failureOf({ kind: 'key-file', path: `${sshd.userKey}.pub` });
    expect(open.kind).toBe('key-unreadable');
    expect(open.cure).toContain('without .pub');

    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'not a key');
    expect((await failureOf({ kind: 'key-file', path })).kind).toBe('key-unreadable');

    // Root may read everything.
    if (!isRoot) {
      chmodSync(path, 0);
      expect((await failureOf({ kind: 'key-file', path })).message).toContain('may not read');
    }
  });

  it('asks for the passphrase, tells a wrong one, and opens the key with the right one', async () => {
    const path = encryptedCopy('correct horse', 'OpenSSH');
    expect((await failureOf({ kind: 'key-file', path })).kind).toBe('passphrase-needed');
    const wrong = await failureOf({ kind: 'key-file', path, passphrase: 'battery staple' });
    expect(wrong.kind).toBe('wrong-passphrase');
    expect(wrong.message + wrong.cure).not.toContain('battery staple');
    const session = await open({ kind: 'key-file', path, passphrase: 'correct horse' });
    session.close();
  });

  it('tells a wrong passphrase of an old PEM key too', async () => {
    const path = join(folder, 'pem');
    execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', 'right one', '-f', path]);
    expect((await failureOf({ kind: 'key-file', path })).kind).toBe('passphrase-needed');
    expect((await failureOf({ kind: 'key-file', path, passphrase: 'wrong one' })).kind).toBe(
      'wrong-passphrase',
    );
    expect((await failureOf({ kind: 'key-file', path, passphrase: 'right one' })).kind).toBe('key-rejected');
  });

  it('signs in with a PKCS#8 key of each kind, with and without a passphrase', async () => {
    for (const type of ['ed25519', 'ec', 'rsa'] as const) {
      const { publicKey, privateKey } =
        type === 'rsa'
          ? generateKeyPairSync('rsa', { modulusLength: 2048 })
          : type === 'ec'
            ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
            : generateKeyPairSync('ed25519');
      const path = join(folder, `pkcs8-${type}`);
      const plain = privateKey.export({ type: 'pkcs8', format: 'pem' });
      const sealed = privateKey.export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'right one',
      });
      writeFileSync(path, sealed);
      expect((await failureOf({ kind: 'key-file', path })).kind).toBe('passphrase-needed');
      expect((await failureOf({ kind: 'key-file', path, passphrase: 'wrong one' })).kind).toBe(
        'wrong-passphrase',
      );
      const stranger = await failureOf({ kind: 'key-file', path, passphrase: 'right one' });
      expect(stranger.kind).toBe('key-rejected');

      // ssh-keygen says what the public half is, so that the server can be told to take it.
      writeFileSync(`${path}.pem`, publicKey.export({ type: 'spki', format: 'pem' }));
      const line =
        type === 'ed25519'
          ? opensshLine(publicKey)
          : execFileSync('ssh-keygen', ['-i', '-m', 'PKCS8', '-f', `${path}.pem`], { encoding: 'utf8' });
      sshd.authorize(line);
      const session = await open({ kind: 'key', privateKey: plain });
      expect((await session.exec('true', { timeoutMs: 5000 })).code).toBe(0);
      session.close();
    }
  });

  it('finds a bad key before anybody is dialled', async () => {
    const nobody = { host: '127.0.0.1', port: await freePort(), user: 'admin' };
    const failure = await connect(
      { ...nobody, credentials: [{ kind: 'key-file', path: join(folder, 'none') }] },
      { decideHostKey: () => Promise.reject(new Error('asked')), readyTimeoutMs: 8000, keepaliveMs: 0 },
    ).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'key-unreadable' });
  });

  describe('of an SSH agent', () => {
    let agent: ChildProcess;
    let socket: string;
    const add = (path: string): void => {
      execFileSync('ssh-add', ['-q', path], {
        env: { ...process.env, SSH_AUTH_SOCK: socket },
        stdio: 'pipe',
      });
    };
    beforeAll(async () => {
      socket = join(folder, 'agent.sock');
      agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
      for (let attempt = 0; attempt < 100 && !existsSync(socket); attempt += 1) await sleep(50);
    });
    afterAll(() => agent.kill());

    it('are used, one after the other', async () => {
      const empty = await failureOf({ kind: 'agent', socket });
      expect(empty.kind).toBe('agent-unavailable');
      expect(empty.message).toContain('holds no keys');

      const path = join(folder, 'in-agent');
      makeKey(path, 'ed25519');
      add(path);
      const refused = await failureOf({ kind: 'agent', socket });
      expect(refused.kind).toBe('key-rejected');
      expect(refused.message).toContain('the SSH agent (1 key)');

      add(sshd.userKey);
      const session = await open({ kind: 'agent', socket });
      session.close();
    });

    it('are too many for the server: the cure names the way out', async () => {
      for (let index = 0; index < 8; index += 1) {
        const path = join(folder, `many-${index}`);
        makeKey(path, 'ed25519');
        add(path);
      }
      const strict = await startSshd({ config: ['MaxAuthTries 3'] });
      const failure = await connect(
        { host: '127.0.0.1', port: strict.port, user: strict.user, credentials: [{ kind: 'agent', socket }] },
        {
          decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'accepted' }),
          readyTimeoutMs: 8000,
          keepaliveMs: 0,
        },
      ).catch((error: unknown) => error);
      expect(failure).toMatchObject({ kind: 'key-rejected' });
      expect((failure as SshError).message).toContain('too many tries');
      expect((failure as SshError).cure).toContain('key file');
      await strict.stop();
    });

    it('are missed when there is no agent', async () => {
      const error = await failureOf({ kind: 'agent', socket: join(folder, 'no-agent.sock') });
      expect(error.kind).toBe('agent-unavailable');
      expect((await failureOf({ kind: 'agent', socket: '' })).kind).toBe('agent-unavailable');
    });
  });
});
