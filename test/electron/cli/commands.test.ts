import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PracticeNode } from '../../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../../electron/practice/practice-node.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { buildCommandLine } from '../../helpers/command-line.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const fixtures = join(root, 'test/fixtures/sites');

let folder = '';
let practice: PracticeNode;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function gatecheck(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'dist/cli.cjs'), ...args], {
      env: { ...process.env, GATECHECK_HOME: join(folder, 'home'), ...env },
      timeout: 60_000,
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** The practice site as a plain site file: its SSH is real, and nothing behind it is dialled before it lets us in. */
function siteFile(change: (site: SiteFile) => SiteFile = (site) => site): SiteFile {
  return change(structuredClone(practice.site));
}

beforeAll(async () => {
  buildCommandLine();
  folder = mkdtempSync(join(tmpdir(), 'gatecheck-cli-'));
  practice = await startPracticeNode('blocked');
  const created = await gatecheck([
    'key',
    'create',
    '--name',
    'T',
    '--email',
    't@corp.example',
    '--plain-key',
  ]);
  expect(created.code).toBe(0);
});

afterAll(async () => {
  await practice.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a good site', () => {
  it('is planned: exit 0, one JSON document and nothing else', async () => {
    const { code, out, err } = await gatecheck(['plan', join(fixtures, 'gdansk-dc1.site.json'), '--json']);
    expect(JSON.parse(out)).toMatchObject({ format: 'gatecheck/plan@1', deployment: 'one-arm' });
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  it('is requested: PDF and JSON, exit 0 when complete, 1 when a draft was written', async () => {
    const out = join(folder, 'requests');
    const complete = await gatecheck(['request', join(fixtures, 'gdansk-dc1.site.json'), '--out', out]);
    expect(complete.code).toBe(0);
    const draft = await gatecheck(['request', join(fixtures, 'draft.site.json'), '--out', out]);
    expect(draft.err).toContain('draft');
    expect(draft.code).toBe(1);
    const names = readdirSync(out);
    expect(names).toContain('FCR-2026-014_A.pdf');
    expect(names).toContain('FCR-2026-014_A.json');
    expect(names.filter((name) => name.includes('DRAFT')).length).toBe(2);
  });
});

describe('bad input gets one message with place and cure, exit 2, and writes nothing', () => {
  const broken: readonly (readonly [string, () => string, RegExp])[] = [
    ['no such file', () => join(folder, 'none.site.json'), /none\.site\.json/],
    ['no JSON', () => write('a.site.json', '{ "format": }'), /Line 1, column 13/],
    [
      'an unknown key',
      () =>
        write(
          'b.site.json',
          siteFile((site) => ({ ...site, custmer: {} }) as SiteFile),
        ),
      /custmer.*customer/s,
    ],
    [
      'an address that is no address',
      () =>
        write(
          'c.site.json',
          siteFile((site) => ({ ...site, endpoints: { ...site.endpoints, dnsServers: ['10.20.300.4'] } })),
        ),
      /endpoints\.dnsServers\[0\].*third number is 300; 255 is the highest/s,
    ],
    [
      'a port 70000',
      () =>
        write(
          'd.site.json',
          siteFile((site) => ({
            ...site,
            customRules: [{ id: 'x', title: 'X', direction: 'out', services: ['70000/tcp'], reason: 'r' }],
          })),
        ),
      /customRules\[0\]\.services\[0\].*70000/s,
    ],
    [
      'an SSH port 70000',
      () =>
        write(
          'e.site.json',
          siteFile((site) => ({
            ...site,
            nodes: site.nodes.map((node) => ({
              ...node,
              ssh: { host: '127.0.0.1', user: 'u', port: 70_000 },
            })),
          })),
        ),
      /nodes\[0\]\.ssh\.port/,
    ],
    [
      'a newer format',
      () => write('f.site.json', { ...siteFile(), format: 'gatecheck/site@9' }),
      /format: .*newer Gatecheck/,
    ],
  ];

  it.each(broken)('%s', async (_what, path, message) => {
    const out = join(folder, 'never');
    for (const args of [
      ['plan', path()],
      ['request', path(), '--out', out],
      ['check', path(), '--out', out, '--password-env', 'SECRET'],
    ]) {
      const { code, err } = await gatecheck(args, { SECRET: practice.password });
      expect(err).toMatch(message);
      expect(code).toBe(2);
    }
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    [['fly'], /unknown command/],
    [['plan'], /missing required argument/],
    [['check', 'x.site.json', '--out', 'y', '--password', 'secret'], /unknown option '--password'/],
    [
      ['request', join(fixtures, 'gdansk-dc1.site.json'), '--out', '/nowhere', '--format', 'docx'],
      /docx.*pdf/s,
    ],
    [['schema', 'nothing'], /site, request, answer, report/],
    [['verify', '/nowhere/x.readiness.json'], /There is no file/],
  ])('%j is bad usage', async (args, message) => {
    const { code, err } = await gatecheck(args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  it('a variable that is not set, named and with its cure', async () => {
    const site = write('g.site.json', siteFile());
    const { code, err } = await gatecheck(['check', site, '--out', folder, '--password-env', 'NOT_SET']);
    expect(err).toMatch(/NOT_SET, which is not set/);
    expect(code).toBe(2);
  });

  it('no key to sign with stops before anything is sent', async () => {
    const site = write('h.site.json', siteFile());
    const { code, err } = await gatecheck(['check', site, '--out', folder, '--password-env', 'SECRET'], {
      SECRET: practice.password,
      GATECHECK_HOME: join(folder, 'empty-home'),
    });
    expect(err).toMatch(/no signing identity.*key create/s);
    expect(code).toBe(2);
  });
});

describe('what cannot be done is exit 3, with its cure', () => {
  const check = (site: SiteFile, env: NodeJS.ProcessEnv): Promise<Ended> =>
    gatecheck(
      ['check', write('cannot.site.json', site), '--out', join(folder, 'cannot'), '--password-env', 'SECRET'],
      env,
    );

  it('a wrong password', async () => {
    const { code, err, out } = await check(siteFile(), { SECRET: 'not-the-password' });
    expect(err).toMatch(/porto-1 refused the password for “practice”/);
    expect(err + out).not.toContain('not-the-password');
    expect(code).toBe(3);
    expect(existsSync(join(folder, 'cannot'))).toBe(false);
  });

  it('an unknown host key: nothing is sent, its fingerprint is shown', async () => {
    const site = siteFile((one) => ({
      ...one,
      nodes: one.nodes.map((node) => ({
        ...node,
        ssh: { host: '127.0.0.1', user: practice.user, port: practice.port },
      })),
    }));
    const { code, err } = await check(site, { SECRET: practice.password });
    expect(err).toContain(practice.hostKeyFingerprint);
    expect(code).toBe(3);
  });

  it('a changed host key always stops', async () => {
    const site = siteFile((one) => ({
      ...one,
      nodes: one.nodes.map((node) => ({
        ...node,
        ssh: {
          host: '127.0.0.1',
          user: practice.user,
          port: practice.port,
          hostKey: `SHA256:${'A'.repeat(43)}`,
        },
      })),
    }));
    const { code, err } = await check(site, { SECRET: practice.password });
    expect(err).toMatch(/host key/i);
    expect(err).toContain(practice.hostKeyFingerprint);
    expect(code).toBe(3);
  });

  describe('a node that is not SSH', () => {
    let server: Server;
    beforeAll(async () => {
      server = createServer((socket) => socket.end('HTTP/1.0 400 Bad Request\r\n\r\n'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterAll(() => void server.close());

    it('is told as such', async () => {
      const { port } = server.address() as AddressInfo;
      const site = siteFile((one) => ({
        ...one,
        nodes: one.nodes.map((node) => ({ ...node, ssh: { host: '127.0.0.1', user: 'u', port } })),
      }));
      const { code, err } = await check(site, { SECRET: 'x' });
      expect(err).toMatch(/not SSH|no SSH|does not speak SSH/i);
      expect(code).toBe(3);
    });
  });
});

describe.skipIf(process.getuid?.() !== 0)('a full disk (root only: it mounts a small one)', () => {
  let disk = '';
  beforeAll(() => {
    disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', disk]);
  });
  afterAll(() => void execFileSync('umount', [disk]));

  it('loses nothing: exit 3, the cure, and what was there stays whole', async () => {
    const before = join(disk, 'FCR-2026-014_A.pdf');
    writeFileSync(before, 'the request before');
    const { code, err } = await gatecheck(['request', join(fixtures, 'gdansk-dc1.site.json'), '--out', disk]);
    expect(err).toMatch(/disk is full/i);
    expect(code).toBe(3);
    expect(readFileSync(before, 'utf8')).toBe('the request before');
    expect(readdirSync(disk)).toEqual(['FCR-2026-014_A.pdf']);
  });
});

describe('catalog lint', () => {
  it('finds nothing in the catalogue that is shipped: exit 0', async () => {
    const { code, out } = await gatecheck([
      'catalog',
      'lint',
      join(root, 'shared/catalog/panzura-cloudfs.json'),
    ]);
    expect(out).toContain('no findings');
    expect(code).toBe(0);
  });

  it('names the place of a finding: exit 1', async () => {
    const text = readFileSync(join(root, 'shared/catalog/panzura-cloudfs.json'), 'utf8');
    const { code, out } = await gatecheck([
      'catalog',
      'lint',
      write('catalog.json', text.replace('"53/tcp"', '"53/tpc"')),
    ]);
    expect(out).toMatch(/entries\[\d+\].*53\/tpc/);
    expect(code).toBe(1);
  });
});
