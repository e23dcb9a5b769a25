import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { findKnownKeys, knownHostsLine, parseKnownHosts } from '../../../electron/ssh/index.ts';
import { makeKey } from '../../helpers/sshd.ts';

describe('a known_hosts file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecheck-known-hosts-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const a = makeKey(join(folder, 'a'), 'ed25519');
  const b = makeKey(join(folder, 'b'), 'ecdsa');
  const keysOf = (text: string, host: string, port = 22): string[] =>
    findKnownKeys(parseKnownHosts(text), host, port).keys.map((key) => key.fingerprint);

  it('knows a host by name, address and several keys', () => {
    const text = `# comment\n\nnode-1,10.20.0.10 ${a.publicKey} a comment\nnode-1 ${b.publicKey}\n`;
    expect(keysOf(text, 'NODE-1')).toEqual([a.fingerprint, b.fingerprint]);
    expect(keysOf(text, '10.20.0.10')).toEqual([a.fingerprint]);
    expect(keysOf(text, '10.20.0.1')).toEqual([]);
  });

  it('keeps ports apart', () => {
    const text = `node-1 ${a.publicKey}\n[node-1]:2222 ${b.publicKey}`;
    expect(keysOf(text, 'node-1')).toEqual([a.fingerprint]);
    expect(keysOf(text, 'node-1', 2222)).toEqual([b.fingerprint]);
    expect(keysOf(text, 'node-1', 2223)).toEqual([]);
  });

  it('understands wildcards and exceptions', () => {
    const text = `*.corp.example,!db.corp.example,10.20.0.? ${a.publicKey}`;
    expect(keysOf(text, 'web.corp.example')).toEqual([a.fingerprint]);
    expect(keysOf(text, 'db.corp.example')).toEqual([]);
    expect(keysOf(text, 'webXcorp.example')).toEqual([]);
    expect(keysOf(text, '10.20.0.7')).toEqual([a.fingerprint]);
    expect(keysOf(text, '10.20.0.17')).toEqual([]);
  });

  it('understands the names that ssh-keygen has hashed', () => {
    const path = join(folder, 'known_hosts');
    writeFileSync(path, `node-1 ${a.publicKey}\n[10.20.0.10]:2222 ${b.publicKey}\n`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', path], { stdio: 'pipe' });
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('node-1');
    expect(keysOf(text, 'node-1')).toEqual([a.fingerprint]);
    expect(keysOf(text, '10.20.0.10', 2222)).toEqual([b.fingerprint]);
    expect(keysOf(text, '10.20.0.10')).toEqual([]);
  });

  it('keeps revoked keys apart and ignores certificate authorities', () => {
    const text = `@revoked * ${a.publicKey}\n@cert-authority * ${b.publicKey}`;
    const found = findKnownKeys(parseKnownHosts(text), 'node-1', 22);
    expect(found.keys).toEqual([]);
    expect(found.revoked.map((key) => key.fingerprint)).toEqual([a.fingerprint]);
    expect(parseKnownHosts(text).problems).toEqual([]);
  });

  it('names faulty lines and trusts nothing in them', () => {
    const text = [
      'node-1',
      `node-1 ssh-rsa ${a.publicKey.split(' ')[1] ?? ''}`,
      `|1|broken ${a.publicKey}`,
      `@nonsense node-1 ${a.publicKey}`,
      `node-1 ${b.publicKey}\r`,
    ].join('\n');
    const known = parseKnownHosts(text);
    expect(known.problems.map((problem) => problem.line)).toEqual([1, 2, 3, 4]);
    expect(findKnownKeys(known, 'node-1', 22).keys.map((key) => key.fingerprint)).toEqual([b.fingerprint]);
  });

  it('writes lines that ssh-keygen finds', () => {
    const key = Buffer.from(a.publicKey.split(' ')[1] ?? '', 'base64');
    const path = join(folder, 'written');
    writeFileSync(path, `${knownHostsLine('node-1', 2222, key)}\n`);
    const found = execFileSync('ssh-keygen', ['-F', '[node-1]:2222', '-f', path], { encoding: 'utf8' });
    expect(found).toContain(a.publicKey);
    expect(keysOf(readFileSync(path, 'utf8'), 'node-1', 2222)).toEqual([a.fingerprint]);
  });
});
