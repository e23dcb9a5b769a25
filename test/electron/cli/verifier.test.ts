import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildCommandLine } from '../../helpers/command-line.ts';
import type { SampleFile } from '../../helpers/report-samples.ts';
import { badSamples, chainBy, personWith, sampleName } from '../../helpers/report-samples.ts';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'gatecheck-verifier-cli-'));
let folder = '';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function gatecheck(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(dist, 'cli.cjs'), ...args], {
      env: { ...process.env, GATECHECK_HOME: join(root, 'home') },
      timeout: 60_000,
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

function put(files: readonly SampleFile[]): string {
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  return join(folder, sampleName);
}

beforeAll(() => buildCommandLine(), 120_000);

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('gatecheck verifier', () => {
  it('writes the empty page, whose digest it prints, and which may ask for nothing', async () => {
    const { code, out } = await gatecheck('verifier', '--out', folder);
    expect({ code, out }).toEqual({ code: 0, out: `${join(folder, 'gatecheck-verifier.html')}\n` });
    const html = readFileSync(join(folder, 'gatecheck-verifier.html'));
    const { out: printed } = await gatecheck('verifier', '--sha256');
    expect(printed).toBe(`${createHash('sha256').update(html).digest('hex')}\n`);
    const text = html.toString('utf8');
    expect(/content="([^"]*)"\s*\/>\s*<meta name="viewport"/.exec(text)?.[1]).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; worker-src blob:; base-uri 'none'; form-action 'none'$/,
    );
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? '';
    expect(style.length).toBeGreaterThan(1000);
    expect(/@import|url\(/.exec(style)?.[0]).toBeUndefined();
    expect(/<link|<iframe|<img|<object|src=["']?http/.exec(text)?.[0]).toBeUndefined();
    expect(text.match(/<script\b/g)).toHaveLength(2);
    const licences = /<template id="licences">(.*?)<\/template>/s.exec(text)?.[1] ?? '';
    for (const name of ['zod', '@noble/curves', '@noble/hashes', 'canonicalize'])
      expect(licences).toContain(name);
  });

  it('puts a report into it: exit 0 by a known signer, 4 by an unknown one, and never says who is known', async () => {
    const person = personWith('ed25519');
    const report = put(chainBy(person).flat());
    const signers = join(folder, 'allowed_signers');
    writeFileSync(signers, person.line);
    const known = await gatecheck('verifier', report, '--allowed-signers', signers, '--out', folder);
    expect(known).toMatchObject({ code: 0, out: `${join(folder, 'gdansk-dc1.readiness.html')}\n` });
    expect(known.err).toContain(
      'With the report before it: gdansk-dc1.20261124T204207Z-21111111.readiness.json',
    );
    expect(known.err).toContain('Whom you know is not put in');
    const html = readFileSync(join(folder, 'gdansk-dc1.readiness.html'), 'utf8');
    expect(html.includes(Buffer.from(person.line).toString('base64').slice(0, 60))).toBe(false);
    expect(html.includes('allowed_signers"')).toBe(false);
    expect((await gatecheck('verifier', report, '--out', folder)).code).toBe(4);
  });

  it('writes no page of an invalid report: exit 1', async () => {
    const [bad] = badSamples().filter(({ title }) => title === 'a bit of the JSON flipped');
    const report = put(bad?.files ?? []);
    const out = join(folder, 'out');
    const { code, err } = await gatecheck('verifier', report, '--out', out);
    expect(code).toBe(1);
    expect(err).toContain('Nothing was written: the report is invalid.');
    expect(existsSync(out)).toBe(false);
  });

  it('refuses what makes no sense: exit 2, and nothing is written', async () => {
    for (const args of [
      [],
      ['--sha256', '--out', folder],
      ['--out', folder, '--allowed-signers', 'x'],
      [join(folder, 'none.json'), '--out', folder],
    ]) {
      const { code, err } = await gatecheck('verifier', ...args);
      expect({ args, code }).toEqual({ args, code: 2 });
      expect(err.split('\n').length).toBeGreaterThan(1);
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});
