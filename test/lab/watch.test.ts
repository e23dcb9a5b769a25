import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WatchEvent } from '../../electron/usecases/watch/types.ts';
import type { Answer } from '../../shared/documents/answer/schema.ts';
import type { Report } from '../../shared/report/schema.ts';
import { reportSchema } from '../../shared/report/schema.ts';
import type { FirewallAction, LabFlow } from './flows.ts';
import { addresses, labFlows } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import { cli, environmentOf } from './run-check.ts';
import { solvedSite, writeSite } from './sites.ts';

const missing = labMissing();

interface Watching {
  readonly events: () => readonly WatchEvent[];
  readonly until: (what: (events: readonly WatchEvent[]) => boolean) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<number | null>;
  readonly said: () => string;
  readonly out: string;
}

/** Starts `gatecheck watch` on the laptop; what it notes can be followed in its file of events. */
function watch(lab: Lab, site: string, name: string, more: readonly string[] = []): Watching {
  const out = join(lab.folder, name);
  const file = join(lab.folder, `${name}.events`);
  const child = spawn(
    'ip',
    [
      ...['netns', 'exec', lab.names.laptop, process.execPath, cli, 'watch', site, '--out', out],
      ...['--identity', lab.keys.identity, '--signing-key', lab.keys.identity, '--timeout-ms', '600'],
      ...['--every', '2', '--green-every', '3', '--for', '1m', '--events', file, ...more],
    ],
    { env: environmentOf(lab), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const events = (): readonly WatchEvent[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line.endsWith('}'))
          .map((line) => JSON.parse(line) as WatchEvent)
      : [];
  return {
    events,
    out,
    said: () => text,
    kill: (signal) => void child.kill(signal),
    ended: new Promise((resolve) => child.on('close', resolve)),
    until: (what) =>
      expect
        .poll(() => what(events()), { timeout: 30_000, interval: 100, message: `${name}: ${text}` })
        .toBe(true),
  };
}

const isNoted = (kind: 'opened' | 'closed', rule: string) => (events: readonly WatchEvent[]) =>
  events.some((event) => event.kind === kind && event.opening.rule.startsWith(rule));

const second = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

describe.skipIf(missing !== null)('gatecheck watch while a firewall is changed', () => {
  let lab: Lab;
  let site: string;
  const blocked = new Set<string>();
  const setFirewall = (): Promise<void> =>
    lab.setFirewall(
      labFlows.map((flow): LabFlow => {
        const firewall: FirewallAction = blocked.has(`${flow.to}:${flow.port ?? ''}`)
          ? 'drop'
          : flow.firewall;
        return { ...flow, firewall };
      }),
    );
  const ntp = `${addresses.ntp}:123`;
  const store = `${addresses.store}:443`;
  beforeAll(async () => {
    if (!existsSync(cli)) throw new Error('dist/cli.cjs is missing: run npm run build first.');
    lab = await startLab('one-arm');
    site = writeSite(lab.folder, 'watched', solvedSite('one-arm', lab.certificates, lab.keys));
  });
  afterAll(() => lab.stop());

  it('notes when each rule opens and stops, sends what is red and nothing else between', async () => {
    blocked.add(ntp);
    blocked.add(store);
    await setFirewall();
    const pings = await lab.capture('icmp[icmptype] == icmp-echo', 'fw-lap');
    const asked = join(lab.folder, 'asked');
    const requested = await lab.exec('laptop', [process.execPath, cli, 'request', site, '--out', asked], {
      env: environmentOf(lab),
    });
    expect(requested.code, requested.stderr).toBe(0);
    const signIns = await lab.capture('tcp dst port 22 and tcp[tcpflags] == tcp-syn', 'fw-lap');
    const watching = watch(lab, site, 'change', ['--request', join(asked, 'LAB-1_A.json')]);
    await watching.until((events) => events.some(({ kind }) => kind === 'waiting'));
    const change = async (act: () => void): Promise<number> => {
      act();
      await setFirewall();
      return Date.now();
    };
    const before = Date.now();
    const ntpOpened = await change(() => blocked.delete(ntp));
    await watching.until(isNoted('opened', 'ntp.'));
    const ntpClosed = await change(() => blocked.add(ntp));
    await watching.until(isNoted('closed', 'ntp.'));
    const ntpAgain = await change(() => blocked.delete(ntp));
    const again = (events: readonly WatchEvent[]): boolean =>
      events.filter((event) => event.kind === 'opened' && event.opening.rule.startsWith('ntp.')).length === 2;
    await watching.until(again);
    await lab.endSshSessions();
    const storeOpened = await change(() => blocked.delete(store));
    await watching.until(isNoted('opened', 'object-store.lab-1.out.lan.443-tcp'));
    watching.kill('SIGINT');
    expect(await watching.ended, watching.said()).toBe(0);
    // One session for all rounds, and one more after it was cut.
    expect(await signIns.stop()).toHaveLength(2);
    const file = join(watching.out, 'watched.readiness.json');
    const report: Report = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(report.watch).toMatchObject({ ended: 'stopped', everySeconds: 2, clockSetBackMs: 0 });
    const openings = (rule: string) =>
      report.watch?.openings.filter((opening) => opening.rule.startsWith(rule)) ?? [];
    const [first, next] = openings('ntp.');
    const [stored] = openings('object-store.lab-1.out.lan.443-tcp');
    const dns = openings('dns.');
    for (const [opening, since, at] of [
      [first, before, ntpOpened],
      [next, ntpClosed, ntpAgain],
      [stored, ntpAgain, storeOpened],
    ] as const) {
      // It was closed until the change began, and open when it was made.
      expect(opening?.lastNotPassed ?? 'none').not.toBe('none');
      expect((opening?.lastNotPassed ?? '') <= second(at)).toBe(true);
      expect((opening?.firstPassed ?? '') >= second(since)).toBe(true);
    }
    expect(first?.closed?.lastPassed).toBeDefined();
    expect((first?.closed?.firstNotPassed ?? '') >= second(ntpClosed - 1000)).toBe(true);
    expect(next?.closed).toBeNull();
    // What worked from the start is not said to have opened at any time.
    expect(dns.length).toBeGreaterThan(0);
    expect(new Set(dns.map(({ lastNotPassed }) => lastNotPassed))).toEqual(new Set([null]));
    // What works was sent in the first round, in its own rounds and in the last one: not in every round.
    const events = watching.events();
    const rounds = events.filter(({ kind }) => kind === 'round-began').length;
    const seen = (await pings.stop()).length;
    expect(rounds).toBeGreaterThan(5);
    expect(seen).toBeGreaterThan(1);
    expect(seen).toBeLessThan(rounds);
    // The request's form has the last second at which each line opened, and reads back as that.
    const filled = await lab.exec(
      'laptop',
      [
        ...[process.execPath, cli, 'answer', site, join(watching.out, 'LAB-1_A_active.pdf'), '--json'],
        ...['--request', join(asked, 'LAB-1_A.json')],
      ],
      { env: environmentOf(lab) },
    );
    const { answer } = JSON.parse(filled.stdout) as { readonly answer: Answer };
    const active = (line: string): string | null | undefined =>
      answer.lines.find(({ id }) => id.startsWith(line))?.implementation.active;
    expect(active('ntp.')).toBe(next?.firstPassed);
    expect(active('object-store.lab-1.out.lan.name.required')).toBe(stored?.firstPassed);
    expect(active('dns.lab-1.out')).toBeNull();
    expect(answer.integrity).toMatchObject({ data: { answer: 'unchanged' }, shown: { answer: 'unchanged' } });
    const verified = await lab.exec('laptop', [process.execPath, cli, 'verify', file, '--json'], {
      env: environmentOf(lab),
    });
    // Intact, and it does not contradict itself; nobody vouches for the lab's key.
    expect(verified.code, verified.stdout).toBe(4);
  });

  it('keeps what had opened when the program is killed: the report of the recovered run says it', async () => {
    blocked.add(ntp);
    await setFirewall();
    const watching = watch(lab, site, 'killed');
    await watching.until((events) => events.some(({ kind }) => kind === 'waiting'));
    blocked.delete(ntp);
    await setFirewall();
    await watching.until(isNoted('opened', 'ntp.'));
    watching.kill('SIGKILL');
    await watching.ended;
    const told = watching
      .events()
      .flatMap((event) =>
        event.kind === 'opened' && event.opening.rule.startsWith('ntp.') ? [event.opening] : [],
      );
    const recovered = await lab.exec(
      'laptop',
      [
        ...[process.execPath, cli, 'check', site, '--recover', '--out', watching.out, '--timeout-ms', '600'],
        ...['--signing-key', lab.keys.identity],
      ],
      { env: environmentOf(lab) },
    );
    const file = join(watching.out, 'watched.readiness.json');
    expect(existsSync(file), recovered.stderr).toBe(true);
    const report: Report = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(report.watch?.ended).toBe('interrupted');
    expect(report.watch?.openings.filter(({ rule }) => rule.startsWith('ntp.'))).toEqual(told);
    const verified = await lab.exec('laptop', [process.execPath, cli, 'verify', file, '--json'], {
      env: environmentOf(lab),
    });
    expect(verified.code, verified.stdout).toBe(4);
  });
});
