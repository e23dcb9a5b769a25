import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedSignersLine, verifySignature } from '../../../electron/signing/index.ts';
import { buildCommandLine } from '../../helpers/command-line.ts';
import { secretsOfIdentity } from '../../helpers/identity-secrets.ts';
import type { SshAgent } from '../../helpers/ssh-agent.ts';
import { startSshAgent } from '../../helpers/ssh-agent.ts';
import { signedReport } from '../../helpers/signed-report.ts';
import { sshKeygenIn } from '../signing/ssh-keygen.ts';
import type { Search } from '../../helpers/secret-search.ts';
import {
  needlesOf,
  searchFolder,
  searchMemoryFiles,
  searchProcessList,
} from '../../helpers/secret-search.ts';

const cli = fileURLToPath(new URL('../../../dist/cli.cjs', import.meta.url));
/** Everything that the command line could write to is below it: home, temporary files, working folder. */
let world = '';
let home = '';
let report: readonly string[] = [];

interface Ended {
  readonly code: number | null;
  readonly text: string;
  /** What was in the process list while it ran. The variable that the person set for this process is not counted. */
  readonly listed: readonly Search[];
  /** What was in files that only memory holds. A machine may have none. */
  readonly memory: readonly Search[];
}

async function gatecheck(
  args: readonly string[],
  secrets: Record<string, string> = {},
  needles: Parameters<typeof searchProcessList>[0] = [],
): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: world,
    env: {
      PATH: process.env['PATH'],
      HOME: world,
      TMPDIR: join(world, 'tmp'),
      GATECHECK_HOME: home,
      ...secrets,
    },
    timeout: 60_000,
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  const state = { running: true };
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      state.running = false;
      resolve(code);
    });
  });
  const listed: Search[] = [];
  const memory: Search[] = [];
  while (needles.length > 0 && state.running) {
    listed.push(searchProcessList(needles, (pid, part) => pid === child.pid && part === 'environ'));
    memory.push(searchMemoryFiles(needles));
    await sleep(250);
  }
  return { code: await ended, text, listed, memory };
}

beforeAll(async () => {
  buildCommandLine();
  world = mkdtempSync(join(tmpdir(), 'gatecheck-key-secrets-'));
  mkdirSync(join(world, 'tmp'));
  home = join(world, 'user');
  const { report: bytes, signature } = await signedReport();
  const path = join(world, 'gdansk-dc1.readiness.json');
  const { signer } = JSON.parse(Buffer.from(bytes).toString()) as {
    signer: { email: string; publicKey: string };
  };
  writeFileSync(path, bytes);
  writeFileSync(`${path}.sig`, signature);
  writeFileSync(join(world, 'allowed_signers'), `${allowedSignersLine(signer.email, signer.publicKey)}\n`);
  report = [path, '--allowed-signers', join(world, 'allowed_signers')];
}, 120_000);

afterAll(() => {
  rmSync(world, { recursive: true, force: true });
});

describe('the command line', { timeout: 60_000 }, () => {
  it('leaves neither private key nor passphrase in clear while it makes, signs, protects, backs up and restores', async () => {
    const PASSPHRASE = `canary-${randomBytes(12).toString('hex')}`;
    const NEXT = `canary-${randomBytes(12).toString('hex')}`;
    const open = ['--signing-passphrase-env', 'PASSPHRASE'];
    const made = await gatecheck(
      ['key', 'create', '--name', 'Tech', '--email', 'tech@example.com', ...open],
      { PASSPHRASE },
    );
    expect(made.code).toBe(0);
    const secrets = await secretsOfIdentity(join(home, 'identity.json'), PASSPHRASE);
    const needles = needlesOf(secrets, { passphrase: PASSPHRASE, 'new passphrase': NEXT });

    const signed = await gatecheck(
      ['redact', ...report, '--out', join(world, 'copy'), ...open],
      { PASSPHRASE },
      needles,
    );
    expect(signed.code).toBe(0);
    const backup = await gatecheck(['key', 'backup', '--out', join(world, 'backup.json'), ...open], {
      PASSPHRASE,
    });
    const protectedAnew = await gatecheck(['key', 'protect', ...open, '--new-passphrase-env', 'NEXT'], {
      PASSPHRASE,
      NEXT,
    });
    const restored = await gatecheck(['key', 'restore', join(world, 'backup.json'), ...open], { PASSPHRASE });
    const refused = await gatecheck(
      ['key', 'restore', join(world, 'backup.json'), '--signing-passphrase-env', 'NEXT'],
      {
        NEXT,
      },
    );
    expect([backup.code, protectedAnew.code, restored.code, refused.code]).toEqual([0, 0, 0, 2]);

    expect(signed.listed.length).toBeGreaterThan(1);
    expect(signed.listed.every(({ looked }) => looked.length > 0)).toBe(true);
    expect([...signed.listed, ...signed.memory].flatMap(({ found }) => found)).toEqual([]);
    writeFileSync(
      join(world, 'said'),
      [made, signed, backup, protectedAnew, restored, refused].map(({ text }) => text).join(''),
    );
    const files = searchFolder(world, needles);
    expect(files.looked).toEqual(
      expect.arrayContaining(['user/identity.json', 'backup.json', 'said'].map((name) => join(world, name))),
    );
    expect(files.found).toEqual([]);

    writeFileSync(join(home, 'planted'), secrets['signing key'] ?? '');
    expect(searchFolder(world, needles).found).not.toEqual([]);
    rmSync(join(home, 'planted'));
  });

  it('signs a redacted copy with the identity that it has', async () => {
    const copies = searchFolder(join(world, 'copy'), []).looked;
    const json = copies.find((path) => path.endsWith('.json')) ?? '';
    const answer = verifySignature(readFileSync(json), readFileSync(`${json}.sig`));
    const shown = await gatecheck(['key', 'show']);
    expect(answer).toMatchObject({ ok: true });
    expect(shown.text).toContain(answer.ok ? answer.fingerprint : 'no signature');
  });
});

describe('a backup on the command line', { timeout: 60_000 }, () => {
  it('is written over nothing, and takes the place of another identity only with --replace', async () => {
    const identity = join(home, 'identity.json');
    const before = readFileSync(identity, 'utf8');
    const own = join(world, 'other');
    const asOther = { GATECHECK_HOME: own, WORD: 'far away' };
    const made = await gatecheck(
      ['key', 'create', '--name', 'Other', '--email', 'other@example.com', '--plain-key'],
      asOther,
    );
    const copy = join(world, 'other-backup.json');
    const onto = await gatecheck(['key', 'backup', '--out', join(own, 'identity.json')], asOther);
    const unsealed = await gatecheck(['key', 'backup', '--out', copy], asOther);
    const sealed = await gatecheck(
      ['key', 'backup', '--out', copy, '--backup-passphrase-env', 'WORD'],
      asOther,
    );
    const refused = await gatecheck(['key', 'restore', copy]);
    expect([made, onto, unsealed, sealed, refused].map(({ code }) => code)).toEqual([0, 2, 2, 0, 2]);
    expect(onto.text).toContain('over the identity itself');
    expect(unsealed.text).toContain('--backup-passphrase-env');
    expect(refused.text).toContain('--replace');
    expect(readFileSync(identity, 'utf8')).toBe(before);

    const replaced = await gatecheck(['key', 'restore', copy, '--replace']);
    expect(replaced.code).toBe(0);
    expect(replaced.text).toMatch(/^Other <other@example\.com>.*public keys before this one: 1/s);
  });
});

describe('a copy signed with the SSH agent', { timeout: 60_000 }, () => {
  let agent: SshAgent;
  const sign = (env: Record<string, string>, ...options: string[]): Promise<Ended> =>
    gatecheck(['redact', ...report, '--out', join(world, 'by-agent'), ...options], env);

  beforeAll(async () => {
    agent = await startSshAgent(world, 'agent');
  });
  afterAll(() => {
    agent.stop();
  });

  it('needs an agent with one usable key, or the one that is named; nothing is written before', async () => {
    const socket = { SSH_AUTH_SOCK: agent.address };
    const none = await sign({}, '--signing-agent');
    const gone = await sign({ SSH_AUTH_SOCK: join(world, 'nowhere.sock') }, '--signing-agent');
    const empty = await sign(socket, '--signing-agent');
    const keygen = sshKeygenIn(world);
    agent.add(keygen.makeKey('one', 'ed25519'), keygen.makeKey('two', 'ecdsa', { bits: 256 }));
    const two = await sign(socket, '--signing-agent');
    const both = await sign(socket, '--signing-agent', '--signing-key', join(world, 'one'));
    expect([none, gone, empty, two, both].map(({ code }) => code)).toEqual([2, 3, 2, 2, 2]);
    expect(none.text).toContain('SSH_AUTH_SOCK');
    expect(gone.text).toContain('cannot be reached');
    expect(empty.text).toContain('locked');
    expect(existsSync(join(world, 'by-agent'))).toBe(false);

    const [chosen = ''] = /SHA256:\S+(?= ecdsa)/.exec(two.text) ?? [];
    const signed = await sign(socket, '--signing-agent', chosen);
    expect(signed.code).toBe(0);
    const json =
      searchFolder(join(world, 'by-agent'), []).looked.find((path) => path.endsWith('.json')) ?? '';
    expect(verifySignature(readFileSync(json), readFileSync(`${json}.sig`))).toMatchObject({
      ok: true,
      fingerprint: chosen,
    });
  });

  it('is not written when the agent refuses: exit 3', async () => {
    const refusing = await startSshAgent(world, 'refusing');
    try {
      refusing.add('-c', join(world, 'one'));
      const refused = await gatecheck(
        ['redact', ...report, '--out', join(world, 'refused'), '--signing-agent'],
        { SSH_AUTH_SOCK: refusing.address },
      );
      expect(refused).toMatchObject({ code: 3, text: expect.stringContaining('refused') as string });
      expect(existsSync(join(world, 'refused'))).toBe(false);
    } finally {
      refusing.stop();
    }
  });
});
