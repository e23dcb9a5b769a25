import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { Report } from '../../shared/report/schema.ts';
import { reportSchema } from '../../shared/report/schema.ts';
import { typist } from '../helpers/keyboard.ts';
import { programUnderTest } from '../helpers/program-under-test.ts';
import { onStart } from '../helpers/wizard.ts';
import { expect, test } from '../helpers/wizard-window.ts';

/**
 * The program as it is shipped, and the copy of it that every other spec drives: the same archive, and one fuse between them.
 */
const run = promisify(execFile);
const shipped = process.env['GATECHECK_SHIPPED'] ?? '';
const program = join(shipped, 'gatecheck');
const display = process.env['DISPLAY'] ?? '';
const sandbox = process.env['GATECHECK_SANDBOX'] === 'on' ? [] : ['--no-sandbox'];

test.skip(shipped === '', 'packages are made and tried on Linux');

const archiveOf = async (folder: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(join(folder, 'resources/app.asar')))
    .digest('hex');

/** A fuse's byte in the binary is the digit 0 or 1; one that this Electron does not have is neither. */
async function fusesOf(executable: string): Promise<Readonly<Record<string, boolean>>> {
  const wire = await getCurrentFuseWire(executable);
  const digits = Object.entries(FuseV1Options)
    .filter((pair): pair is [string, FuseV1Options] => typeof pair[1] === 'number')
    .map(([name, at]): [string, string] => [name, String.fromCharCode(wire[at] ?? 0)])
    .filter(([, digit]) => digit === '0' || digit === '1');
  return Object.fromEntries(digits.map(([name, digit]) => [name, digit === '1']));
}

/** What a command said, and how it ended. */
async function tell(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; stdout: string; stderr: string }> {
  return run(command, args, { env }).then(
    (said) => ({ code: 0, ...said }),
    (error: unknown) => error as { code: number; stdout: string; stderr: string },
  );
}

test('the copy that is tested is the packaged program, with the archive that is shipped', async ({
  wizard: { page, app },
}) => {
  await onStart(page);
  const self = await app.evaluate(({ app: electron }) => ({
    packaged: electron.isPackaged,
    archive: electron.getAppPath(),
  }));
  expect(self).toEqual({
    packaged: true,
    archive: join(dirname(programUnderTest().executable), 'resources/app.asar'),
  });
  expect(await archiveOf(dirname(self.archive.replace(/\/app\.asar$/, '')))).toBe(await archiveOf(shipped));
});

test('the shipped binary has its fuses; the copy differs in one', async () => {
  const fuses = await fusesOf(program);
  expect(fuses).toMatchObject({
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
  });
  expect(await fusesOf(programUnderTest().executable)).toEqual({
    ...fuses,
    EnableNodeCliInspectArguments: true,
  });
});

/** The shipped program with a user's folder of its own. */
function start(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(program, [...sandbox, ...args], {
    cwd: folder,
    env: { ...process.env, HOME: folder, GATECHECK_HOME: join(folder, 'user'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Ends it, and waits until it is gone. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await over;
}

test.describe('the shipped program', () => {
  let folder = '';
  test.beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatecheck-shipped-'));
    await mkdir(join(folder, 'out'));
  });
  test.afterEach(() => rm(folder, { recursive: true, force: true }));

  test('does the practice job by keyboard alone, and its signed report verifies', async () => {
    const child = start(folder, []);
    try {
      const { keyboard, doPracticeJob } = await typist();
      const keys = keyboard(display);
      const window = await keys.waitFor('Gatecheck', 60_000);
      await doPracticeJob(keys, window, join(folder, 'out'));
    } finally {
      await end(child);
    }
    const file = join(folder, 'out/practice-blocked.readiness.json');
    const report: Report = reportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    expect(report).toMatchObject({ practice: true, readiness: 'not-ready' });
    const command = join(shipped, 'resources/cli/gatecheck');
    const env = {
      ...process.env,
      GATECHECK_NODE: process.execPath,
      GATECHECK_HOME: join(folder, 'verifier'),
    };
    // Practice is never ready: 4 (docs/guide.md).
    const told = await tell(command, ['verify', file], env);
    expect(told).toMatchObject({ code: 4, stdout: expect.stringMatching(/^PRACTICE/) });
  });

  test('lets nobody make it a Node, look inside, or load code from elsewhere', async () => {
    const made = join(folder, 'made-by-a-stranger');
    const script = `require('fs').writeFileSync(${JSON.stringify(made)}, '')`;
    const foreign = join(folder, 'foreign.cjs');
    await writeFile(foreign, script);
    // Each way works where its fuse is on: a plain Node shows that the script does what it says.
    await run(process.execPath, ['-e', '0'], { env: { NODE_OPTIONS: `--require ${foreign}` } });
    expect(existsSync(made)).toBe(true);
    await rm(made);
    const child = start(folder, ['--inspect=127.0.0.1:0', '-e', script], {
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: `--require ${foreign}`,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => {
        said += text.toString();
      });
    try {
      // It opens its window as ever.
      await (await typist()).keyboard(display).waitFor('Gatecheck', 60_000);
      expect(said).not.toContain('Debugger listening');
      expect(existsSync(made)).toBe(false);
    } finally {
      await end(child);
    }
  });
});

test('the installed command line has every part that its commands read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatecheck-shipped-'));
  try {
    const command = join(shipped, 'resources/cli/gatecheck');
    const env = { ...process.env, GATECHECK_NODE: process.execPath, GATECHECK_HOME: join(folder, 'user') };
    const site = new URL('../fixtures/sites/gdansk-dc1.site.json', import.meta.url).pathname;
    const out = join(folder, 'request');
    await run(command, ['request', site, '--out', out], { env });
    const pdf = readdirSync(out).find((name) => name.endsWith('.pdf')) ?? '';
    // Its fonts and colours lie beside it, and so does the worker that reads the form; the page for browsers too.
    const sent = join(out, pdf.replace('.pdf', '.json'));
    const answer = await tell(command, ['answer', site, join(out, pdf), '--request', sent], env);
    expect(answer).toMatchObject({ stderr: '', code: 1, stdout: expect.stringContaining('NOT DECIDED') });
    await run(command, ['verifier', '--out', folder], { env });
    expect((await readFile(join(folder, 'gatecheck-verifier.html'))).length).toBeGreaterThan(100_000);
    const missing = await tell(command, ['--version'], { ...env, GATECHECK_NODE: '/nowhere/node' });
    expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining('GATECHECK_NODE') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
