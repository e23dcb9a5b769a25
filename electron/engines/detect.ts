import { randomBytes } from 'node:crypto';
import { formatIp, parseCidr, parseIp } from '../../shared/lib/ip.ts';
import type { NodeInterface, RouteAnswer } from '../../shared/probes/node-route.ts';
import { interfaceOf } from '../../shared/probes/node-route.ts';
import type { NetcatHelp } from '../../shared/probes/netcat.ts';
import { readNetcatHelp } from '../../shared/probes/netcat.ts';
import type { Resolution } from '../../shared/probes/resolution.ts';
import { DETECT_COMMAND } from './detect-protocol.ts';
import { DETECT_SCRIPT } from './detect-script.ts';
import type { NodeSession } from './node-session.ts';

/** A target whose way the node is asked for. */
export interface RouteRequest {
  /** An IP address, or a name that the node resolves. */
  readonly host: string;
  /** The rule's source address, or null. */
  readonly source: string | null;
}

export interface NodePerl {
  readonly path: string;
  readonly version: string;
  /** Modules that load, of those that an engine may ask for: Socket, IO::Select, Fcntl, POSIX, Errno, Time::HiRes, ... */
  readonly modules: readonly string[];
}

export interface NodeNetcat extends NetcatHelp {
  /** Absolute, plain characters only. */
  readonly path: string;
  /** The path is BusyBox itself: called with `nc` as its first word. */
  readonly applet: boolean;
}

/** What a node told about itself. Everything may be missing: an appliance's shell may show nothing. */
export interface Detection {
  /** The node ran the script and came to its end. */
  readonly complete: boolean;
  readonly system: string | null;
  /** Addresses of the SSH session as the node sees them. */
  readonly connection: { readonly client: string; readonly server: string } | null;
  readonly tools: readonly string[];
  /** Version, or null: no Python. */
  readonly python: string | null;
  /** The interpreter itself, absolute; null: no Python, or it cannot tell. */
  readonly pythonPath: string | null;
  readonly perl: NodePerl | null;
  /** Every one that is known to us, each once by its path. */
  readonly netcats: readonly NodeNetcat[];
  /** Path of a bash that opens `/dev/tcp`; null: none. */
  readonly bash: string | null;
  /** Words before the seconds: `timeout`, `timeout -t`, `busybox timeout`; null: there is none. */
  readonly timeout: string | null;
  readonly sockets: 'proc' | 'ss' | null;
  readonly interfaces: readonly NodeInterface[];
  /** Route destinations: networks, addresses, `default`, `default6`. */
  readonly networks: readonly string[];
  readonly resolvers: readonly string[];
  /** It has a global IPv6 address and a default IPv6 route. */
  readonly globalIpv6: boolean;
  readonly resolve: (name: string) => Resolution;
  /** Null: the node was not asked, or shows no routes. */
  readonly route: (address: string, source: string | null) => RouteAnswer | null;
}

const plainHost = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/;

function isPlain(host: string): boolean {
  return parseIp(host) !== null || (plainHost.test(host) && host.length <= 253);
}

/** The script and its data. Data are lines of a quoted here-document: no shell ever reads them as text of a command. */
export function detectInput(nonce: string, routes: readonly RouteRequest[]): string {
  const lines = routes.map(({ host, source }) => {
    if (!isPlain(host) || (source !== null && parseIp(source) === null))
      throw new Error(`Neither address nor name: ${JSON.stringify(host)}`);
    return `route ${host} ${source ?? '-'}`;
  });
  const data = [`nonce ${nonce}`, ...new Set(lines)].join('\n');
  return `${DETECT_SCRIPT}\ngatecheck <<'${nonce}'\n${data}\n${nonce}\n`;
}

const normal = (address: string): string | null => {
  const ip = parseIp(address);
  return ip === null ? null : formatIp(ip);
};

/** A path that may stand in a command as it is; null: it may not, and is not used. */
function plainPath(text: string): string | null {
  return /^\/[A-Za-z0-9._+/-]+$/.test(text) ? text : null;
}

const routeKey = (address: string, source: string | null): string => `${address} ${source ?? '-'}`;

function readRoute(text: string): RouteAnswer {
  const device = / dev (\S+)/.exec(text)?.[1];
  if (device === undefined) return { kind: 'none', text: text.trim() };
  const source = normal(/ src (\S+)/.exec(text)?.[1] ?? '');
  return { kind: 'route', interface: device, source, text: text.split('\\')[0]?.trim() ?? text };
}

interface Notes {
  complete: boolean;
  system: string | null;
  connection: Detection['connection'];
  python: string | null;
  pythonPath: string | null;
  perl: NodePerl | null;
  bash: string | null;
  timeout: string | null;
  readonly netcats: NodeNetcat[];
  sockets: Detection['sockets'];
  globalAddress6: boolean;
  readonly tools: string[];
  readonly interfaces: Map<string, string[]>;
  readonly networks: string[];
  readonly resolvers: string[];
  readonly names: Map<string, string[]>;
  readonly routes: Map<string, RouteAnswer>;
}

/** Takes one line of the node's answer, without the nonce. Unknown words are left aside. */
function takeLine(notes: Notes, line: string): void {
  const [word = '', first = '', second = '', ...others] = line.split(' ');
  const rest = line.slice(word.length + 1);
  switch (word) {
    case 'system':
      notes.system = rest;
      break;
    case 'connection': {
      const [client, server] = [normal(first), normal(second)];
      if (client !== null && server !== null) notes.connection = { client, server };
      break;
    }
    case 'tool':
      notes.tools.push(first);
      break;
    case 'python':
      notes.python = first;
      notes.pythonPath = plainPath(second);
      break;
    case 'perl': {
      const path = plainPath(first);
      if (path !== null && second !== '')
        notes.perl = { path, version: second, modules: (others[0] ?? '').split(',').filter(Boolean) };
      break;
    }
    case 'netcat': {
      const path = plainPath(first);
      const help = path === null ? null : readNetcatHelp(rest.slice(first.length + 1));
      if (path === null || help === null || notes.netcats.some((one) => one.path === path)) break;
      notes.netcats.push({ path, applet: path.endsWith('/busybox'), ...help });
      break;
    }
    case 'bash':
      notes.bash = plainPath(first);
      break;
    case 'timeout':
      notes.timeout = /^(?:busybox )?timeout(?: -t)?$/.test(rest) ? rest : null;
      break;
    case 'sockets':
      notes.sockets = first === 'proc' || first === 'ss' ? first : null;
      break;
    case 'address': {
      if (parseCidr(second) === null) break;
      notes.interfaces.set(first, [...(notes.interfaces.get(first) ?? []), second]);
      if (second.includes(':') && others[0] === 'global') notes.globalAddress6 = true;
      break;
    }
    case 'network':
      notes.networks.push(first);
      break;
    case 'resolver':
      if (parseIp(first) !== null) notes.resolvers.push(first);
      break;
    case 'name': {
      const address = normal(second);
      if (address !== null) notes.names.set(first, [...(notes.names.get(first) ?? []), address]);
      break;
    }
    case 'noname':
      notes.names.set(first, []);
      break;
    case 'path':
    case 'nopath': {
      const address = normal(first);
      if (address === null) break;
      const text = line.split(' ').slice(3).join(' ');
      const answer: RouteAnswer = word === 'path' ? readRoute(text) : { kind: 'none', text };
      notes.routes.set(routeKey(address, second === '-' ? null : normal(second)), answer);
      break;
    }
    case 'end':
      notes.complete = true;
      break;
    default:
  }
}

function conclude(notes: Notes): Detection {
  const names = new Map([...notes.names].map(([name, addresses]) => [name, [...new Set(addresses)]]));
  return {
    complete: notes.complete,
    system: notes.system,
    connection: notes.connection,
    tools: notes.tools,
    python: notes.python,
    pythonPath: notes.pythonPath,
    perl: notes.perl,
    netcats: notes.netcats,
    bash: notes.bash,
    timeout: notes.timeout,
    sockets: notes.sockets,
    interfaces: [...notes.interfaces].map(([name, addresses]) => ({ name, addresses })),
    networks: [...new Set(notes.networks)],
    resolvers: [...new Set(notes.resolvers)],
    globalIpv6: notes.globalAddress6 && notes.networks.includes('default6'),
    resolve: (name) => {
      const addresses = names.get(name.toLowerCase()) ?? names.get(name);
      // Without a tool that asks the resolver the script finds no name: that says nothing about the name.
      if ((addresses ?? []).length === 0 && notes.python === null && !notes.tools.includes('getent'))
        return {
          kind: 'unable',
          message: `The node has neither getent nor Python to resolve ${name} with. Enter its address, or declare a DNS server and check it there.`,
        };
      if (addresses === undefined)
        return {
          kind: 'unresolved',
          message: `The node gave no answer to the question for ${name} in time.`,
        };
      if (addresses.length === 0)
        return { kind: 'unresolved', message: `${name} does not resolve on the node.` };
      return { kind: 'resolved', addresses };
    },
    route: (address, source) => {
      const [to, from] = [normal(address), source === null ? null : normal(source)];
      return to === null ? null : (notes.routes.get(routeKey(to, from)) ?? null);
    },
  };
}

/** The session stands, but the node runs no commands or its shell never ends: it shows nothing of itself. */
function isNoShell(error: unknown): boolean {
  const kind = typeof error === 'object' && error !== null && 'kind' in error ? error.kind : null;
  return kind === 'exec-refused' || kind === 'timed-out';
}

/** How long a node may take to describe itself: slow resolvers are part of it. */
const detectTimeoutMs = 30_000;

/**
 * Asks the node about itself in one round trip. What it said before the time was over counts; `complete` is false then.
 * A node whose shell runs nothing of ours shows nothing. Rejects only when the session itself fails.
 */
export async function detectNode(
  session: NodeSession,
  options: {
    readonly routes: readonly RouteRequest[];
    readonly signal: AbortSignal;
    readonly timeoutMs?: number;
  },
): Promise<Detection> {
  const nonce = `gatecheck-${randomBytes(8).toString('hex')}`;
  const notes: Notes = {
    complete: false,
    system: null,
    connection: null,
    python: null,
    pythonPath: null,
    perl: null,
    netcats: [],
    bash: null,
    timeout: null,
    sockets: null,
    globalAddress6: false,
    tools: [],
    interfaces: new Map(),
    networks: [],
    resolvers: [],
    names: new Map(),
    routes: new Map(),
  };
  const heard = { any: false };
  try {
    await session.execStream(DETECT_COMMAND, {
      stdin: detectInput(nonce, options.routes),
      timeoutMs: options.timeoutMs ?? detectTimeoutMs,
      signal: options.signal,
      onStdout: (line) => {
        if (!line.startsWith(`${nonce} `)) return;
        heard.any = true;
        takeLine(notes, line.slice(nonce.length + 1));
      },
    });
  } catch (error) {
    if (options.signal.aborted || !(heard.any || isNoShell(error))) throw error;
  }
  return conclude(notes);
}

/** Whether this is the node that the site means; `hidden`: it shows no interfaces, so another proof is needed. */
export function identifyNode(
  detection: Detection,
  lanAddress: string,
): { readonly kind: 'own' | 'hidden' } | { readonly kind: 'other'; readonly owns: readonly string[] } {
  if (detection.interfaces.length === 0) return { kind: 'hidden' };
  if (interfaceOf(detection.interfaces, lanAddress) !== null) return { kind: 'own' };
  return { kind: 'other', owns: detection.interfaces.flatMap(({ addresses }) => addresses) };
}
