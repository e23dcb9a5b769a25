import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../../shared/report/schema.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { buildCommandLine } from '../../helpers/command-line.ts';
import { makeKey } from '../../helpers/sshd.ts';
import { pdfText } from './pdf-text.ts';
import type { Behaviour } from './behaviour.ts';
import { groups } from './behaviours.ts';
import { mailedSite, nodeName, passwordsFor } from './mailed-site.ts';
import { sshPeer } from './ssh-peer.ts';
import { steering } from './steering.ts';

const cli = new URL('../../../dist/cli.cjs', import.meta.url).pathname;
const mostMegabytes = 300;
/** For a machine that does much else beside: nothing is asserted by time. */
const patienceMs = 400_000;

interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly report: Report | null;
  readonly pdf: string;
  readonly peakMegabytes: number;
  readonly wrongs: readonly string[];
}

let folder: string;
let signingKey: string;
let runs = 0;

function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** `gatecheck check` as a technician types it, in a home of its own. */
async function check(behaviour: Pick<Behaviour, 'start'>): Promise<Ran> {
  runs += 1;
  const home = join(folder, `run-${runs}`);
  const out = join(home, 'out');
  mkdirSync(home);
  const peer = await behaviour.start();
  try {
    const site = join(home, 'mailed.site.json');
    writeFileSync(site, JSON.stringify(mailedSite(peer)));
    const password = passwordsFor(peer)[nodeName] ?? '';
    const { PATH } = process.env;
    const child = spawn(
      process.execPath,
      [
        ...[cli, 'check', site, '--out', out, '--password-env', 'NODE_PASSWORD', '--accept-new-host-key'],
        ...['--signing-key', signingKey],
      ],
      {
        env: {
          PATH,
          HOME: home,
          XDG_CONFIG_HOME: join(home, '.config'),
          LC_ALL: 'C.UTF-8',
          NODE_PASSWORD: password,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    let peakMegabytes = 0;
    const look = setInterval(() => (peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid ?? 0))), 20);
    const tooLate = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    clearInterval(look);
    clearTimeout(tooLate);
    const file = join(out, 'mailed.readiness.json');
    const report = existsSync(file) ? reportSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
    const pdf = report === null ? '' : pdfText(join(out, 'mailed.readiness.pdf'));
    return { code, output, report, pdf, peakMegabytes, wrongs: peer.wrongs?.() ?? [] };
  } finally {
    peer.close();
  }
}

const seenIn = (report: Report | null): Record<string, string> =>
  Object.fromEntries((report?.checks ?? []).map(({ id, observation }) => [id, observation]));

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

// Beside each other: each is a process of its own, and most of them wait.
describe('gatecheck check against a hostile peer', { timeout: patienceMs + 30_000, concurrent: true }, () => {
  let honest: Ran;
  beforeAll(async () => {
    buildCommandLine();
    folder = mkdtempSync(join(tmpdir(), 'gatecheck-hostile-'));
    signingKey = join(folder, 'signing');
    makeKey(signingKey, 'ed25519');
    honest = await check({ start: () => sshPeer() });
  }, patienceMs);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('writes a report where the peer is honest', () => {
    expect(honest.report, honest.output).not.toBeNull();
    expect(Object.values(seenIn(honest.report)).filter((one) => one === 'confirmed').length).toBeGreaterThan(
      5,
    );
  });

  const rows = groups.flatMap(({ behaviours }) => behaviours.filter(({ cli: also }) => also === true));
  it.each(rows.map((row) => [row.name, row] as const))('is handled: %s', async (_name, row) => {
    const ran = await check(row);
    expect(ran.wrongs).toEqual([]);
    expect(ran.output).not.toMatch(steering);
    expect(ran.output).not.toMatch(/Unexpected|fault of the program/);
    const { sentence, orSentence } = row;
    if (sentence !== null)
      expect(ran.output).toContain(
        orSentence !== undefined && ran.output.includes(orSentence) ? orSentence : sentence,
      );
    expect(ran.peakMegabytes - honest.peakMegabytes).toBeLessThan(mostMegabytes);
    if (row.expected === 'stopped') {
      expect(ran.code, ran.output).toBe(3);
      expect(ran.report).toBeNull();
      return;
    }
    expect(ran.code, ran.output).toBe(1);
    expect(textsIn(ran.report).join('\n').replaceAll('\r', '')).not.toMatch(steering);
    expect(ran.pdf.replaceAll('\f', '')).not.toMatch(steering);
    if (row.expected === 'as-honest') expect(seenIn(ran.report)).toEqual(seenIn(honest.report));
    else expect(ran.report?.checks.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
  });
});
