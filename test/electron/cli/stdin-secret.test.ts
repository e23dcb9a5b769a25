import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStdinSecret } from '../../../electron/cli/stdin-secret.ts';
import { buildCommandLine } from '../../helpers/command-line.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let folder = '';

beforeAll(() => {
  buildCommandLine();
  folder = mkdtempSync(join(tmpdir(), 'gatecheck-stdin-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly err: string;
}

/** A check that never gets as far as a packet: its password is what is wrong. */
async function check(input: (stdin: NodeJS.WritableStream) => void): Promise<Ended> {
  const site = join(root, 'test/fixtures/sites/gdansk-dc1.site.json');
  const out = join(folder, 'out');
  const child = spawn(
    process.execPath,
    [join(root, 'dist/cli.cjs'), 'check', site, '--out', out, '--password-stdin', '--accept-new-host-key'],
    { env: { ...process.env, GATECHECK_HOME: join(folder, 'home') }, timeout: 60_000 },
  );
  // What is refused is not read to its end.
  child.stdin.on('error', () => undefined);
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  input(child.stdin);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, err })));
}

describe('a password from a pipe', () => {
  it('is refused when there is none', async () => {
    const { code, err } = await check((stdin) => stdin.end('\n'));
    expect(err).toMatch(/found nothing on standard input/);
    expect(code).toBe(2);
  });

  it('is refused, and not read on, when it is too much for one', async () => {
    const canary = 'no-such-secret-in-any-output ';
    const { code, err } = await check((stdin) => {
      // Never ended: the program must stop by itself.
      stdin.write(canary.repeat(10_000));
    });
    expect(err).toMatch(/more than 4096 bytes on standard input/);
    expect(err).not.toContain(canary);
    expect(code).toBe(2);
  });

  it('is waited for until it ends, the person cancels, or it has taken too long', async () => {
    const never = new AbortController();
    const slow = new PassThrough();
    setTimeout(() => slow.end('cond\r\n'), 50);
    slow.write('se');
    expect(await readStdinSecret(slow, never.signal)).toBe('second');

    const cancelled = readStdinSecret(new PassThrough(), AbortSignal.timeout(50));
    await expect(cancelled).rejects.toMatchObject({
      kind: 'cannot',
      message: 'Cancelled before anything was sent.',
    });
    await expect(readStdinSecret(new PassThrough(), never.signal, 50)).rejects.toMatchObject({
      kind: 'bad-input',
      message: '--password-stdin waited 0.05 seconds for the end of standard input.',
    });
  });

  it('that was not taken leaves nothing behind', () => {
    writeFileSync(join(folder, 'last'), '');
    expect(readdirSync(folder).filter((name) => name !== 'home')).toEqual(['last']);
  });
});
