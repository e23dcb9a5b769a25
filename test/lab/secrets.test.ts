import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanaryKey } from '../helpers/canary-key.ts';
import { makeCanaryKey } from '../helpers/canary-key.ts';
import type { Found, Needle } from '../helpers/secret-search.ts';
import {
  needlesOf,
  searchFolder,
  searchInside,
  searchMemoryFiles,
  searchProcessList,
} from '../helpers/secret-search.ts';
import { run as exec } from './namespaces.ts';
import { addresses, labFlows } from './flows.ts';
import type { LabFlow } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import type { Daemon } from './processes.ts';
import { startDaemon } from './processes.ts';
import { cli, environmentOf } from './run-check.ts';
import { solvedSite, writeSite } from './sites.ts';

const canary = (): string => `canary-${randomBytes(10).toString('hex')}`;
const port = 2022;
/** Asks by keyboard-interactive alone, through PAM. */
const askingPort = 2023;

interface Ended {
  readonly code: number | null;
  /** What ended it, when that was a signal. */
  readonly by: NodeJS.Signals | null;
  readonly said: string;
}

interface Way {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent when it has signed in and says its first result, nothing before: a signal that is not caught ends it. */
  readonly signal?: NodeJS.Signals;
}

/** Secrets that no other text is like go through the command line, against a real sshd; then everything is searched. */
describe.skipIf(labMissing() !== null)('secrets on the command line', () => {
  const words = {
    password: canary(),
    wrongPassword: canary(),
    passphrase: canary(),
    wrongPassphrase: canary(),
    signing: canary(),
    jump: canary(),
    wrongJump: canary(),
  };
  let lab: Lab;
  let sshd: Daemon;
  let asking: Daemon;
  let key: CanaryKey;
  let site: string;
  let unreachable: string;
  let asked: string;
  let jumping: string;
  let needles: readonly Needle[];
  /** What ran where, with everything that it said. */
  const said: string[] = [];
  const listed: Found[] = [];
  let looks = 0;

  /** Runs it in a folder of its own, where a dump would be put, with all that makes a program talkative. */
  const run = (args: readonly string[], way: Way = {}): Promise<Ended> =>
    new Promise((resolve, reject) => {
      const folder = join(lab.folder, 'cwd');
      const temporary = join(lab.folder, 'tmp');
      for (const path of [folder, temporary]) mkdirSync(path, { recursive: true });
      const script = `ulimit -c unlimited; cd ${folder}; exec "$@"`;
      const child = spawn(
        'ip',
        [
          ...['netns', 'exec', lab.names.laptop, 'sh', '-c', script, 'sh', process.execPath],
          ...['--report-on-fatalerror', '--report-on-signal', '--report-uncaught-exception'],
          ...[`--report-directory=${folder}`, cli, ...args],
        ],
        {
          env: {
            ...environmentOf(lab),
            ...way.env,
            TMPDIR: temporary,
            NODE_DEBUG: 'net,tls,stream,child_process,fs,worker',
            DEBUG: '*',
          },
        },
      );
      let text = '';
      const timer = setTimeout(() => child.kill('SIGKILL'), 90_000);
      const look = setInterval(() => {
        looks += 1;
        // What the user gives in the environment stands in that of this one process, and of no other.
        const skip = (pid: number, part: string): boolean =>
          way.env !== undefined && pid === child.pid && part === 'environ';
        listed.push(...searchProcessList(needles, skip).found);
        // Slower, and what lies there stays longer.
        if (looks % 5 === 1) listed.push(...searchMemoryFiles(needles).found);
      }, 200);
      let signalled = way.signal === undefined;
      const hear = (chunk: Buffer): void => {
        text += chunk.toString();
        if (signalled || !text.includes('confirmed')) return;
        signalled = true;
        child.kill(way.signal);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.stdin.on('error', () => undefined);
      child.stdin.end(way.stdin ?? '');
      child.on('error', reject);
      child.on('close', (code, by) => {
        clearTimeout(timer);
        clearInterval(look);
        said.push(text);
        resolve({ code, by, said: text });
      });
    });

  beforeAll(async () => {
    if (!existsSync(cli)) throw new Error('dist/cli.cjs is missing: run npm run build first.');
    lab = await startLab('one-arm');
    key = makeCanaryKey(join(lab.folder, 'canary-key'), words.passphrase);
    needles = needlesOf({ 'private key': key.secret }, words);
    const flows = [port, askingPort].map((to): LabFlow => ({
      ...{ what: `sign in at ${to}`, from: 'laptop', to: addresses.node, port: to, protocol: 'tcp' },
      ...{ firewall: 'accept', service: 'nothing', observation: 'confirmed' },
    }));
    await lab.setFirewall([...labFlows, ...flows]);
    // Accounts of the node: its files are a layer of their own, this machine's stay as they are.
    await exec(lab.nodeFiles.inside('useradd', '--no-create-home', 'jumper'));
    const [enter = '', ...inside] = lab.nodeFiles.inside('chpasswd', '-c', 'SHA512');
    const chpasswd = spawn(enter, inside, { stdio: ['pipe', 'ignore', 'inherit'] });
    chpasswd.stdin.end(`root:${words.password}\njumper:${words.jump}\n`);
    expect(await new Promise((resolve) => chpasswd.on('close', resolve))).toBe(0);
    const startSshd = (name: string, at: number, ways: readonly string[]): Promise<Daemon> => {
      const config = join(lab.folder, name);
      const lines = [
        ...[`Port ${at}`, `ListenAddress ${addresses.node}`, `HostKey ${lab.keys.hostKey}`, 'PidFile none'],
        ...[`AuthorizedKeysFile ${key.file}.pub`, 'StrictModes no', 'PermitRootLogin yes', 'LogLevel DEBUG3'],
        ...ways,
      ];
      writeFileSync(config, `${lines.join('\n')}\n`);
      return startDaemon(lab.nodeFiles.inside('/usr/sbin/sshd', '-D', '-e', '-f', config), {
        ready: /Server listening/,
      });
    };
    sshd = await startSshd('canary-sshd.conf', port, [
      ...['UsePAM no', 'PasswordAuthentication yes', 'KbdInteractiveAuthentication no'],
    ]);
    asking = await startSshd('asking-sshd.conf', askingPort, [
      ...['UsePAM yes', 'PasswordAuthentication no', 'KbdInteractiveAuthentication yes'],
    ]);
    // Called unlike any word of a report, which a redacted copy keeps.
    const solved = {
      ...solvedSite('one-arm', lab.certificates, lab.keys),
      customer: { name: 'Aurora', site: 'Cellar' },
    };
    const at = (host: string) =>
      solved.nodes.map((node) => ({
        ...node,
        ssh: { host, port, user: 'root', hostKey: lab.keys.hostKeyFingerprint },
      }));
    site = writeSite(lab.folder, 'canary', { ...solved, nodes: at(addresses.node) });
    unreachable = writeSite(lab.folder, 'nobody', { ...solved, nodes: at(addresses.vacant) });
    const jump = { host: addresses.node, port, user: 'jumper', hostKey: lab.keys.hostKeyFingerprint };
    const nodes = at(addresses.node);
    asked = writeSite(lab.folder, 'asked', {
      ...solved,
      nodes: nodes.map((node) => ({ ...node, ssh: { ...node.ssh, port: askingPort } })),
    });
    jumping = writeSite(lab.folder, 'jumping', {
      ...solved,
      nodes: nodes.map((node) => ({ ...node, ssh: { ...node.ssh, jump: [jump] } })),
    });
  });
  afterAll(async () => {
    await sshd.stop();
    await asking.stop();
    await lab.stop();
  });

  const check = (where: string, out: string): string[] => [
    ...['check', where, '--out', join(lab.folder, out), '--timeout-ms', '1000'],
    ...['--signing-key', lab.keys.identity],
  ];
  const withKey = (): string[] => ['--identity', key.file, '--passphrase-env', 'CANARY'];

  it('go through right, wrong, unreachable, cancelled and crashed, and are found nowhere', async () => {
    const right = await run([...check(site, 'right'), '--password-stdin'], { stdin: words.password });
    expect([0, 1, 4], right.said).toContain(right.code);
    const report = join(lab.folder, 'right', 'canary.readiness.json');
    expect(existsSync(report), right.said).toBe(true);
    const wrong = await run([...check(site, 'wrong'), '--password-stdin'], { stdin: words.wrongPassword });
    expect(wrong.said).toMatch(/refused the password/);
    const opened = await run([...check(site, 'key'), ...withKey()], { env: { CANARY: words.passphrase } });
    expect(existsSync(join(lab.folder, 'key', 'canary.readiness.json')), opened.said).toBe(true);
    const closed = await run([...check(site, 'no-key'), ...withKey()], {
      env: { CANARY: words.wrongPassphrase },
    });
    expect(closed.said).toContain('The passphrase does not open');
    const nobody = await run([...check(unreachable, 'nobody'), '--password-stdin'], {
      stdin: words.password,
    });
    expect(nobody.code, nobody.said).not.toBe(0);
    const interactive = await run([...check(asked, 'asked'), '--password-stdin'], { stdin: words.password });
    expect(existsSync(join(lab.folder, 'asked', 'asked.readiness.json')), interactive.said).toBe(true);
    const two = ['--password-env', 'CANARY', '--password-env', `jump:${addresses.node}=JUMP`];
    const jumped = await run([...check(jumping, 'jumped'), ...two], {
      env: { CANARY: words.password, JUMP: words.jump },
    });
    expect(existsSync(join(lab.folder, 'jumped', 'jumping.readiness.json')), jumped.said).toBe(true);
    const turnedAway = await run([...check(jumping, 'turned-away'), ...two], {
      env: { CANARY: words.password, JUMP: words.wrongJump },
    });
    expect(turnedAway.said).toMatch(/refused the password/);
    const create = ['key', 'create', '--name', 'Lab', '--email', 'lab@corp.example'];
    const made = await run([...create, '--signing-passphrase-env', 'CANARY'], {
      env: { CANARY: words.signing },
    });
    expect(made.code, made.said).toBe(0);
    const signers = join(lab.folder, 'allowed_signers');
    writeFileSync(signers, `lab@corp.example ${readFileSync(lab.keys.authorizedKeys, 'utf8')}`);
    const redact = (out: string, passphrase: string): Promise<Ended> =>
      run(
        [
          ...['redact', report, '--out', join(lab.folder, out), '--allowed-signers', signers],
          ...['--signing-passphrase-env', 'CANARY'],
        ],
        { env: { CANARY: passphrase } },
      );
    const redacted = await redact('redacted', words.signing);
    expect(redacted.code, redacted.said).toBe(0);
    const unsigned = await redact('unsigned', words.wrongPassphrase);
    expect(unsigned.said).toContain('The passphrase does not open the signing identity.');

    // Twenty seconds for what stays silent: the run is in its middle when its first result is there.
    const slowly = (out: string): string[] => [...check(site, out), '--timeout-ms', '20000', ...withKey()];
    const end = (signal: NodeJS.Signals): Promise<Ended> =>
      run(slowly(signal), { env: { CANARY: words.passphrase }, signal });
    const interrupted = await end('SIGINT');
    expect(interrupted.by).toBeNull();
    const kept = readFileSync(join(lab.folder, 'SIGINT', 'canary.readiness.json'), 'utf8');
    expect(kept).toContain('"confirmed"');
    expect(kept).toContain('"not-run"');
    // A diagnostic report, asked for by its signal, is not written; what is left of that signal ends the program.
    for (const signal of ['SIGUSR2', 'SIGKILL', 'SIGABRT'] as const) {
      const { by, said: words } = await end(signal);
      expect(by, words).toBe(signal);
      expect(existsSync(join(lab.folder, signal, 'canary.readiness.json'))).toBe(false);
    }

    expect(looks).toBeGreaterThan(10);
    expect(listed).toEqual([]);
    const dumps = readdirSync(join(lab.folder, 'cwd'));
    expect(dumps.filter((name) => name.startsWith('report.'))).toEqual([]);
    // A crash that left no dump would prove nothing about dumps.
    if (/^core/.test(readFileSync('/proc/sys/kernel/core_pattern', 'utf8')))
      expect(dumps.filter((name) => name.startsWith('core'))).not.toEqual([]);
    expect(searchInside(Buffer.from(said.join('\n')), 'what the programs said', needles)).toEqual([]);
    expect(said.join('\n')).toContain('lab-1');
    const log = `${sshd.output()}\n${asking.output()}`;
    expect(log).toMatch(/Accepted password for root/);
    expect(log).toMatch(/Accepted password for jumper/);
    expect(log).toMatch(/Accepted keyboard-interactive\/pam for root/);
    expect(log).toMatch(/Failed password for root/);
    expect(searchInside(Buffer.from(log), 'the log of sshd', needles)).toEqual([]);
    const laptop = searchFolder(lab.folder, needles);
    expect(laptop.found).toEqual([]);
    expect(laptop.looked.some((place) => place.endsWith('right/canary.readiness.pdf'))).toBe(true);
  }, 240_000);

  it('are on the node in no file: all that a run leaves there is looked at', async () => {
    const secret = join('/var/tmp', 'left-behind');
    await exec(lab.nodeFiles.inside('sh', '-c', `printf %s "$0" > ${secret}`, words.password));
    expect(searchInside(await lab.nodeFiles.archive(), 'the node', needles)).not.toEqual([]);
    await exec(lab.nodeFiles.inside('rm', secret));
    const bytes = await lab.nodeFiles.archive();
    expect(bytes.length).toBeGreaterThan(1000);
    expect(searchInside(bytes, 'the node', needles)).toEqual([]);
  });

  it('would be found: in a file, in a packed one, in an argument, and in a dump with memory', async () => {
    const folder = join(lab.folder, 'planted');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.gz'), gzipSync(`x ${words.password} y`));
    writeFileSync(join(folder, 'b'), key.secret.toString('base64'));
    expect(
      searchFolder(folder, needles)
        .found.map(({ place }) => place.at(folder.length + 1))
        .sort(),
    ).toEqual(['a', 'b']);
    rmSync(folder, { recursive: true });
    const child = spawn('sh', ['-c', 'sleep 30 # $0', words.signing]);
    await expect.poll(() => searchProcessList(needles).found.length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    if (!/^core/.test(readFileSync('/proc/sys/kernel/core_pattern', 'utf8'))) return;
    mkdirSync(folder);
    // The same program without our care leaves what it was given.
    const crash = `globalThis.held = process.env.CANARY + '.'; process.abort()`;
    const { code } = await lab.exec(
      'laptop',
      ['sh', '-c', `ulimit -c unlimited; cd ${folder}; exec "$0" -e "${crash}"`, process.execPath],
      { env: { ...environmentOf(lab), CANARY: words.passphrase } },
    );
    expect(code).not.toBe(0);
    expect(
      searchFolder(folder, needles)
        .found.map(({ what }) => what)
        .join(),
    ).toContain('passphrase, raw');
    rmSync(folder, { recursive: true });
  });
});
