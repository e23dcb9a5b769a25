import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../shared/report/schema.ts';
import { labMissing } from './preconditions.ts';
import { cli } from './run-check.ts';
import type { NodeService, Passage, TwoNodes } from './two-nodes.ts';
import { addressOf, startTwoNodes, twoNodeSite } from './two-nodes.ts';

type CheckRecord = Report['checks'][number];

/** What the firewall lets through to alpha: the same from beta and from the laptop. */
const toAlpha = (from: 'beta' | 'laptop'): Passage[] => [
  { from, to: 'alpha', ports: '22, 800, 3000, 3003, 3006', protocol: 'tcp', action: 'accept' },
  { from, to: 'alpha', ports: '3002', protocol: 'tcp', action: 'reject with icmp admin-prohibited' },
  { from, to: 'alpha', ports: '3005', protocol: 'tcp', action: 'reject with tcp reset' },
  { from, to: 'alpha', ports: '3003', protocol: 'udp', action: 'accept' },
];

const passages: readonly Passage[] = [
  ...toAlpha('beta'),
  ...toAlpha('laptop'),
  { from: 'alpha', to: 'beta', ports: '22', protocol: 'tcp', action: 'reject with icmp admin-prohibited' },
];

/** 3000 to 3002: started. 3006: a program has the port, and does not listen. All others: not started yet. */
const services: readonly NodeService[] = [
  { place: 'alpha', port: 3000, kind: 'tcp' },
  { place: 'alpha', port: 3001, kind: 'tcp' },
  { place: 'alpha', port: 3002, kind: 'tcp' },
  { place: 'alpha', port: 3006, kind: 'held' },
];

const asked = [
  ...['800/tcp', '3000/tcp', '3001/tcp', '3002/tcp', '3003/tcp', '3004/tcp', '3005/tcp', '3006/tcp'],
  ...['3003/udp', '3004/udp'],
];

const missing = labMissing();

describe.skipIf(missing !== null)('In checks between two nodes and from the laptop', () => {
  let two: TwoNodes;
  let before: readonly string[];
  let report: Report;
  let reportFile: string;

  const check = (
    from: 'beta' | 'laptop' | 'alpha',
    service: string,
    to: 'alpha' | 'beta' = 'alpha',
    inReport: Report = report,
  ): CheckRecord => {
    const [port, protocol] = service.split('/');
    const found = inReport.checks.find(
      ({ rule, vantage, target }) =>
        rule.includes(`.${to}.in.`) &&
        (vantage.kind === 'peer' ? vantage.node === from : vantage.kind === 'laptop' && from === 'laptop') &&
        `${target.port}/${target.protocol}` === `${port}/${protocol}`,
    );
    if (found === undefined) throw new Error(`no check of ${service} from ${from} to ${to}`);
    return found;
  };

  beforeAll(async () => {
    if (!existsSync(cli)) throw new Error('dist/cli.cjs is missing: run npm run build first.');
    two = await startTwoNodes(passages, services);
    before = await two.listening('alpha');
    const first = await two.check(twoNodeSite(two.keys, asked));
    ({ report, reportFile } = first);
  });
  afterAll(() => two.stop());
  beforeEach(async () => {
    expect(await two.listening('alpha')).toEqual(before);
  });
  afterEach(async () => {
    expect(await two.listening('alpha')).toEqual(before);
    expect((await two.processes('alpha')).filter((line) => /exec\(sys.stdin|perl/.test(line))).toEqual([]);
  });

  it('start at the other node, over its own SSH, and the checked node proves the source', () => {
    expect(check('beta', '3000/tcp')).toMatchObject({
      vantage: {
        kind: 'peer',
        node: 'beta',
        interface: 'lan0',
        address: addressOf.beta,
        coversFrom: addressOf.beta,
      },
      observation: 'open',
      verdict: 'pass',
      facts: {
        sourceSeen: { address: addressOf.beta, basis: 'socket-table' },
        listener: true,
        routePort: 'lan',
        routeSource: addressOf.beta,
      },
    });
    const ssh = check('beta', '22/tcp');
    expect(ssh.verdict).toBe('pass');
    expect(ssh.facts.sourceSeen).toEqual({ address: addressOf.beta, basis: 'socket-table' });
  });

  it('tell dropped from rejected, with the source proven by what the node saw of another connection', () => {
    expect(check('beta', '3001/tcp')).toMatchObject({
      observation: 'filtered',
      verdict: 'fail',
      facts: { sourceSeen: { address: addressOf.beta, basis: 'same-run' }, listener: true },
    });
    // The firewall limits its ICMP errors: the one for this flow may be among those that it keeps back.
    const rejected = check('beta', '3002/tcp');
    expect(['rejected', 'filtered']).toContain(rejected.observation);
    expect(rejected.verdict).toBe('fail');
    expect(check('laptop', '3001/tcp')).toMatchObject({ observation: 'filtered', verdict: 'fail' });
    expect(check('laptop', '3002/tcp').verdict).toBe('fail');
  });

  it('are inconclusive where the node saw nothing at all from that source', () => {
    expect(check('alpha', '22/tcp', 'beta')).toMatchObject({
      observation: 'rejected',
      verdict: 'inconclusive',
      facts: { sourceSeen: null },
    });
    expect(check('alpha', '22/tcp', 'beta').explanation).toContain('source not proven');
    // The same packets fail the rule of the node that sent them.
    const out = report.checks.find(({ rule }) => rule.includes('ssh-peers.alpha.out.'));
    expect(out).toMatchObject({ observation: 'rejected', verdict: 'fail' });
  });

  it.each(['beta', 'laptop'] as const)(
    'prove the path from %s to a service that is not started, by a listener of ours',
    (from) => {
      for (const service of ['3003/tcp', '3003/udp']) {
        const one = check(from, service);
        expect(one, service).toMatchObject({
          observation: 'confirmed',
          verdict: 'pass',
          weak: false,
          facts: {
            listener: 'temporary',
            sourceSeen: { address: addressOf[from], basis: 'listener' },
          },
        });
        expect(one.explanation).toContain('proven, service not started');
        // UDP first stays silent or is refused, as the system likes; TCP is refused.
        expect(one.attempts.at(-1)?.observation).toBe('confirmed');
        if (service.endsWith('tcp')) {
          expect(one.attempts[0]?.observation).toBe('refused');
          expect(one.flaky).toBe(true);
        }
      }
    },
  );

  it.each(['beta', 'laptop'] as const)('from %s find the firewall although no service is started', (from) => {
    expect(check(from, '3004/tcp')).toMatchObject({
      observation: 'filtered',
      verdict: 'fail',
      facts: { listener: 'temporary' },
    });
    const reset = check(from, '3005/tcp');
    expect(reset).toMatchObject({
      observation: 'refused',
      verdict: 'fail',
      facts: { listener: 'temporary' },
    });
    expect(reset.explanation).toContain('although our temporary listener stood');
    const silent = check(from, '3004/udp');
    expect(silent).toMatchObject({ observation: 'no-answer', verdict: 'inconclusive' });
    expect(silent.explanation).toContain('no datagram');
  });

  it('leave a port alone that a program has, though nothing listens on it', () => {
    const one = check('laptop', '3006/tcp');
    expect(one).toMatchObject({
      observation: 'refused',
      verdict: 'inconclusive',
      facts: { listener: false },
      evidence: { temporaryListener: 'not opened: the port is in use on the node' },
    });
    expect(one.explanation).toContain('nothing listens on the node yet');
    expect(one.advice?.next).toContain('temporary listener');
  });

  it('open no privileged port without leave, and say so; with it they prove the path there', async () => {
    const one = check('beta', '800/tcp');
    expect(one).toMatchObject({
      observation: 'refused',
      verdict: 'inconclusive',
      facts: { listener: false },
    });
    expect(one.evidence['temporaryListener']).toContain('needs your leave');
    const allowed = await two.check(twoNodeSite(two.keys, ['800/tcp']), ['--listen', 'all']);
    for (const from of ['beta', 'laptop'] as const)
      expect(check(from, '800/tcp', 'alpha', allowed.report)).toMatchObject({
        observation: 'confirmed',
        verdict: 'pass',
      });
    const off = await two.check(twoNodeSite(two.keys, ['3003/tcp']), ['--listen', 'off']);
    expect(check('beta', '3003/tcp', 'alpha', off.report)).toMatchObject({
      observation: 'refused',
      verdict: 'inconclusive',
    });
  });

  it('are recomputed by verify', async () => {
    const signers = join(two.folder, 'allowed_signers');
    writeFileSync(signers, `lab@corp.example ${readFileSync(`${two.keys.identity}.pub`, 'utf8')}`);
    const verified = await two.exec('laptop', [
      ...[process.execPath, cli, 'verify', reportFile, '--allowed-signers', signers, '--json'],
    ]);
    const result = JSON.parse(verified.stdout) as { lines: { what: string; answer: string }[] };
    expect(result.lines.filter(({ answer }) => answer === 'invalid')).toEqual([]);
    expect(result.lines).toContainEqual(expect.objectContaining({ what: 'verdicts', answer: 'valid' }));
  });

  it('are not run when the node that starts them cannot be reached, with the reason', async () => {
    await two.cable('beta', 'down');
    try {
      const run = await two.check(twoNodeSite(two.keys, ['3000/tcp']));
      const one = check('beta', '3000/tcp', 'alpha', run.report);
      expect(one.observation).toBe('not-run');
      expect(String(one.evidence['reason'])).toContain('This check starts at beta');
      // The other way round: nothing is sent to a node that cannot be asked what it sees.
      expect(check('alpha', '22/tcp', 'beta', run.report).observation).toBe('not-run');
      expect(check('laptop', '3000/tcp', 'alpha', run.report).verdict).toBe('pass');
    } finally {
      await two.cable('beta', 'up');
    }
  });

  /** Starts a check whose listener stands for a long time, and acts when it does. */
  const interrupted = async (act: (child: ReturnType<typeof spawn>) => unknown): Promise<number | null> => {
    const { argv, env } = two.checkCommand(twoNodeSite(two.keys, ['3004/tcp']), ['--timeout-ms', '4000']);
    const [program = '', ...args] = argv;
    const child = spawn(program, args, { env, stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const listener = `tcp ${addressOf.alpha}:3004`;
    const end = Date.now() + 30_000;
    while (!(await two.listening('alpha')).includes(listener)) {
      if (Date.now() > end) throw new Error('no listener came');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await act(child);
    const gone = Date.now() + 60_000;
    while ((await two.listening('alpha')).includes(listener)) {
      if (Date.now() > gone) throw new Error('the listener stayed');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    child.kill('SIGKILL');
    return ended;
  };

  it('leave no listener when the program is killed', async () => {
    await interrupted((child) => child.kill('SIGKILL'));
  });

  it('leave no listener when the node’s SSH sessions are killed', async () => {
    await interrupted(() => two.endSshSessions('alpha'));
  });

  it('leave no listener when the cable is pulled', async () => {
    await interrupted(() => two.cable('alpha', 'down'));
    await two.cable('alpha', 'up');
  });
});
