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
  const said = [
    'begin',
    `address lan0 ${world.nodeAddress}/24 global`,
    'network default lan0',
    'tool ip',
    ...(world.nodeAddress6 === undefined
      ? []
      : [`address lan0 ${world.nodeAddress6}/64 global`, 'network default6 lan0']),
    ...(world.names === undefined ? [] : ['tool getent']),
    ...(world.connection == null ? [] : [`connection ${world.connection.client} ${world.nodeAddress}`]),
  ];
  const path = (host: string, source: string): void => {
    const own = host.includes(':') ? (world.nodeAddress6 ?? '::') : world.nodeAddress;
    const answer = source === '-' ? `${host} dev lan0 src ${own}` : `${host} from ${source} dev lan0`;
    said.push(`path ${host} ${source} ${answer}`);
  };
  for (const [, host = '', source = ''] of stdin.matchAll(/^route (\S+) (\S+)$/gm)) {
    const isName = /[a-z]/.test(host) && !host.includes(':');
    const addresses = isName ? (world.names?.[host] ?? []) : [host];
    if (addresses.length === 0) said.push(`noname ${host}`);
    for (const address of addresses) {
      if (isName) said.push(`name ${host} ${address}`);
      path(address, '-');
      path(address, source);
    }
  }
  return [...said, 'end'].map((line) => `${nonce} ${line}`);
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
      if (command === 'sh -s')
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
