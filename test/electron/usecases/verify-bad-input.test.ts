import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedSignersLine, parseAllowedSigners } from '../../../electron/signing/index.ts';
import { createSshSignature } from '../../../electron/signing/sshsig.ts';
import { signerOf } from '../../../electron/signing/signer.ts';
import type { VerifyOptions } from '../../../electron/usecases/verify-report.ts';
import { verifyReportFile, verifyReportFiles } from '../../../electron/usecases/verify-report.ts';
import { canonicalJson } from '../../../shared/lib/digest.ts';
import { armorSignature } from '../../../shared/report/sshsig/signature.ts';
import { wireString } from '../../../shared/report/sshsig/wire.ts';
import { joinBytes } from '../../../shared/report/sshsig/wire.ts';
import type { VerifyResult } from '../../../shared/report/types.ts';
import { buildCommandLine } from '../../helpers/command-line.ts';
import { provableSite, sampleReport } from '../../shared/report/sample-report.ts';
import { sshKeygenIn } from '../signing/ssh-keygen.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatecheck-bad-input-'));
const key = generateKeyPairSync('ed25519').privateKey;
const tech = signerOf(key, 'Tech', 'tech@example.com');
const signers = `${allowedSignersLine(tech.email, tech.publicKeyLine)}\n`;
const options: VerifyOptions = {
  knownKeys: { kind: 'own', own: [], imported: parseAllowedSigners(signers) },
  now: new Date('2026-11-25T00:00:00Z'),
  version: '0.1.0',
};
const sample = {
  ...sampleReport(provableSite()),
  signer: { name: 'Tech', email: tech.email, publicKey: tech.publicKeyLine, fingerprint: tech.fingerprint },
};
const good = canonicalJson(sample);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Verified as bytes that the known signer signed: what is wrong with them must show by itself. */
async function verified(report: string | Buffer, signature?: Uint8Array): Promise<VerifyResult> {
  const bytes = typeof report === 'string' ? Buffer.from(report) : report;
  return verifyReportFiles(
    {
      name: 'x.readiness.json',
      report: bytes,
      signature: signature ?? createSshSignature(bytes, key),
      pdf: null,
      others: [],
    },
    options,
  );
}

function everything({ lines }: VerifyResult): string {
  return lines
    .filter(({ answer }) => answer === 'invalid')
    .flatMap(({ says, findings }) => [
      says,
      ...findings.map(({ path, message, cure }) => `${path} ${message} ${cure ?? ''}`),
    ])
    .join('\n');
}

/** The value at a place of the text put in place of another. */
function put(from: string, to: string): string {
  const text = good.replace(from, to);
  if (text === good) throw new Error(`${from} is not in it`);
  return text;
}

it('the report is valid before anything is done to it', async () => {
  expect((await verified(good)).result).toBe('valid');
});

describe('a signed file that is no report as we write it is never valid, and says what is wrong where:', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['empty', '', /is empty.+Get it again/],
    ['blanks', ' \n\n', /is empty/],
    ['a word', 'hello', /no JSON.+character 1/],
    ['null', 'null', /no JSON object/],
    ['a list', '[]', /no JSON object/],
    ['10,000 levels deep', '['.repeat(10_000) + ']'.repeat(10_000), /deeper than 64 levels.+do not trust/],
    ['10,000 levels of objects', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), /deeper than 64 levels/],
    ['a key twice', put('"practice":false', '"practice":true,"practice":false'), /"practice" stands twice/],
    ['a key twice, deep inside', put('"ms":4', '"ms":9,"ms":4'), /character \d+.+"ms" stands twice/],
    ['NaN', put('"ms":4', '"ms":NaN'), /no JSON. At character \d+/],
    ['Infinity', put('"ms":4', '"ms":-Infinity'), /no JSON. At character \d+/],
    ['1e400', put('"ms":4', '"ms":1e400'), /checks\[0\].attempts\[0\].ms/],
    ['negative zero', put('"ms":4', '"ms":-0'), /character \d+.+written another way/],
    ['another form of a number', put('"ms":4', '"ms":4e0'), /written another way/],
    ['invalid UTF-8', Buffer.concat([Buffer.from(good), Buffer.of(0xff)]), /no UTF-8/],
    ['an overlong form', Buffer.concat([Buffer.from(good), Buffer.of(0xc0, 0xaf)]), /no UTF-8/],
    ['UTF-16', Buffer.from(good, 'utf16le'), /no JSON|no UTF-8/],
    ['a byte order mark', `\ufeff${good}`, /byte order mark/],
    ['half a surrogate pair', put('"siteName":"gdansk-dc1"', '"siteName":"\\ud800"'), /half of a character/],
    [
      '__proto__ in the report',
      put('{"attestations"', '{"__proto__":{"practice":true},"attestations"'),
      /does not have|__proto__/,
    ],
    [
      '__proto__ in the evidence',
      put('"evidence":{}', '"evidence":{"__proto__":"x"}'),
      /does not have|__proto__/,
    ],
    ['constructor', put('"practice"', '"constructor":{},"practice"'), /constructor/],
    ['an unknown key', put('"practice":false', '"practice":false,"purpose":"none"'), /purpose.+Unknown key/],
    ['a missing part', put('"practice":false,', ''), /practice.+missing/],
    ['text behind the end', `${good}{}`, /no JSON. At character \d+.+after the end/],
    ['a line end behind the end', `${good}\n`, /canonical form/],
    ['a comment', `/* report */${good}`, /Comments are not part/],
    ['a change request', '{"format":"gatecheck/request@1"}', /"gatecheck\/request@1".+readiness report/],
    [
      'a newer format',
      put('gatecheck/report@1', 'gatecheck/report@2').replace('"version":"0.1.0"', '"version":"2.3.4"'),
      /newer format "gatecheck\/report@2".+Gatecheck 2\.3\.4/,
    ],
    ['a newer format of nobody', '{"format":"gatecheck/report@7"}', /newer version of Gatecheck/],
  ])('%s', async (_name, report, says) => {
    const result = await verified(report);
    expect(result.result).toBe('invalid');
    expect(everything(result)).toMatch(says);
  });

  it('cut off at every structural place', async () => {
    const places = [...good.matchAll(/[{}[\],:"]/g)].map(({ index }) => index);
    const step = Math.ceil(places.length / 300);
    const cut = places.filter((_, index) => index % step === 0 || index > places.length - 20);
    expect(cut.length).toBeGreaterThan(250);
    for (const at of cut) {
      const result = await verified(good.slice(0, at));
      expect({ at, result: result.result, lines: result.lines.length }).toEqual({
        at,
        result: 'invalid',
        lines: 2,
      });
      expect(everything(result)).toMatch(/is empty|no JSON/);
    }
  });
});

describe('a signature file that is not ours is refused:', () => {
  const judge = sshKeygenIn(folder);
  const bytes = Buffer.from(good);
  const made = (name: string, type: string, bits?: number): Uint8Array =>
    judge.sign(judge.makeKey(name, type, bits === undefined ? {} : { bits }), bytes);
  const signature = Buffer.from(createSshSignature(bytes, key));
  /** As ssh-keygen would write one of a kind of key that needs hardware, or was given up. */
  const ofKind = (type: string): Uint8Array =>
    armorSignature(
      joinBytes(wireString(type), wireString(new Uint8Array(64))),
      'gatecheck',
      'sha512',
      joinBytes(wireString(type), wireString(new Uint8Array(64))),
    );

  it.each<[string, () => Uint8Array, RegExp]>([
    ['for another namespace', () => createSshSignature(bytes, key, 'git'), /made for “git”/],
    ['by ECDSA P-384', () => made('p384', 'ecdsa', 384), /ecdsa-sha2-nistp384.+Ed25519/],
    ['by ECDSA P-521', () => made('p521', 'ecdsa', 521), /ecdsa-sha2-nistp521.+Ed25519/],
    ['by a security token', () => ofKind('sk-ssh-ed25519@openssh.com'), /security tokens.+Ed25519/],
    ['by DSA', () => ofKind('ssh-dss'), /ssh-dss/],
    ['by a certificate', () => ofKind('ssh-ed25519-cert-v01@openssh.com'), /certificates.+Ed25519/],
    ['two in one file', () => Buffer.concat([signature, signature]), /holds 2 signatures/],
    ['empty', () => Buffer.alloc(0), /is empty/],
    ['cut in the middle', () => signature.subarray(0, 150), /a part is missing/],
    ['a megabyte of it', () => Buffer.alloc(1_000_000, signature), /too large/],
    ['the report itself', () => bytes.subarray(0, 60_000), /does not begin as an SSH signature/],
  ])('%s', async (_name, make, says) => {
    const result = await verified(good, make());
    expect(result.result).toBe('invalid');
    expect(result.lines[0]).toMatchObject({ what: 'signature', answer: 'invalid' });
    expect(result.lines[0]?.says).toMatch(says);
  });
});

describe('what lies under the name of a report', () => {
  const write = (name: string): string => {
    const path = join(folder, name);
    writeFileSync(path, good);
    writeFileSync(`${path}.sig`, createSshSignature(Buffer.from(good), key));
    return path;
  };

  it('that is a folder, a pipe, a link to itself, or nothing is bad input, and is not waited for', async () => {
    const pipe = join(folder, 'pipe.readiness.json');
    execFileSync('mkfifo', [pipe]);
    const loop = join(folder, 'loop.readiness.json');
    symlinkSync(loop, loop);
    for (const [path, says] of [
      [folder, /is a folder/],
      [pipe, /is no ordinary file/],
      ['/dev/zero', /is no ordinary file/],
      [loop, /link that leads back to itself/],
      [join(folder, 'absent.readiness.json'), /There is no file/],
      [join(write('plain.readiness.json'), 'below.readiness.json'), /There is no file/],
      [join(folder, `${'x'.repeat(300)}.json`), /name that is too long/],
    ] as const)
      await expect(verifyReportFile(path, options)).rejects.toMatchObject({
        kind: 'bad-input',
        message: expect.stringMatching(says) as string,
      });
  });

  it('with a pipe as signature or PDF, or a folder full of pipes beside it, is not waited for', async () => {
    const path = write('piped.readiness.json');
    expect((await verifyReportFile(path, options)).result).toBe('valid');
    rmSync(`${path}.sig`);
    execFileSync('mkfifo', [`${path}.sig`, path.replace(/json$/, 'pdf')]);
    const result = await verifyReportFile(path, options);
    expect(result.lines[0]?.says).toMatch(/piped\.readiness\.json\.sig is no ordinary file/);
    expect(result.lines.find(({ what }) => what === 'pdf')?.says).toMatch(/is no ordinary file/);
  });

  it('of 200 MB is refused unread', async () => {
    const path = join(folder, 'large.readiness.json');
    writeFileSync(path, '');
    truncateSync(path, 200_000_000);
    const before = process.memoryUsage().rss;
    const result = await verifyReportFile(path, options);
    expect(result.result).toBe('invalid');
    expect(result.lines.map(({ says }) => says)).toEqual(['The file is larger than 50 MB; no report is.']);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });
});

describe('files made to exhaust us, on the command line with little memory', () => {
  const cli = fileURLToPath(new URL('../../../dist/cli.cjs', import.meta.url));
  const [head, tail] = [put('"checks":[{', '\u0000{').split('\u0000')[0] ?? '', '],"controls":[]}'];
  const filled = (unit: string, size: number): string =>
    `${head}"checks":[${unit.repeat(size / unit.length)}{}${tail}`;

  beforeAll(buildCommandLine, 120_000);

  it.each<[string, () => string]>([
    ['millions of empty lists', () => `[${'[],'.repeat(16_000_000)}[]]`],
    ['millions of empty checks', () => filled('{},', 6_000_000)],
    ['millions of numbers', () => `{"checks":[${'1,'.repeat(4_000_000)}1]}`],
    [
      'a million unknown keys',
      () => `{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join(',')}}`,
    ],
    ['a key of 40 MB', () => `{"${'k'.repeat(40_000_000)}":1}`],
    [
      'a million faults in the site',
      () => `{"site":{"endpoints":{"dnsServers":[${'1,'.repeat(1_000_000)}1]}}}`,
    ],
    ['an open text of 49 MB', () => `{"format":"${'x'.repeat(49_000_000)}`],
  ])(
    '%s: are refused',
    (_name, make) => {
      const path = join(mkdtempSync(join(folder, 'hostile-')), 'x.readiness.json');
      mkdirSync(join(folder, 'home'), { recursive: true });
      writeFileSync(path, make());
      const done = spawnSync(process.execPath, ['--max-old-space-size=512', cli, 'verify', path], {
        encoding: 'utf8',
        timeout: 60_000,
        env: { ...process.env, GATECHECK_HOME: join(folder, 'home') },
      });
      expect({ status: done.status, signal: done.signal }).toEqual({ status: 1, signal: null });
      expect(done.stdout).toMatch(/^INVALID/);
      expect(done.stdout.length).toBeLessThan(20_000);
    },
    90_000,
  );
});
