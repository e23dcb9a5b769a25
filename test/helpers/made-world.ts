import { DETECT_COMMAND } from '../../electron/engines/detect-protocol.ts';
import type { Engine, EngineJob } from '../../electron/engines/engine.ts';
import type { RunPorts, RunSession } from '../../electron/usecases/run/ports.ts';
import type { RawOutcome } from '../../shared/probes/types.ts';

/** A network that a test makes up, one question at a time: for what no peer on this machine can do on demand. */
export interface MadeWorld {
  readonly nodeAddress: string;
  readonly nodeAddress6?: string;
  /** What an engine sees. `vantage`: whose packets they are. */
  readonly outcome: (job: EngineJob, vantage: 'node' | 'laptop') => RawOutcome;
  /** What the node's resolver knows; absent: the node has neither getent nor Python. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
  /** Lines of the node's socket tables while a laptop connection is held; absent: the node shows none. */
  readonly sockets?: (
    held: { readonly port: number; readonly localPort: number } | null,
  ) => readonly string[];
  /** The SSH session as the node sees it; null: the session came over a jump host. */
  readonly connection?: { readonly client: string } | null;
  /** Sessions in turn; false: it is lost before its checks run. After the last one all hold. */
  readonly sessions?: readonly boolean[];
}

export const socketTableHead =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

const laptopPort = 50_000;

function detectionLines(world: MadeWorld, stdin: string): string[] {
  const nonce = /^nonce (\S+)$/m.exec(stdin)?.[1] ?? '';
  const own = (host: string): string =>
    host.includes(':') ? (world.nodeAddress6 ?? '::') : world.nodeAddress;
  const answerTo = (host: string, source: string | undefined): string =>
    source === undefined ? `${host} dev lan0 src ${own(host)}` : `${host} from ${source} dev lan0`;
  const said: string[] = ['tool ip', `resolves ${world.names === undefined ? 'none' : 'getent'}`];
  const namedPaths: string[] = [];
  for (const [, host = '', sources = ''] of stdin.matchAll(/^name (\S+) (.+)$/gm)) {
    const addresses = world.names?.[host] ?? [];
    if (addresses.length === 0 && world.names !== undefined) said.push(`noname ${host}`);
    for (const address of addresses) {
      said.push(`name ${host} ${address}`);
      namedPaths.push(answerTo(address, undefined));
      for (const source of sources.split(' '))
        if (source.includes(':') === address.includes(':')) namedPaths.push(answerTo(address, source));
    }
  }
  const paths = [...stdin.matchAll(/^route get (\S+)(?: from (\S+))?$/gm)].map(([, host = '', source]) =>
    answerTo(host, source),
  );
  const ours = (words: readonly string[]): string[] => words.map((word) => `${nonce} ${word}`);
  const block = (name: string, lines: readonly string[]): string[] => [
    ...ours([`block ${name}`]),
    ...lines,
    ...ours(['endblock']),
  ];
  const v6 = world.nodeAddress6;
  return [
    ...ours(['begin']),
    ...ours(world.connection == null ? [] : [`connection ${world.connection.client} ${world.nodeAddress}`]),
    ...block('addresses', [
      `2: lan0    inet ${world.nodeAddress}/24 scope global lan0`,
      ...(v6 === undefined ? [] : [`2: lan0    inet6 ${v6}/64 scope global`]),
    ]),
    ...block('networks', [
      'default via 10.20.0.1 dev lan0',
      ...(v6 === undefined ? [] : ['default via fe80::1 dev lan0']),
    ]),
    ...block('paths', paths),
    ...ours(said),
    ...block('named-paths', namedPaths),
    ...ours(['end']),
  ];
}

/** The world as a run sees it. */
export function portsOf(world: MadeWorld): RunPorts & { readonly sent: EngineJob[] } {
  const sent: EngineJob[] = [];
  let held: { port: number; localPort: number } | null = null;
  let rounds = 0;
  const engine = (vantage: 'node' | 'laptop', isLost: () => boolean): Engine => ({
    kind: vantage === 'node' ? 'python' : 'laptop',
    readsChains: true,
    readsIcmp: true,
    canDo: () => null,
    run: async (jobs, run) => {
      if (isLost()) return { kind: 'lost', message: 'The SSH session was lost.' };
      for (const job of jobs) {
        sent.push(job);
        const outcome = world.outcome(job, vantage);
        const isConnected = ['connected', 'connected-only', 'handshake'].includes(outcome.kind);
        if (vantage === 'laptop' && isConnected && job.port !== null && job.source !== null) {
          held = { port: job.port, localPort: laptopPort };
          await run.whileConnected?.(job, { address: job.source, port: laptopPort });
          held = null;
        }
        run.onAttempt(job, { ms: 4, outcome, localAddress: job.source });
      }
      return { kind: 'finished' };
    },
  });
  let lost = false;
  const session: RunSession = {
    hostKey: { fingerprint: `SHA256:${'k'.repeat(43)}`, algorithm: 'ssh-ed25519', trust: 'accepted' },
    ...(world.connection == null ? {} : { localAddress: world.connection.client }),
    exec: () => Promise.reject(new Error('not used')),
    execStream: (command, options) => {
      if (command === DETECT_COMMAND)
        for (const line of detectionLines(world, String(options.stdin))) options.onStdout(line, false);
      else {
        for (const line of world.sockets?.(held) ?? []) options.onStdout(line, false);
        options.onStdout('end-of-socket-table', false);
      }
      return Promise.resolve({ code: 0 });
    },
    openStream: () => Promise.resolve({ kind: 'refused', message: '' }),
    forwardOut: () => Promise.resolve({ kind: 'refused', ms: 1, message: '' }),
    onClose: () => undefined,
    close: () => undefined,
  };
  return {
    sent,
    connect: () => {
      const round = rounds;
      rounds += 1;
      lost = world.sessions?.[round] === false;
      return Promise.resolve(session);
    },
    nodeEngines: () => ({ python: engine('node', () => lost), perl: null, forward: null, shell: null }),
    laptop: { engine: engine('laptop', () => false), networks: [] },
    nodeSideCertificate: () => Promise.resolve(null),
    now: () => new Date('2026-11-24T20:40:00Z'),
    random: (bytes) => new Uint8Array(bytes).fill(7),
    practice: false,
  };
}
