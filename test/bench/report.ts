import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { renderReportWith } from '../../electron/cli/render-report.ts';
import { allowedSignersLine, parseAllowedSigners } from '../../electron/signing/index.ts';
import { signerOf } from '../../electron/signing/signer.ts';
import { saveReport } from '../../electron/usecases/save-report.ts';
import type { VerifyOptions } from '../../electron/usecases/verify-report.ts';
import { verifyReportFile } from '../../electron/usecases/verify-report.ts';
import { composeReport, reportBytes } from '../../shared/report/compose-report.ts';
import { reportSchema } from '../../shared/report/schema.ts';
import { passing, plannedSite, runOf } from '../helpers/site-run.ts';
import { sshKeygenIn } from '../electron/signing/ssh-keygen.ts';
import { machineLines } from './machine.ts';

/** Milliseconds that signing, and verifying without the PDF, may take. */
const goalMs = 500;
const version = '0.1.0';
const email = 'tech@example.com';
const page = fileURLToPath(new URL('../../docs/benchmark-report.md', import.meta.url));
const usage = `npm run bench:report [-- OPTION…]
  --quick   three runs of each
  --write   keep the results in docs/benchmark-report.md
`;

function hosts(count: number, network: number): string[] {
  return Array.from({ length: count }, (_, index) => `10.${network}.${index >> 7}.${(index & 127) + 1}`);
}

/** A site of 5,000 checks, as many as one node may have without the person's explicit word. */
function largeSite() {
  const planned = plannedSite('gdansk-dc1', (json) => {
    const others = json['endpoints'] as Record<string, unknown>;
    const servers = { dnsServers: hosts(500, 70), ntpServers: hosts(500, 71), syslogServers: hosts(250, 73) };
    json['endpoints'] = {
      ...others,
      ...servers,
      objectStores: hosts(680, 72),
      domainControllers: hosts(116, 74),
    };
    json['attestations'] = [];
    json['waivers'] = [];
  });
  if (planned.checks.length < 5000) throw new Error(`Only ${planned.checks.length} checks.`);
  return planned;
}

interface Row {
  readonly what: string;
  readonly times: readonly number[];
}

async function measured(what: string, runs: number, run: (round: number) => unknown): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round < runs; round++) {
    const start = performance.now();
    await run(round);
    times.push(performance.now() - start);
  }
  return { what, times };
}

function median({ times }: Row): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function cells({ what, times }: Row): string {
  const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const row = { what, times };
  return `| ${what} | ${ms(times[0] ?? 0)} | ${ms(median(row))} | ${ms(Math.min(...times))} to ${ms(Math.max(...times))} |`;
}

/** @returns 0 when the goal is met, 1 when it is not, 2 for bad usage */
export async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== '--quick' && arg !== '--write');
  if (unknown !== undefined) {
    process.stderr.write(`Unknown: ${unknown}\n${usage}`);
    return 2;
  }
  const runs = args.includes('--quick') ? 3 : 11;
  const folder = mkdtempSync(join(tmpdir(), 'gatecheck-bench-report-'));
  try {
    const { text, isMet } = await measureAll(
      folder,
      runs,
      ['npm run bench:report', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    );
    process.stdout.write(text);
    if (args.includes('--write')) writeFileSync(page, text);
    return isMet ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(
  folder: string,
  runs: number,
  command: string,
): Promise<{ readonly text: string; readonly isMet: boolean }> {
  const planned = largeSite();
  const run = runOf(planned, passing);
  const signer = signerOf(generateKeyPairSync('ed25519').privateKey, 'Tech', email);
  const { publicKeyLine: publicKey, fingerprint } = signer;
  const compose = (round: number) =>
    composeReport({
      ...planned,
      ...{ run, version, siteName: 'large', previous: null, createdAt: '2026-11-24T20:41:07Z' },
      id: `00000000-0000-4000-8000-${String(round).padStart(12, '0')}`,
      signer: { name: 'Tech', email, publicKey, fingerprint },
    }).report;

  const signing = await measured(
    'sign: judge, compose, canonical bytes, SSHSIG, write',
    runs,
    async (round) => {
      const bytes = reportBytes(compose(round));
      await saveReport({
        folder: join(folder, String(round)),
        ...{ name: 'large', report: bytes, signature: await signer.sign(bytes), pdf: null },
      });
    },
  );

  const file = join(folder, '0', 'large.readiness.json');
  const bytes = readFileSync(file);
  const options: VerifyOptions = {
    knownKeys: { kind: 'own', own: [], imported: parseAllowedSigners(allowedSignersLine(email, publicKey)) },
    now: new Date('2026-11-25T00:00:00Z'),
    version,
  };
  const verifying = await measured('verify: everything but the PDF', runs, async () => {
    const { result, lines } = await verifyReportFile(file, options);
    if (result !== 'valid') throw new Error(JSON.stringify(lines));
  });

  const judge = sshKeygenIn(folder);
  const keyFile = judge.makeKey('key', 'ed25519');
  const signature = readFileSync(`${file}.sig`);
  const allowedSigners = `${allowedSignersLine(email, publicKey)}\n`;
  const plain = [
    await measured('`ssh-keygen -Y sign` of the same file', runs, () => judge.sign(keyFile, bytes)),
    await measured('`ssh-keygen -Y verify` of the same file', runs, () => {
      if (!judge.verify({ bytes, signature, allowedSigners, email }).ok)
        throw new Error('OpenSSH refuses it.');
    }),
    await measured('`JSON.parse` and the schema alone', runs, () =>
      reportSchema.parse(JSON.parse(bytes.toString('utf8'))),
    ),
  ];

  const fonts = fileURLToPath(new URL('../../dist/fonts', import.meta.url));
  const render = renderReportWith(fonts);
  const page1 = { report: compose(0), sha256: '', signature: signature.toString('latin1'), slot: null };
  const pdf = await measured('make the PDF once more', Math.min(runs, 3), async () => render(page1));

  const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
  const signers = join(folder, 'signers');
  writeFileSync(signers, allowedSigners);
  const whole = await measured('`gatecheck verify` as a program, start to end', Math.min(runs, 5), () =>
    execFileSync(process.execPath, [cli, 'verify', file, '--allowed-signers', signers], { stdio: 'pipe' }),
  );

  const goals = [signing, verifying];
  const missed = goals.filter((row) => median(row) > goalMs || (row.times[0] ?? 0) > goalMs * 2);
  const isMet = missed.length === 0;
  const text = [
    '# Benchmark of the report',
    '',
    `A report of ${planned.checks.length} checks, ${(statSync(file).size / 1e6).toFixed(1)} MB. Written by \`npm run bench:report -- --write\`.`,
    '',
    ...machineLines(command, new Date())
      .filter((line) => !line.startsWith('nmap as'))
      .map((line) => `- ${line}`),
    '',
    `Goal: signing and verifying take less than ${goalMs} ms each, as medians; the first time, before the runtime has warmed up, less than twice that.`,
    '',
    '| what | first | median | least to most |',
    '|---|---|---|---|',
    ...[...goals, ...plain, pdf, whole].map(cells),
    '',
    isMet ? 'The goal is met.' : `Missed: ${missed.map(({ what }) => what).join('; ')}.`,
    '',
  ].join('\n');
  return { text, isMet };
}
