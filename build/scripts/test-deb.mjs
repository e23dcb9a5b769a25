// npm run test:deb: installs the deb in a clean Debian, starts it there as an ordinary user with Chromium's sandbox on, and
// does the practice job by keyboard alone. The signed report that comes out is verified by ssh-keygen and by the installed
// command line. Needs root, and Debian's debootstrap, xdotool, xvfb and openssh-client.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { inside, makeCleanRoot } from './lib/clean-root.mjs';
import { keyboard, pause } from './lib/keys.mjs';
import { dist, testResults } from './lib/paths.mjs';
import { doPracticeJob } from './lib/practice-job.mjs';
import { run, succeeds } from './lib/run.mjs';
import { runMain, SetupError, say } from './lib/say.mjs';

const usage = `npm run test:deb [-- --keep-root | --same-root]
  --keep-root   leaves the clean root in /var/tmp/gatecheck-clean-root
  --same-root   uses the one that was left there
`;
const suite = 'bookworm';
const uid = 12_345;
const home = '/home/technician';
const root = '/var/tmp/gatecheck-clean-root';
const display = ':87';
const mib = (/** @type {number} */ bytes) => `${Math.round(bytes / 1024 / 1024)} MiB`;

const theDeb = () => {
  const folder = path.join(dist, 'package');
  const name = existsSync(folder) ? readdirSync(folder).find((one) => one.endsWith('.deb')) : undefined;
  if (name === undefined) throw new SetupError('there is no deb in dist/package: npm run package makes it');
  return path.join(folder, name);
};

/** @param {number} pid */
const processOf = (pid) => {
  const read = (/** @type {string} */ name) => readFileSync(`/proc/${pid}/${name}`, 'utf8');
  try {
    return {
      pid,
      words: read('cmdline').split('\0'),
      status: read('status'),
      root: readlinkSync(`/proc/${pid}/root`),
    };
  } catch {
    return null;
  }
};

/** The processes of the program in the clean root: only they are that user's. */
const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => processOf(Number(name)))
    .filter((one) => one !== null)
    .filter(
      ({ words, status }) => words[0]?.includes('gatecheck') && status.includes(`Uid:\t${uid}\t${uid}\t`),
    );

/** @param {boolean} holds @param {string} what */
const insist = (holds, what) => {
  if (!holds) throw new SetupError(`not so: ${what}`);
  process.stdout.write(`  ${what}\n`);
};

const checkSandbox = () => {
  const all = processes();
  const pages = all.filter(({ words }) => words.some((word) => word.includes('--type=renderer')));
  insist(
    all.length >= 3 && pages.length >= 1,
    `${all.length} processes run as user ${uid}, ${pages.length} of them a page`,
  );
  insist(
    !all.some(({ words }) => words.some((word) => word.includes('no-sandbox'))),
    'none has --no-sandbox',
  );
  for (const { pid, status } of pages) {
    insist(/^Seccomp:\s+2$/m.test(status), `the page (process ${pid}) has its system calls filtered`);
    insist(/^CapEff:\s+0+$/m.test(status), 'and no capabilities');
    const main = all.find(({ words }) => !words.some((word) => word.includes('--type=')));
    const space = (/** @type {number} */ of) => readlinkSync(`/proc/${of}/ns/pid`);
    insist(main !== undefined && space(main.pid) !== space(pid), 'and a process namespace of its own');
  }
};

/** @param {string} where @param {(name: string) => boolean} wanted */
const filesIn = (where, wanted) => (existsSync(where) ? readdirSync(where).filter(wanted) : []);

/** @param {string} out */
const checkReport = async (out) => {
  const name = filesIn(out, (one) => one.endsWith('.readiness.json'))[0] ?? '';
  const file = path.join(out, name);
  /** @type {unknown} */
  const parsed = JSON.parse(readFileSync(file, 'utf8'));
  const report = /** @type {{ practice: boolean, readiness: string, checks: unknown[] }} */ (parsed);
  insist(report.practice && report.readiness === 'not-ready', `${name} is a practice report and not ready`);
  insist(report.checks.length > 20, `it holds ${report.checks.length} checks`);
  const command = `ssh-keygen -Y check-novalidate -n gatecheck -s "$1.sig" < "$1"`;
  insist(await succeeds('sh', ['-c', command, 'sh', file]), 'ssh-keygen finds its signature good');
  const cli = path.join(root, 'opt/Gatecheck/resources/cli/gatecheck');
  const told = await run(cli, ['verify', file], {
    env: {
      ...process.env,
      GATECHECK_NODE: process.execPath,
      GATECHECK_HOME: path.join(root, 'tmp/verifier'),
    },
    timeoutMs: 60_000,
    output: 'capture',
  });
  insist(
    told.text.startsWith('PRACTICE'),
    `the installed command line says PRACTICE first (exit ${told.status})`,
  );
};

/** @param {string} deb */
const tryIt = async (deb) => {
  mkdirSync('/tmp/.X11-unix', { recursive: true, mode: 0o1777 });
  const server = spawn('Xvfb', [display, '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: 'ignore',
  });
  await pause(2_000);
  const out = path.join(root, home, 'out');
  rmSync(out, { recursive: true, force: true });
  const environment = [
    ...['env', '-i', `HOME=${home}`, 'PATH=/usr/bin:/bin', `DISPLAY=${display}`, 'LANG=C.UTF-8'],
    ...['sh', '-c', 'cd; mkdir -p out; exec gatecheck'],
  ];
  const [command = '', ...args] = [...inside(root, { uid }), ...environment];
  const began = Date.now();
  const program = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  program.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (said += text));
  const keys = keyboard(display);
  try {
    const window = await keys.waitFor('Gatecheck', 90_000);
    const startedMs = Date.now() - began;
    await pause(3_000);
    checkSandbox();
    await doPracticeJob(keys, window, out, path.join(home, 'out'));
    await checkReport(out);
    const installed = await run('du', ['-sb', path.join(root, 'opt/Gatecheck')], {
      timeoutMs: 30_000,
      output: 'capture',
    });
    process.stdout.write(
      `deb ${mib(statSync(deb).size)}, installed ${mib(Number.parseInt(installed.text, 10))}, window after ${(startedMs / 1000).toFixed(1)} s\n`,
    );
  } catch (error) {
    mkdirSync(testResults, { recursive: true });
    await run('sh', ['-c', `import -window root "$1"`, 'sh', path.join(testResults, 'deb.png')], {
      env: { ...process.env, DISPLAY: display },
      timeoutMs: 20_000,
      output: 'capture',
    });
    process.stderr.write(said.slice(-3_000));
    throw error;
  } finally {
    program.kill('SIGTERM');
    await pause(1_000);
    program.kill('SIGKILL');
    server.kill('SIGTERM');
  }
};

await runMain(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => !['--keep-root', '--same-root', '--help'].includes(arg));
  if (unknown !== undefined || args.includes('--help')) {
    process.stderr.write(unknown === undefined ? usage : `Unknown option ${unknown}\n${usage}`);
    return unknown === undefined ? 0 : 2;
  }
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new SetupError('this needs root on Linux: it makes a clean Debian and installs the deb in it');
  for (const tool of ['debootstrap', 'xdotool', 'Xvfb', 'ssh-keygen'])
    if (!(await succeeds('sh', ['-c', `command -v ${tool}`])))
      throw new SetupError(`${tool} is missing: apt-get install debootstrap xdotool xvfb openssh-client`);
  const deb = theDeb();
  if (!args.includes('--same-root')) {
    say(`making a clean Debian ${suite} with ${path.basename(deb)} in it`);
    await makeCleanRoot({ root, deb, suite, uid, home });
  }
  await tryIt(deb);
  if (args.length === 0) rmSync(root, { recursive: true, force: true });
  process.stdout.write('the installed program did the practice job\n');
  return 0;
});
