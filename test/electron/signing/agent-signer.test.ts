import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allowedSignersLine,
  listAgentKeys,
  openAgentSigner,
  verifySignature,
} from '../../../electron/signing/index.ts';
import { agentAddress } from '../../../electron/ssh/index.ts';
import type { SshAgent } from '../../helpers/ssh-agent.ts';
import { startSshAgent } from '../../helpers/ssh-agent.ts';
import { sshKeygenIn, temporaryFolder } from './ssh-keygen.ts';

const folder = temporaryFolder();
const sshKeygen = sshKeygenIn(folder);
const bytes = Buffer.from('a report');
const who = { name: 'Tech', email: 'tech@example.com' };
const agents: SshAgent[] = [];
const servers: Server[] = [];
const sockets: Socket[] = [];

async function startAgent(name: string): Promise<SshAgent> {
  const agent = await startSshAgent(folder, name);
  agents.push(agent);
  return agent;
}

/** An agent that says nothing, or only these bytes. */
async function scripted(name: string, answer: Buffer | null): Promise<string> {
  const address = join(folder, `${name}.sock`);
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => {
      if (answer !== null) socket.end(answer);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(address, resolve));
  return address;
}

function open(address: string | null, fingerprint: string | null = null, signMs = 5000): Promise<unknown> {
  return openAgentSigner({ address, listMs: 1000, signMs }, { fingerprint, ...who });
}

function fingerprintOf(keyFile: string): string {
  return execFileSync('ssh-keygen', ['-lf', keyFile], { encoding: 'utf8' }).split(' ')[1] ?? '';
}

let ed25519 = '';
let p256 = '';
let rsa = '';
let several: SshAgent;

beforeAll(async () => {
  ed25519 = sshKeygen.makeKey('agent-ed25519', 'ed25519');
  p256 = sshKeygen.makeKey('agent-p256', 'ecdsa', { bits: 256 });
  rsa = sshKeygen.makeKey('agent-rsa', 'rsa', { bits: 2048 });
  several = await startAgent('several');
  several.add(ed25519, p256, rsa);
});

afterAll(() => {
  for (const agent of agents) agent.stop();
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a key in the SSH agent', () => {
  it.each([
    ['Ed25519', () => ed25519],
    ['ECDSA P-256', () => p256],
    ['RSA', () => rsa],
  ])('signs what ssh-keygen accepts: %s', async (_name, file) => {
    const signer = await openAgentSigner(
      { address: several.address },
      { fingerprint: fingerprintOf(file()), ...who },
    );
    expect(readFileSync(`${file()}.pub`, 'utf8')).toContain(signer.publicKeyLine);
    const signature = await signer.sign(bytes);
    const judged = sshKeygen.verify({
      bytes,
      signature,
      allowedSigners: `${allowedSignersLine(who.email, signer.publicKeyLine)}\n`,
      email: who.email,
    });
    expect(judged.says).toContain('Good "gatecheck" signature');
    expect(judged.ok).toBe(true);
    expect(verifySignature(bytes, signature)).toMatchObject({ ok: true, fingerprint: signer.fingerprint });
  });

  it('is the only one there, so nobody has to name it', async () => {
    const agent = await startAgent('one');
    agent.add(ed25519);
    await expect(open(agent.address)).resolves.toMatchObject({ fingerprint: fingerprintOf(ed25519), ...who });
  });

  it('has to be named among several, and must be there', async () => {
    await expect(open(several.address)).rejects.toMatchObject({
      kind: 'agent-key',
      message: expect.stringContaining(fingerprintOf(rsa)) as string,
      cure: expect.stringContaining('--signing-agent FINGERPRINT') as string,
    });
    await expect(open(several.address, 'SHA256:absent')).rejects.toMatchObject({ kind: 'agent-key' });
  });

  it('that cannot sign reports is named with its reason, and skipped', async () => {
    const agent = await startAgent('unusable');
    const authority = sshKeygen.makeKey('authority', 'ed25519');
    const certified = sshKeygen.makeKey('certified', 'ed25519');
    execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'tech', '-n', 'tech', `${certified}.pub`]);
    const p384 = sshKeygen.makeKey('agent-p384', 'ecdsa', { bits: 384 });
    agent.add(certified);
    agent.add(p384);
    const keys = await listAgentKeys({ address: agent.address });
    expect(keys.map(({ type, unusable }) => [type, unusable === null])).toEqual([
      ['ssh-ed25519', true],
      ['ssh-ed25519-cert-v01@openssh.com', false],
      ['ecdsa-sha2-nistp384', false],
    ]);
    await expect(open(agent.address)).resolves.toMatchObject({ fingerprint: fingerprintOf(certified) });
    await expect(open(agent.address, fingerprintOf(p384))).rejects.toMatchObject({
      kind: 'agent-key',
      message: expect.stringContaining('cannot sign reports') as string,
    });
  });

  it('on a security token is named and skipped', async () => {
    const word = (text: string | Buffer): Buffer => {
      const content = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(content.length);
      return Buffer.concat([length, content]);
    };
    const token = Buffer.concat([
      word('sk-ssh-ed25519@openssh.com'),
      word(Buffer.alloc(32, 7)),
      word('ssh:'),
    ]);
    const keys = Buffer.concat([Buffer.from([12, 0, 0, 0, 1]), word(token), word('yubi\u001bkey')]);
    const address = await scripted('token', word(keys));
    await expect(listAgentKeys({ address })).resolves.toMatchObject([
      { type: 'sk-ssh-ed25519@openssh.com', comment: 'yubikey', unusable: expect.any(String) as string },
    ]);
    await expect(open(address)).rejects.toMatchObject({ kind: 'agent-key' });
  });
});

describe('an SSH agent', () => {
  it('that is locked, or empty, says so before anything is signed', async () => {
    const agent = await startAgent('locked');
    await expect(open(agent.address)).rejects.toMatchObject({
      kind: 'agent-key',
      message: expect.stringContaining('no keys, or it is locked') as string,
    });
    agent.add(ed25519);
    const signer = await openAgentSigner({ address: agent.address }, { fingerprint: null, ...who });
    // ssh-add asks a terminal for the word; the askpass program stands for it.
    agent.answersWith('echo word');
    agent.add('-x');
    await expect(open(agent.address)).rejects.toMatchObject({ kind: 'agent-key' });
    await expect(signer.sign(bytes)).rejects.toMatchObject({
      kind: 'agent-unavailable',
      message: 'The SSH agent refused.',
    });
    agent.add('-X');
    await expect(signer.sign(bytes)).resolves.toBeDefined();
  });

  it('whose person says no to a key that has to be confirmed refuses; with yes it signs', async () => {
    const no = await startAgent('says-no');
    no.add('-c', ed25519);
    await expect(open(no.address)).rejects.toMatchObject({
      kind: 'agent-unavailable',
      cure: expect.stringContaining('confirm') as string,
    });
    const yes = await startAgent('says-yes');
    yes.answersWith('exit 0');
    yes.add('-c', ed25519);
    await expect(open(yes.address)).resolves.toMatchObject({ fingerprint: fingerprintOf(ed25519) });
  });

  it('that is not there, or not set, is an error with its cure', async () => {
    await expect(open(null)).rejects.toMatchObject({ kind: 'agent-key' });
    await expect(open(join(folder, 'nowhere.sock'))).rejects.toMatchObject({ kind: 'agent-unavailable' });
  });

  it('that does not answer is not waited for without end', async () => {
    const address = await scripted('silent', null);
    await expect(open(address)).rejects.toMatchObject({
      kind: 'agent-unavailable',
      message: expect.stringContaining('no answer for 1 second') as string,
    });
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a length without end', Buffer.from([255, 255, 255, 255, 12])],
    ['an answer to another question', Buffer.from([0, 0, 0, 1, 6])],
    ['a list that ends too early', Buffer.from([0, 0, 0, 5, 12, 0, 0, 0, 9])],
    ['a key that is none', Buffer.from([0, 0, 0, 14, 12, 0, 0, 0, 1, 0, 0, 0, 1, 65, 0, 0, 0, 0])],
  ])('that answers with %s signs nothing', async (name, answer) => {
    const address = await scripted(`odd-${name.replace(/\W/g, '-')}`, answer);
    await expect(open(address)).rejects.toHaveProperty('name', 'SigningError');
  });

  it('that signs something else is found out: its signature is not used', async () => {
    const word = (content: Buffer): Buffer => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(content.length);
      return Buffer.concat([length, content]);
    };
    const blob = Buffer.from(readFileSync(`${ed25519}.pub`, 'utf8').split(' ')[1] ?? '', 'base64');
    const raw = Buffer.concat([word(Buffer.from('ssh-ed25519')), word(Buffer.alloc(64, 1))]);
    const address = join(folder, 'forger.sock');
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (question: Buffer) => {
        const list = Buffer.concat([Buffer.from([12, 0, 0, 0, 1]), word(blob), word(Buffer.from('x'))]);
        socket.end(word(question[4] === 11 ? list : Buffer.concat([Buffer.from([14]), word(raw)])));
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(address, resolve));
    await expect(open(address)).rejects.toMatchObject({
      kind: 'agent-unavailable',
      message: expect.stringContaining('does not hold') as string,
    });
  });

  it('is found by its socket, and on Windows by its pipe or as Pageant', () => {
    const pipe = '\\\\.\\pipe\\openssh-ssh-agent';
    expect(agentAddress({ SSH_AUTH_SOCK: '/run/a' }, 'linux')).toBe('/run/a');
    expect(agentAddress({ SSH_AUTH_SOCK: '' }, 'linux')).toBeNull();
    expect(agentAddress({}, 'win32', (path) => path === pipe)).toBe(pipe);
    expect(agentAddress({}, 'win32', () => false)).toBe('pageant');
  });
});
