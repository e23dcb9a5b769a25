import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectNode } from '../../../electron/engines/detect.ts';
import type { Detection } from '../../../electron/engines/detect.ts';
import { connect } from '../../../electron/ssh/index.ts';
import { addTemporaryUser, isRoot, sshdMissing, startSshd } from '../../helpers/sshd.ts';
import type { Sshd } from '../../helpers/sshd.ts';
import { tempFolder } from './temp-folder.ts';

const { signal } = new AbortController();
const routes = [
  { host: '127.0.0.2', source: '127.0.0.1' },
  { host: '127.0.0.3', source: '127.0.0.1' },
  { host: 'localhost', source: '127.0.0.1' },
];

async function detectAs(sshd: Sshd, user: string, timeoutMs = 20_000): Promise<Detection> {
  const session = await connect(
    { host: '127.0.0.1', port: sshd.port, user, credentials: [{ kind: 'key-file', path: sshd.userKey }] },
    {
      decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'accepted' }),
      readyTimeoutMs: 8000,
      keepaliveMs: 0,
    },
  );
  try {
    return await detectNode(session, { routes, signal, timeoutMs });
  } finally {
    session.close();
  }
}

/** A home whose start-up files talk, and ask, and do not end their last line. */
function noisyHome(): string {
  const home = tempFolder('home');
  const noise = "echo 'Welcome to gdn-1'\nprintf 'Last login: never'\n";
  for (const file of ['.bashrc', '.zshenv', '.mkshrc', '.profile']) writeFileSync(join(home, file), noise);
  writeFileSync(
    join(home, '.cshrc'),
    "echo 'Welcome to gdn-1'\necho -n 'Last login: never'\nset path = (/opt/appliance/bin)\nalias ls rm\n",
  );
  chmodSync(home, 0o755);
  return home;
}

const missing = sshdMissing ?? (isRoot ? undefined : 'only root can make users with other login shells');

describe.skipIf(missing)('a node asked over SSH', () => {
  let sshd: Sshd;
  const home = isRoot ? noisyHome() : '';
  const banner = join(tempFolder('banner'), 'banner');
  const folder = tempFolder('ash');
  beforeAll(async () => {
    writeFileSync(banner, 'Authorised use only.\nYou have mail.\n');
    chmodSync(folder, 0o755);
    if (existsSync('/bin/busybox')) symlinkSync('/bin/busybox', join(folder, 'ash'));
    sshd = await startSshd({
      config: [`Banner ${banner}`, `SetEnv HOME=${home} LANG=tr_TR.UTF-8 LC_MESSAGES=de_DE LANGUAGE=de`],
    });
  });
  afterAll(() => sshd.stop());

  it.each([
    '/bin/dash',
    '/bin/bash',
    '/bin/rbash',
    '/bin/mksh',
    '/bin/tcsh',
    '/bin/zsh',
    join(folder, 'ash'),
  ])('answers with %s as its login shell, whatever its start-up files print', async (shell) => {
    if (!existsSync(shell)) throw new Error(`Install ${shell} to run this test.`);
    const user = addTemporaryUser(shell, home);
    try {
      const detection = await detectAs(sshd, user.name);
      expect(detection).toMatchObject({ complete: true, connection: { server: '127.0.0.1' } });
      expect(detection.system).toMatch(/^Linux /);
      expect(detection.python).toMatch(/^\d+\.\d+\.\d+$/);
      expect(detection.interfaces.find(({ name }) => name === 'lo')?.addresses).toContain('127.0.0.1/8');
      for (const { host, source } of routes.slice(0, 2)) {
        expect(detection.route(host, null)).toMatchObject({ kind: 'route', interface: 'lo' });
        expect(detection.route(host, source)).toMatchObject({ kind: 'route', interface: 'lo' });
      }
      expect(detection.resolve('localhost').kind).toBe('resolved');
    } finally {
      user.remove();
    }
  });
});

describe.skipIf(sshdMissing)('a node that runs no commands of ours', () => {
  it.each([
    ['a menu', "/bin/sh -c 'echo 1 Status; echo 2 Quit; while read x; do echo Invalid choice: $x; done'"],
    ['the file transfer of the SSH server', 'internal-sftp'],
    ['a message', "/bin/sh -c 'echo This account is not available; exit 1'"],
    ['a program that never ends', "/bin/sh -c 'exec sleep 20'"],
  ])('shows nothing when it forces %s', async (_what, command) => {
    const sshd = await startSshd({ config: [`ForceCommand ${command}`] });
    try {
      const detection = await detectAs(sshd, sshd.user, 1500);
      expect(detection).toMatchObject({ complete: false, interfaces: [], python: null, netcats: [] });
      expect(detection.route('127.0.0.2', null)).toBeNull();
    } finally {
      await sshd.stop();
    }
  });
});
