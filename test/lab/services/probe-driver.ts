import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Engine } from '../../../electron/engines/engine.ts';
import { detectNode } from '../../../electron/engines/detect.ts';
import { makeForwardEngine } from '../../../electron/engines/forward.ts';
import { makeLaptopEngine } from '../../../electron/engines/laptop.ts';
import { makePerlEngine } from '../../../electron/engines/perl.ts';
import { makePythonEngine } from '../../../electron/engines/python.ts';
import { makeShellEngine } from '../../../electron/engines/shell.ts';
import type { PlannedJob } from '../../../electron/engines/run-jobs.ts';
import { runJobs } from '../../../electron/engines/run-jobs.ts';
import { loadTrustStore } from '../../../electron/engines/tls-trust.ts';
import { connect } from '../../../electron/ssh/index.ts';
import type { Check, ProbeKind } from '../../../shared/plan/types.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { decisiveOf } from '../../../shared/probes/observe.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { ProbeReading } from '../../../shared/probes/types.ts';

export const engineNames = ['python', 'perl', 'forward', 'shell', 'laptop'] as const;
export type EngineName = (typeof engineNames)[number];

/** One probe towards one server. */
export interface ProbeCase {
  readonly id: string;
  readonly probe: ProbeKind;
  readonly transport: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  readonly expectations?: Partial<Check['expectations']>;
  readonly through?: Check['through'];
  /** Fingerprint of the certificate that the node serves: what In checks are held against. */
  readonly certificatePin?: string;
}

/** Runs in the laptop's namespace: every case at once, on one engine. */
export interface ProbeDriverInput {
  readonly identity: string;
  readonly ssh: string;
  readonly source: string;
  readonly engine: EngineName;
  readonly cases: readonly ProbeCase[];
  readonly trustedCas: readonly string[];
  readonly timeoutMs: number;
}

export interface ProbeResult {
  readonly observation: Observation;
  readonly outcome: string;
  readonly openBecause: string | null;
  readonly evidence: ProbeReading['evidence'];
  readonly remarks: readonly string[];
  /** The reply of the last attempt in hexadecimal, as far as it is the probe's to judge. */
  readonly bytes: readonly string[];
}

export interface ProbeDriverOutput {
  readonly end: string;
  readonly results: Readonly<Record<string, ProbeResult>>;
}

function checkOf(one: ProbeCase, input: ProbeDriverInput): Check {
  const { address: host, port, transport: protocol } = one;
  return {
    ...{ id: one.id, rule: one.id, flow: one.id, node: 'lab-1', family: 'v4', unable: null },
    vantage:
      input.engine === 'laptop'
        ? { kind: 'laptop', coversFrom: '10.30.41.0/24', address: null }
        : { kind: 'node', node: 'lab-1', port: 'lan', address: input.source },
    target: { entered: host, host, port, protocol },
    probe: one.probe,
    ...(one.through === undefined ? {} : { through: one.through }),
    expectations: {
      ...{ serverName: null, issuer: null, public: false, resolvesTo: [], dnsQuestions: [] },
      ...{ domain: null, standsFor: null },
      ...one.expectations,
    },
    ...{ timeoutMs: input.timeoutMs, retries: 1 },
  };
}

/** One attempt. */
type Seen = ProbeReading & { readonly bytes: readonly string[] };

async function drive(input: ProbeDriverInput): Promise<ProbeDriverOutput> {
  const { signal } = new AbortController();
  const session = await connect(
    {
      ...{ host: input.ssh, port: 22, user: 'root' },
      credentials: [{ kind: 'key-file', path: input.identity }],
    },
    {
      decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'given' }),
      ...{ readyTimeoutMs: 15_000, keepaliveMs: 5000 },
    },
  );
  const detection = await detectNode(session, { routes: [], signal });
  const store = loadTrustStore(input.trustedCas);
  if (!store.ok) throw new Error('the CA of the lab cannot be read');
  const common = { session, trust: store.value, now: () => new Date() };
  const engines: Record<EngineName, () => Engine> = {
    python: () => makePythonEngine({ ...common, version: detection.python }),
    perl: () => makePerlEngine(common),
    forward: () => makeForwardEngine(common),
    shell: () => {
      const shell = makeShellEngine({ ...common, tools: detection });
      if (shell === null) throw new Error('the lab’s node has no netcat and no bash');
      return shell;
    },
    laptop: () => makeLaptopEngine(common),
  };
  const engine = engines[input.engine]();
  const random = (bytes: number): Uint8Array => Uint8Array.from(randomBytes(bytes));
  const readings = new Map<string, readonly Seen[]>();
  const planned = input.cases.flatMap((one): PlannedJob[] => {
    const check = checkOf(one, input);
    const prepared = probes[one.probe].prepare(check, random);
    if (engine.canDo(prepared.wire, check) !== null) return [];
    return [
      {
        job: {
          ...{ check, wire: prepared.wire, host: one.address, port: one.port },
          source: check.vantage.address,
          ...{ timeoutMs: check.timeoutMs, startMs: 0 },
        },
        engines: [engine],
        read: (attempt) =>
          prepared.read(attempt, { resolved: one.address, certificatePin: one.certificatePin ?? null }),
      },
    ];
  });
  const end = await runJobs(planned, {
    signal,
    onAttempt: ({ planned: { job }, attempt, reading }) => {
      const { outcome } = attempt;
      const replies = outcome.kind === 'answered' ? outcome.replies : [];
      const bytes = replies.map((reply) => Buffer.from(reply.bytes).toString('hex').slice(0, 4000));
      readings.set(job.check.id, [...(readings.get(job.check.id) ?? []), { ...reading, bytes }]);
    },
  });
  session.close();
  const results: Record<string, ProbeResult> = {};
  for (const [id, seen] of readings) {
    const decisive = decisiveOf(seen);
    if (decisive === null) continue;
    const { observation, outcome, openBecause, evidence, remarks, bytes } = decisive;
    results[id] = { observation, outcome, openBecause, evidence, remarks, bytes };
  }
  return { end: end.kind, results };
}

const [, , file] = process.argv;
if (file !== undefined)
  drive(JSON.parse(readFileSync(file, 'utf8')) as ProbeDriverInput).then(
    (output) => process.stdout.write(JSON.stringify(output)),
    (error: unknown) => {
      process.stderr.write(String(error instanceof Error ? error.stack : error));
      process.exitCode = 1;
    },
  );
