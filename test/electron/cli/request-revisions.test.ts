import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedSignersLine, type Signer } from '../../../electron/signing/index.ts';
import { signerOf } from '../../../electron/signing/signer.ts';
import { composeReport, reportBytes } from '../../../shared/report/compose-report.ts';
import { version } from '../../../shared/lib/version.ts';
import { buildCommandLine } from '../../helpers/command-line.ts';
import { passing, plannedSite, runOf } from '../../helpers/site-run.ts';
import { answerTo, requestOf } from '../../shared/documents/revised-request.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const fixture = join(root, 'test/fixtures/sites/gdansk-dc1.site.json');
const signer: Signer = signerOf(generateKeyPairSync('ed25519').privateKey, 'Tech', 'tech@example.com');

let folder = '';
let out = '';
let revisionA = '';

type Json = Record<string, unknown>;

function gatecheck(args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'dist/cli.cjs'), ...args], {
      env: { ...process.env, GATECHECK_HOME: join(folder, 'home') },
      timeout: 60_000,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('close', (code) => resolve({ code, out: stdout, err: stderr }));
  });
}

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** The fixture's site with another request, and whatever else is changed. */
function siteFile(name: string, request: Json, more: Json = {}): string {
  const site = JSON.parse(readFileSync(fixture, 'utf8')) as Json;
  return write(name, { ...site, ...more, request: { ...(site['request'] as Json), ...request } });
}

function readJson(name: string): Json {
  return JSON.parse(readFileSync(join(out, name), 'utf8')) as Json;
}

/** A report of the fixture whose checks all ran a moment ago; signed, beside its signature. */
async function signedReport(name: string, practice = false): Promise<string> {
  const planned = plannedSite('gdansk-dc1');
  const run = runOf(planned, passing);
  const now = Date.now();
  const utc = (ms: number): string => new Date(now - ms).toISOString().replace(/\.\d+/, '');
  const { report } = composeReport({
    ...planned,
    siteName: 'gdansk-dc1',
    run: {
      ...run,
      practice,
      startedAt: utc(120_000),
      finishedAt: utc(30_000),
      checks: run.checks.map((check) => ({
        ...check,
        startedAt: check.startedAt === null ? null : utc(60_000),
      })),
    },
    id: '4f1c09ae-77d2-4d4c-9c53-1c3a5b2d8c1e',
    createdAt: utc(20_000),
    version,
    previous: null,
    signer: {
      name: signer.name,
      email: signer.email,
      publicKey: signer.publicKeyLine,
      fingerprint: signer.fingerprint,
    },
  });
  const bytes = reportBytes(report);
  const path = join(folder, name);
  writeFileSync(path, bytes);
  writeFileSync(`${path}.sig`, await signer.sign(bytes));
  return path;
}

beforeAll(async () => {
  buildCommandLine();
  folder = mkdtempSync(join(tmpdir(), 'gatecheck-revisions-'));
  out = join(folder, 'out');
  const { code } = await gatecheck(['request', fixture, '--out', out, '--format', 'json']);
  expect(code).toBe(0);
  revisionA = join(out, 'FCR-2026-014_A.json');
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('request --since', () => {
  it('writes the delta as PDF and JSON, exit 0, and says what else differs', async () => {
    const site = siteFile(
      'b.site.json',
      { revision: 'B' },
      { customer: { name: 'Somebody else', site: 'Gdańsk DC1' } },
    );
    const { code, out: said, err } = await gatecheck(['request', site, '--out', out, '--since', revisionA]);
    expect(err).toContain('Somebody else now.');
    expect(said).toContain('FCR-2026-014_B_delta.pdf');
    expect(code).toBe(0);
    expect(readJson('FCR-2026-014_B_delta.json')).toMatchObject({ kind: 'delta', lines: [] });
  });

  it('writes a draft and exits 1 when an added line has no address', async () => {
    const features = { ...(JSON.parse(readFileSync(fixture, 'utf8')) as { features: Json }).features };
    const site = siteFile('d.site.json', { revision: 'B' }, { features: { ...features, netbios: true } });
    const args = ['request', site, '--out', out, '--since', revisionA, '--format', 'json'];
    expect((await gatecheck(args)).code).toBe(1);
    expect(existsSync(join(out, 'FCR-2026-014_B_delta_DRAFT.json'))).toBe(true);
  });

  it.each([
    [
      'the same revision',
      () => revisionA,
      { revision: 'A' },
      /not later than revision A.*Set request\.revision to B/s,
    ],
    [
      'another number',
      () => revisionA,
      { revision: 'B', number: 'X-1' },
      /has number X-1.*keeps the number/s,
    ],
    ['no such file', () => join(folder, 'none.json'), { revision: 'B' }, /none\.json/],
    ['a site file', () => fixture, { revision: 'B' }, /is no request that can be compared with.*format/s],
    ['no JSON', () => write('x.json', '{ "format": }'), { revision: 'B' }, /Line 1, column 13/],
  ] as const)('exits 2 for %s, with the cure, and writes nothing', async (_, since, request, says) => {
    const site = siteFile('e.site.json', request);
    const empty = join(folder, 'nothing');
    const { code, err } = await gatecheck(['request', site, '--out', empty, '--since', since()]);
    expect(err).toMatch(says);
    expect(code).toBe(2);
    expect(existsSync(empty)).toBe(false);
  });
});

describe('request --answer', () => {
  const answered = {
    'line.ntp-gdn-1-out-lan-v4-required.decision': 'approve',
    'impl.ntp-gdn-1-out-lan-v4-required.rule': 'GDN-STOR-019',
  };

  it('prints in a removal what the customer recorded', async () => {
    const answer = write('A.answer.json', answerTo(requestOf(plannedSite('gdansk-dc1')), answered));
    const request = { type: 'remove', number: 'FCR-2027-004', supersedes: 'FCR-2026-014' };
    const site = siteFile('w.site.json', request);
    const { code } = await gatecheck(['request', site, '--out', out, '--answer', answer, '--format', 'json']);
    expect(code).toBe(0);
    const { lines } = readJson('FCR-2027-004_A_remove.json') as { lines: { recorded?: Json }[] };
    expect(lines.flatMap(({ recorded }) => (recorded === undefined ? [] : [recorded['rule']]))).toEqual([
      'GDN-STOR-019',
    ]);
  });

  it('exits 2 for what is no answer, and for one that nothing looks at', async () => {
    const site = siteFile('v.site.json', { revision: 'B' });
    const none = await gatecheck([
      ...['request', site, '--out', out, '--since', revisionA],
      ...['--answer', fixture],
    ]);
    expect(none.err).toContain('is no answer to a change request');
    expect(none.code).toBe(2);
    const answer = write('B.answer.json', answerTo(requestOf(plannedSite('gdansk-dc1')), answered));
    const unused = await gatecheck(['request', fixture, '--out', out, '--answer', answer]);
    expect(unused.err).toContain('Only a delta and a removal');
    expect(unused.code).toBe(2);
  });
});

describe('request of type remove', () => {
  it('is a removal request under its own number', async () => {
    const request = { type: 'remove', number: 'FCR-2027-003', supersedes: 'FCR-2026-014' };
    const { code } = await gatecheck(['request', siteFile('r.site.json', request), '--out', out]);
    expect(code).toBe(0);
    const written = readJson('FCR-2027-003_A_remove.json') as { kind: string; lines: { change: string }[] };
    expect(written.kind).toBe('removal');
    expect(new Set(written.lines.map(({ change }) => change))).toEqual(new Set(['removed']));
  });

  it('exits 2 when it does not name the request that it undoes', async () => {
    const site = siteFile('q.site.json', { type: 'remove', supersedes: null });
    const { code, err } = await gatecheck(['request', site, '--out', join(folder, 'nothing')]);
    expect(err).toContain('request.supersedes is empty');
    expect(code).toBe(2);
  });
});

describe('request --only-blocked', () => {
  const known = (): string =>
    write('allowed_signers', allowedSignersLine(signer.email, signer.publicKeyLine));

  it('asks for what is not open by a verified report of a known signer', async () => {
    const report = await signedReport('good.readiness.json');
    const args = ['request', fixture, '--out', out, '--only-blocked', report, '--allowed-signers', known()];
    const { code, err } = await gatecheck(args);
    expect(err).toBe('');
    expect(code).toBe(0);
    const full = readJson('FCR-2026-014_A.json') as { lines: unknown[] };
    const made = readJson('FCR-2026-014_A_blocked.json') as { lines: unknown[]; open: unknown[] };
    expect(made.open.length).toBeGreaterThan(0);
    expect(made.lines.length + made.open.length).toBe(full.lines.length);
    expect(readdirSync(out)).toContain('FCR-2026-014_A_blocked.pdf');
  });

  it('exits 2 for a signer that is not known, a changed report, and practice, and writes nothing', async () => {
    const empty = join(folder, 'nothing');
    const run = (report: string, ...more: string[]) =>
      gatecheck(['request', fixture, '--out', empty, '--only-blocked', report, ...more]);
    const unknown = await run(await signedReport('u.readiness.json'));
    expect(unknown.err).toMatch(/signer is not known here/);
    expect(unknown.code).toBe(2);
    const path = await signedReport('c.readiness.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"flaky":false', '"flaky":true'));
    const changed = await run(path, '--allowed-signers', known());
    expect(changed.err).toMatch(/does not verify/);
    expect(changed.code).toBe(2);
    const practice = await run(await signedReport('p.readiness.json', true), '--allowed-signers', known());
    expect(practice.err).toMatch(/practice/);
    expect(practice.code).toBe(2);
    expect(existsSync(empty)).toBe(false);
  });

  it('exits 2 together with --since, and for --allowed-signers alone', async () => {
    const report = await signedReport('s.readiness.json');
    const site = siteFile('s.site.json', { revision: 'B' });
    const both = await gatecheck([
      ...['request', site, '--out', out, '--since', revisionA],
      ...['--only-blocked', report, '--allowed-signers', known()],
    ]);
    expect(both.err).toContain('not both');
    expect(both.code).toBe(2);
    const alone = await gatecheck(['request', fixture, '--out', out, '--allowed-signers', known()]);
    expect(alone.code).toBe(2);
  });
});
