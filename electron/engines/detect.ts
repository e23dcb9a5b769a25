import { randomBytes } from 'node:crypto';
import { parseIp } from '../../shared/lib/ip.ts';
import type { NodeInterface, RouteAnswer } from '../../shared/probes/node-route.ts';
import type { NodeClock } from '../../shared/probes/node-clock.ts';
import { readNodeClock } from '../../shared/probes/node-clock.ts';
import { interfaceOf } from '../../shared/probes/node-route.ts';
import type { Resolution } from '../../shared/probes/resolution.ts';
import type { RouteAsked } from '../../shared/probes/route-texts.ts';
import { routeKey } from '../../shared/probes/route-texts.ts';
import { lookUpRoute } from '../../shared/probes/routing-table.ts';
import type { NodeNetcat, NodePerl, Notes } from './detect-notes.ts';
import { emptyNotes, readNetwork, readResolvers, takeLine } from './detect-notes.ts';
import { DETECT_COMMAND, END_OF_SCRIPT } from './detect-protocol.ts';
import { DETECT_SCRIPT } from './detect-script.ts';
import { UntrustedNode } from './distrust.ts';
import type { NodeSession } from './node-session.ts';

/** A target whose way the node is asked for. */
export interface RouteRequest {
  /** An IP address, or a name that the node resolves. */
  readonly host: string;
  /** The rule's source address, or null. */
  readonly source: string | null;
}

/** What a node told about itself. Everything may be missing: an appliance's shell may show nothing. */
export interface Detection {
  /** The node ran the script and came to its end. */
  readonly complete: boolean;
  readonly system: string | null;
  /** Null: the node did not tell its time, or nobody read the laptop's. */
  readonly clock: (NodeClock & { readonly at: Date }) | null;
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

const isV6 = (address: string): boolean => address.includes(':');

/** Each way is asked for as the node would choose it, and with the rule's source where that is of the same family. */
function questionsOf(routes: readonly RouteRequest[]): readonly RouteAsked[] {
  const asked = new Map<string, RouteAsked>();
  for (const { host, source } of routes) {
    if (parseIp(host) === null) continue;
    const questions = [{ address: host, source: null }];
    const bound = source !== null && isV6(source) === isV6(host) ? [{ address: host, source }] : [];
    for (const one of [...questions, ...bound]) asked.set(routeKey(one), one);
  }
  return [...asked.values()];
}

/** What the node is asked, checked: only addresses and plain names ever get there. */
interface Question {
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  readonly asked: readonly RouteAsked[];
}

function questionOf(routes: readonly RouteRequest[]): Question {
  const names = new Map<string, Set<string>>();
  for (const { host, source } of routes) {
    if (!isPlain(host) || (source !== null && parseIp(source) === null))
      throw new Error(`Neither address nor name: ${JSON.stringify(host)}`);
    if (parseIp(host) === null) names.set(host, (names.get(host) ?? new Set()).add(source ?? '-'));
  }
  return { names, asked: questionsOf(routes) };
}

/** The script and its data: lines that no shell ever reads as text of a command. */
export function detectInput(nonce: string, routes: readonly RouteRequest[]): string {
  const { names, asked } = questionOf(routes);
  const lines = [
    `nonce ${nonce}`,
    ...[...names].map(([name, sources]) => `name ${name} ${[...sources].join(' ')}`),
    'routes',
    ...asked.map(({ address, source }) => `route get ${address}${source === null ? '' : ` from ${source}`}`),
  ];
  return `${DETECT_SCRIPT}${END_OF_SCRIPT}\n${lines.join('\n')}\n`;
}

function resolutionOf(notes: Notes, name: string): Resolution {
  const addresses = notes.names.get(name.toLowerCase()) ?? notes.names.get(name);
  // Without a tool that asks the resolver nothing is known of the name.
  if (addresses === undefined && notes.resolves === 'none')
    return {
      kind: 'unable',
      message: `The node has no tool to resolve ${name} with (getent, Python, Perl or nslookup). Enter its address, or declare a DNS server and check it there.`,
    };
  if (addresses === undefined)
    return { kind: 'unresolved', message: `The node gave no answer to the question for ${name} in time.` };
  if (addresses.length === 0) {
    const resolvers = readResolvers(notes);
    const asks = resolvers.length === 0 ? '' : `, which asks ${resolvers.join(', ')}`;
    const slow = notes.slowNames.has(name) ? ' and got no answer in 5 s' : '';
    return { kind: 'unresolved', message: `${name} does not resolve on the node${asks}${slow}.` };
  }
  return { kind: 'resolved', addresses: [...new Set(addresses)] };
}

/** When the question went out and when the node's time came in, by the laptop's clock. */
interface ClockReading {
  readonly askedAt: Date;
  readonly answeredAt: Date;
}

function clockOf({ clock }: Notes, times: ClockReading | null): Detection['clock'] {
  if (clock === null || times === null) return null;
  const read = readNodeClock(clock, times.askedAt.getTime(), times.answeredAt.getTime());
  return read === null ? null : { ...read, at: times.answeredAt };
}

function conclude(notes: Notes, asked: readonly RouteAsked[], times: ClockReading | null): Detection {
  const { addresses, interfaces, networks, answers, table } = readNetwork(notes, asked);
  const { complete, system, connection, tools, python, pythonPath, perl, netcats, bash, timeout, sockets } =
    notes;
  return {
    ...{ complete, system, connection, tools, python, pythonPath, perl, netcats, bash, timeout, sockets },
    clock: clockOf(notes, times),
    interfaces,
    networks,
    resolvers: readResolvers(notes),
    globalIpv6:
      addresses.some(({ address, global }) => global && isV6(address)) && networks.includes('default6'),
    resolve: (name) => resolutionOf(notes, name),
    route: (address, source) =>
      answers.get(routeKey({ address, source })) ??
      (table === null ? null : lookUpRoute(table, interfaces, address, source)),
  };
}

/** Routes of a large site and the longest tables of a node are far below. */
const mostOutputBytes = 8 * 1024 * 1024;

/** The session stands, but the node runs no commands or its shell never ends: it shows nothing of itself. */
function isNoShell(error: unknown): boolean {
  return hasKind(error, 'exec-refused') || hasKind(error, 'timed-out');
}

function hasKind(error: unknown, kind: string): boolean {
  return typeof error === 'object' && error !== null && 'kind' in error && error.kind === kind;
}

/** How long a node may take to describe itself: slow resolvers are part of it. */
const detectTimeoutMs = 30_000;

const isUntrusted = ({ untrusted }: Notes): boolean => untrusted !== null;

function refuseUntrusted({ untrusted }: Notes): void {
  if (untrusted !== null) throw new UntrustedNode(untrusted);
}

/**
 * Asks the node about itself in one round trip. What it said before the time was over counts; `complete` is false then.
 * A node whose shell runs nothing of ours shows nothing. Rejects when the session itself fails, and with UntrustedNode when
 * the output is not our script's.
 */
export async function detectNode(
  session: NodeSession,
  options: {
    readonly routes: readonly RouteRequest[];
    readonly signal: AbortSignal;
    readonly timeoutMs?: number;
    /** The laptop's clock, to hold the node's against; absent: nobody wants to know. */
    readonly now?: () => Date;
  },
): Promise<Detection> {
  const nonce = `gatecheck-${randomBytes(8).toString('hex')}`;
  const notes = emptyNotes();
  const heard: { any: boolean; clockAt: Date | null } = { any: false, clockAt: null };
  const askedAt = options.now?.() ?? null;
  const stopper = new AbortController();
  const stop = (): void => stopper.abort();
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  try {
    await session.execStream(DETECT_COMMAND, {
      stdin: detectInput(nonce, options.routes),
      timeoutMs: options.timeoutMs ?? detectTimeoutMs,
      signal: stopper.signal,
      maxOutputBytes: mostOutputBytes,
      onStdout: (line) => {
        if (isUntrusted(notes)) return;
        if (takeLine(notes, nonce, line)) heard.any = true;
        if (notes.clock !== null) heard.clockAt ??= options.now?.() ?? null;
        if (isUntrusted(notes)) stop();
      },
    });
  } catch (error) {
    const flooded = hasKind(error, 'too-much-output');
    refuseUntrusted(notes);
    if (options.signal.aborted || flooded || !(heard.any || isNoShell(error))) throw error;
  } finally {
    options.signal.removeEventListener('abort', stop);
  }
  refuseUntrusted(notes);
  const { clockAt } = heard;
  const times = askedAt === null || clockAt === null ? null : { askedAt, answeredAt: clockAt };
  return conclude(notes, questionsOf(options.routes), times);
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
