import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { detectNode, identifyNode } from '../../electron/engines/detect.ts';
import type { Engine } from '../../electron/engines/engine.ts';
import { makeForwardEngine } from '../../electron/engines/forward.ts';
import { laptopAddresses, makeLaptopEngine } from '../../electron/engines/laptop.ts';
import { makePerlEngine } from '../../electron/engines/perl.ts';
import { makePythonEngine } from '../../electron/engines/python.ts';
import type { PlannedJob } from '../../electron/engines/run-jobs.ts';
import { runJobs } from '../../electron/engines/run-jobs.ts';
import { makeShellEngine } from '../../electron/engines/shell.ts';
import { askSocketTable, isListening, sourceSeen } from '../../electron/engines/socket-table.ts';
import { loadTrustStore } from '../../electron/engines/tls-trust.ts';
import { connect } from '../../electron/ssh/index.ts';
import { parseService } from '../../shared/lib/service.ts';
import { probeForService } from '../../shared/plan/probe-for-service.ts';
import type { Check, ProbeKind } from '../../shared/plan/types.ts';
import type { RouteFacts } from '../../shared/probes/node-route.ts';
import { routeFacts } from '../../shared/probes/node-route.ts';
import type { Observation } from '../../shared/probes/observation.ts';
import { observe } from '../../shared/probes/observe.ts';
import { probes } from '../../shared/probes/registry.ts';
import type { ProbeReading, RawAttempt } from '../../shared/probes/types.ts';
import type { ShellFlavour } from '../../shared/probes/shell-exit.ts';
import type { LabFlow } from './flows.ts';

/** Runs in the laptop's namespace: the engines against the lab, without the rest of the product. */
export interface DriverInput {
  readonly identity: string;
  readonly sshPort: number;
  readonly node: string;
  readonly nodeWan: string | null;
  readonly engine: 'python' | 'perl' | 'forward' | 'laptop' | 'python-then-forward' | 'shell';
  /** Of all tools that the node has, the only one that the shell engine is told of. */
  readonly tool?: ShellFlavour;
  readonly flows: readonly LabFlow[];
  readonly names: readonly string[];
  readonly serverNames: Readonly<Record<string, string>>;
  readonly issuer: string;
  readonly trustedCas: readonly string[];
  readonly domain: string;
  readonly timeoutMs: number;
  readonly retries: number;
}

export interface DriverOutput {
  readonly hostKey: string;
  readonly identified: string;
  readonly complete: boolean;
  readonly python: string | null;
  readonly interfaces: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  readonly networks: readonly string[];
  readonly resolvers: readonly string[];
  readonly resolved: Readonly<Record<string, readonly string[] | null>>;
  readonly routes: Readonly<Record<string, RouteFacts>>;
  readonly end: string;
  readonly milliseconds: number;
  readonly results: Readonly<
    Record<
      string,
      {
        readonly observation: Observation;
        readonly outcome: string;
        readonly engine: string;
        readonly attempts: number;
        readonly local: string | null;
        readonly sourceSeen: string | null;
        readonly evidence: unknown;
      }
    >
  >;
  readonly listening: Readonly<Record<string, boolean>> | null;
  readonly laptopAddresses: readonly string[];
}

function probeFor(flow: LabFlow): ProbeKind {
  const service = parseService(flow.port === null ? 'icmp' : `${flow.port}/${flow.protocol}`);
  if (!service.ok) throw new Error(service.error);
  return probeForService(service.value, flow.port, null);
}

function checkFor(flow: LabFlow, input: DriverInput): Check {
  return {
    id: flow.what,
    ...{ rule: flow.what, flow: flow.what, node: 'lab-1', family: 'v4', unable: null },
    vantage:
      flow.from === 'node'
        ? { kind: 'node', node: 'lab-1', port: 'lan', address: input.node }
        : { kind: 'laptop', coversFrom: '10.20.40.0/23', address: laptopAddresses()[0] ?? null },
    target: { entered: flow.to, host: flow.to, port: flow.port, protocol: flow.protocol },
    probe: probeFor(flow),
    expectations: {
      serverName: input.serverNames[flow.to] ?? null,
      issuer: input.issuer,
      ...{ public: false, resolvesTo: [], standsFor: null },
      dnsQuestions: [{ name: input.domain, type: 'SOA', expect: [] }],
      domain: input.domain,
    },
    timeoutMs: input.timeoutMs,
    retries: input.retries,
  };
}

async function drive(input: DriverInput): Promise<DriverOutput> {
  const { signal } = new AbortController();
  const session = await connect(
    {
      ...{ host: input.node, port: input.sshPort, user: 'root' },
      credentials: [{ kind: 'key-file', path: input.identity }],
    },
    {
      decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'given' }),
      ...{ readyTimeoutMs: 15_000, keepaliveMs: 5000 },
    },
  );
  const flows = input.flows;
  const hosts = [...new Set(flows.filter(({ from }) => from === 'node').map(({ to }) => to))];
  const detection = await detectNode(session, {
    routes: [...hosts, ...input.names].map((host) => ({ host, source: input.node })),
    signal,
  });
  const store = loadTrustStore(input.trustedCas);
  if (!store.ok) throw new Error('the CA of the lab cannot be read');
  const common = { session, trust: store.value, now: () => new Date() };
  const python = makePythonEngine({ ...common, version: detection.python });
  const forward = makeForwardEngine(common);
  const { tool = 'openbsd' } = input;
  const shell = makeShellEngine({
    ...common,
    tools: {
      netcats: detection.netcats.filter(({ flavour }) => flavour === tool),
      bash: tool === 'bash' ? detection.bash : null,
      timeout: detection.timeout,
    },
  });
  const engines: Record<DriverInput['engine'], readonly Engine[]> = {
    python: [python],
    perl: [makePerlEngine(common)],
    forward: [forward],
    laptop: [makeLaptopEngine(common)],
    'python-then-forward': [forward, python],
    shell: shell === null ? [] : [shell],
  };
  const readings = new Map<string, { reading: ProbeReading; attempt: RawAttempt; engine: string }[]>();
  const seen = new Map<string, string | null>();
  const random = (bytes: number): Uint8Array => Uint8Array.from(randomBytes(bytes));
  const planned: PlannedJob[] = flows.map((flow) => {
    const check = checkFor(flow, input);
    const prepared = probes[check.probe].prepare(check, random);
    return {
      job: {
        ...{ check, wire: prepared.wire, host: flow.to, port: flow.port },
        source: check.vantage.address,
        ...{ timeoutMs: check.timeoutMs, startMs: 0 },
      },
      engines: engines[input.engine],
      read: (attempt) => prepared.read(attempt, { resolved: flow.to }),
    };
  });
  const began = performance.now();
  const end = await runJobs(planned, {
    signal,
    onAttempt: ({ planned: { job }, engine, attempt, reading }) => {
      const list = readings.get(job.check.id) ?? [];
      readings.set(job.check.id, [...list, { reading, attempt, engine: engine.kind }]);
    },
    whileConnected: async (job, { address, port }) => {
      const sockets = (await askSocketTable(session, signal)) ?? [];
      const connection = { nodePort: job.port ?? 0, localPort: port, localAddress: address };
      seen.set(job.check.id, sourceSeen(sockets, connection));
    },
  });
  const milliseconds = performance.now() - began;
  const sockets = await askSocketTable(session, signal);
  const listensOn = (port: number): boolean =>
    isListening(sockets ?? [], { transport: 'tcp', address: input.node, port });
  session.close();
  const results: Record<string, DriverOutput['results'][string]> = {};
  for (const [id, list] of readings) {
    const observed = observe(list.map(({ reading }) => reading));
    const last = list.find(({ reading }) => reading === observed.reading);
    results[id] = {
      observation: observed.observation,
      outcome: observed.reading?.outcome ?? '',
      engine: last?.engine ?? 'none',
      attempts: list.length,
      local: last?.attempt.localAddress ?? null,
      sourceSeen: seen.get(id) ?? null,
      evidence: observed.reading?.evidence ?? null,
    };
  }
  const routes = Object.fromEntries(
    hosts.map((host) => [
      host,
      routeFacts({
        ...{ port: 'lan', source: input.node, lan: input.node, wan: input.nodeWan },
        interfaces: detection.interfaces,
        free: detection.route(host, null),
        bound: detection.route(host, input.node),
      }),
    ]),
  );
  return {
    hostKey: session.hostKey.fingerprint,
    identified: identifyNode(detection, input.node).kind,
    complete: detection.complete,
    python: detection.python,
    interfaces: detection.interfaces,
    networks: detection.networks,
    resolvers: detection.resolvers,
    resolved: Object.fromEntries(
      input.names.map((name) => {
        const resolution = detection.resolve(name);
        return [name, resolution.kind === 'resolved' ? resolution.addresses : null];
      }),
    ),
    routes,
    end: end.kind,
    milliseconds,
    results,
    listening:
      sockets === null ? null : Object.fromEntries([22, 443, 445].map((port) => [port, listensOn(port)])),
    laptopAddresses: laptopAddresses(),
  };
}

const [, , file] = process.argv;
if (file !== undefined)
  drive(JSON.parse(readFileSync(file, 'utf8')) as DriverInput).then(
    (output) => process.stdout.write(JSON.stringify(output)),
    (error: unknown) => {
      process.stderr.write(String(error instanceof Error ? error.stack : error));
      process.exitCode = 1;
    },
  );
