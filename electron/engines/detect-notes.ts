import { hasForeignMark } from './distrust.ts';
import { formatIp, parseIp } from '../../shared/lib/ip.ts';
import type { ShownAddress } from '../../shared/probes/interface-texts.ts';
import {
  readFibTrie,
  readIfconfig,
  readIfInet6,
  readIpAddresses,
} from '../../shared/probes/interface-texts.ts';
import type { NetcatHelp } from '../../shared/probes/netcat.ts';
import { readNetcatHelp } from '../../shared/probes/netcat.ts';
import type { NodeInterface, RouteAnswer } from '../../shared/probes/node-route.ts';
import type { RouteAsked } from '../../shared/probes/route-texts.ts';
import { readBsdRoute, readOneRoute, readRouteBatch, routeKey } from '../../shared/probes/route-texts.ts';
import type { RoutingTable } from '../../shared/probes/routing-table.ts';
import {
  hasOtherTables,
  readNetstatRoutes,
  readProcIpv6Routes,
  readProcRoutes,
} from '../../shared/probes/routing-table.ts';

export interface NodePerl {
  readonly path: string;
  readonly version: string;
  /** Modules that load, of those that an engine may ask for: Socket, Fcntl, Errno, IO::Select, Time::HiRes; POSIX without Errno. */
  readonly modules: readonly string[];
}

export interface NodeNetcat extends NetcatHelp {
  /** Absolute, plain characters only. */
  readonly path: string;
  /** The path is BusyBox itself: called with `nc` as its first word. */
  readonly applet: boolean;
}

interface Block {
  readonly lines: string[];
  readonly words: readonly string[];
}

/** What the node said so far, as it said it (words: detect-protocol.ts). */
export interface Notes {
  /** What it said that our script never says; null: nothing. */
  untrusted: string | null;
  complete: boolean;
  /** The node's time as its `date` printed it; null: it did not. */
  clock: string | null;
  system: string | null;
  connection: { readonly client: string; readonly server: string } | null;
  python: string | null;
  pythonPath: string | null;
  perl: NodePerl | null;
  bash: string | null;
  timeout: string | null;
  sockets: 'proc' | 'ss' | null;
  /** What resolves names on the node; null: it did not come to that. */
  resolves: string | null;
  readonly tools: string[];
  readonly netcats: NodeNetcat[];
  readonly names: Map<string, string[]>;
  /** Names to which the node's resolver gave no answer in time. */
  readonly slowNames: Set<string>;
  /** Questions that the node made of a name's addresses, in their order. */
  readonly asked: RouteAsked[];
  readonly blocks: Block[];
  open: Block | null;
}

export function emptyNotes(): Notes {
  return {
    untrusted: null,
    complete: false,
    clock: null,
    system: null,
    connection: null,
    python: null,
    pythonPath: null,
    perl: null,
    bash: null,
    timeout: null,
    sockets: null,
    resolves: null,
    tools: [],
    netcats: [],
    names: new Map(),
    slowNames: new Set(),
    asked: [],
    blocks: [],
    open: null,
  };
}

const normal = (address: string): string | null => {
  const ip = parseIp(address);
  return ip === null ? null : formatIp(ip);
};

const bare = (address: string): string => address.replace(/\/.*$/s, '');

/** Longer versions and names than these are no facts about a node. */
const mostWord = 80;
const mostPath = 255;
/** Whatever says more about itself than this describes no machine. */
const mostOfAKind = 20_000;
const mostAddresses = 256;

/** A path that may stand in a command as it is; null: it may not, and is not used. */
function plainPath(text: string): string | null {
  return text.length <= mostPath && /^\/[A-Za-z0-9._+/-]+$/.test(text) ? text : null;
}

function takeTool(notes: Notes, word: string, rest: string): void {
  const [first = '', second = '', third = ''] = rest.split(' ');
  const path = plainPath(first);
  switch (word) {
    case 'tool':
      notes.tools.push(first.slice(0, mostWord));
      break;
    case 'python':
      notes.python = first.slice(0, mostWord);
      notes.pythonPath = plainPath(second);
      break;
    case 'perl':
      if (path !== null && second !== '')
        notes.perl = {
          path,
          version: second.slice(0, mostWord),
          modules: third.split(',').filter(Boolean).slice(0, mostWord),
        };
      break;
    case 'netcat': {
      const help = path === null ? null : readNetcatHelp(rest.slice(first.length + 1));
      if (path === null || help === null || notes.netcats.some((one) => one.path === path)) break;
      notes.netcats.push({ path, applet: path.endsWith('/busybox'), ...help });
      break;
    }
    case 'bash':
      notes.bash = path;
      break;
    case 'timeout':
      notes.timeout = /^(?:busybox )?timeout(?: -t)?$/.test(rest) ? rest : null;
      break;
    default:
      notes.untrusted ??= 'its description of itself holds a line that is none of the answers';
  }
}

/** Takes one line of the node's answer, without the nonce. */
function takeWord(notes: Notes, line: string): void {
  const [word = '', first = '', second = '', ...others] = line.split(' ');
  const rest = line.slice(word.length + 1);
  switch (word) {
    case 'begin':
      break;
    case 'clock':
      notes.clock ??= first;
      break;
    case 'system':
      notes.system = rest.slice(0, 2 * mostWord);
      break;
    case 'connection': {
      const [client, server] = [normal(first), normal(second)];
      if (client !== null && server !== null) notes.connection = { client, server };
      break;
    }
    case 'sockets':
      notes.sockets = first === 'proc' || first === 'ss' ? first : null;
      break;
    case 'resolves':
      notes.resolves = first;
      break;
    case 'name': {
      const address = normal(second);
      const known = notes.names.get(first) ?? [];
      if (address !== null) notes.names.set(first, known);
      if (address !== null && known.length < mostAddresses) known.push(address);
      break;
    }
    case 'noname':
      notes.names.set(first, []);
      break;
    case 'slowname':
      notes.slowNames.add(first);
      break;
    case 'asked':
      notes.asked.push({ address: first, source: second === '-' ? null : second });
      break;
    case 'block':
      notes.open = { words: [first, second, ...others], lines: [] };
      notes.blocks.push(notes.open);
      break;
    case 'endblock':
      notes.open = null;
      break;
    case 'end':
      notes.complete = true;
      break;
    default:
      takeTool(notes, word, rest);
  }
}

/** Takes one line of output; false: it is noise. */
export function takeLine(notes: Notes, nonce: string, line: string): boolean {
  if (line.startsWith(`${nonce} `)) {
    if (notes.complete) notes.untrusted ??= 'its description of itself goes on after its end';
    else takeWord(notes, line.slice(nonce.length + 1));
    const { asked, blocks, names, slowNames, tools } = notes;
    if (Math.max(asked.length, blocks.length, names.size, slowNames.size, tools.length) > mostOfAKind)
      notes.untrusted ??= 'its description of itself goes on without end';
    return true;
  }
  if (hasForeignMark(line, nonce)) notes.untrusted ??= 'it holds a line with the mark of another run';
  if (notes.open !== null && line !== '') notes.open.lines.push(line);
  return notes.open !== null;
}

function linesOf(notes: Notes, word: string): readonly string[] {
  return notes.blocks.filter(({ words }) => words[0] === word).flatMap(({ lines }) => lines);
}

/** Destinations of `ip -o route show table all`; those to the node's own addresses and to groups are left out. */
function readNetworks(lines: readonly string[]): readonly string[] {
  let isV6 = false;
  return lines.flatMap((line) => {
    const [first = '', second = ''] = line.trim().split(/\s+/);
    if (/^(?:local|broadcast|multicast|anycast)$/.test(first)) return [];
    const network = /^(?:unicast|unreachable|blackhole|prohibit|throw)$/.test(first) ? second : first;
    // The families come one after the other, and only the second one has colons.
    isV6 ||= network.includes(':') || / via \S*:/.test(line);
    return network === 'default' && isV6 ? ['default6'] : [network];
  });
}

/** A node without `ip`: what it shows instead, of its routes. */
function readTable(notes: Notes): RoutingTable | null {
  const [v4, v6] = [linesOf(notes, 'route'), linesOf(notes, 'ipv6_route')];
  const trie = linesOf(notes, 'fib_trie');
  if (v4.length > 0)
    return {
      origin: '/proc/net/route',
      routes: [...readProcRoutes(v4), ...readProcIpv6Routes(v6)],
      alone: trie.length > 0 && !hasOtherTables(trie),
    };
  const netstat = linesOf(notes, 'netstat');
  return netstat.length === 0
    ? null
    : { origin: 'netstat -rn', routes: readNetstatRoutes(netstat), alone: false };
}

export interface ShownNetwork {
  readonly addresses: readonly ShownAddress[];
  readonly interfaces: readonly NodeInterface[];
  /** Route destinations: networks, addresses, `default`, `default6`. */
  readonly networks: readonly string[];
  /** Answers to single questions; key: `routeKey`. */
  readonly answers: ReadonlyMap<string, RouteAnswer>;
  /** Null: the node has a tool that answers, or shows no routes at all. */
  readonly table: RoutingTable | null;
}

function readAddresses(notes: Notes, table: RoutingTable | null): readonly ShownAddress[] {
  const byIp = readIpAddresses(linesOf(notes, 'addresses'));
  if (byIp.length > 0) return byIp;
  // Many an ifconfig shows one address of an interface only.
  const byIfconfig = readIfconfig(linesOf(notes, 'ifconfig'));
  const byKernel = [
    ...readFibTrie(linesOf(notes, 'fib_trie'), table?.routes ?? []),
    ...readIfInet6(linesOf(notes, 'if_inet6')),
  ];
  const known = new Set(byIfconfig.map(({ address }) => bare(address)));
  return [...byIfconfig, ...byKernel.filter(({ address }) => !known.has(bare(address)))];
}

function interfacesOf(addresses: readonly ShownAddress[]): readonly NodeInterface[] {
  const names = [...new Set(addresses.map((one) => one.interface))];
  return names.map((name) => ({
    name: name.slice(0, mostWord),
    addresses: addresses.filter((one) => one.interface === name).map(({ address }) => address),
  }));
}

function tableNetworks({ routes }: RoutingTable): readonly string[] {
  return routes
    .filter(({ network }) => !formatIp(network.ip).startsWith('ff'))
    .map(({ network: { ip, prefix } }) => {
      if (prefix > 0) return `${formatIp(ip)}/${prefix}`;
      return ip.family === 'v6' ? 'default6' : 'default';
    });
}

/** Reads interfaces and routes from what the node showed. `asked`: the questions of the data, in their order. */
export function readNetwork(notes: Notes, asked: readonly RouteAsked[]): ShownNetwork {
  const table = readTable(notes);
  const addresses = readAddresses(notes, table);
  const interfaces = interfacesOf(addresses);
  const answers = new Map([
    ...readRouteBatch(asked, linesOf(notes, 'paths')),
    ...readRouteBatch(notes.asked, linesOf(notes, 'named-paths')),
  ]);
  for (const { words, lines } of notes.blocks) {
    const [word, address = '', source = ''] = words;
    const question = { address, source: source === '-' ? null : source };
    if (word === 'path') answers.set(routeKey(question), readOneRoute(question, lines[0] ?? ''));
    if (word !== 'bsd-path') continue;
    for (const one of [...asked, ...notes.asked].filter((other) => other.address === address))
      answers.set(routeKey(one), readBsdRoute(one, lines, interfaces));
  }
  const shown = readNetworks(linesOf(notes, 'networks'));
  const networks = shown.length > 0 || table === null ? shown : tableNetworks(table);
  return { addresses, interfaces, networks: [...new Set(networks)], answers, table };
}

/** Name servers of the node's own configuration. */
export function readResolvers(notes: Notes): readonly string[] {
  return [
    ...new Set(
      linesOf(notes, 'resolv').flatMap((line) => normal(/^nameserver\s+(\S+)/.exec(line)?.[1] ?? '') ?? []),
    ),
  ];
}
