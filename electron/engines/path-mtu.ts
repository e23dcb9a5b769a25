import type { PathMtu, RawOutcome } from '../../shared/probes/types.ts';
import type { PingOptions } from './ping.ts';
import { isEchoReply, readPing, runPing } from './ping.ts';

/** Ethernet's own size: what most paths take whole. */
const usual = 1500;
/** Sizes that tunnels and lines leave over; tried at once where the usual one vanishes. IPv6 guarantees 1280. */
const sizes = [
  1500, 1492, 1480, 1472, 1460, 1450, 1436, 1420, 1400, 1380, 1350, 1300, 1280, 1000, 576,
] as const;
const leastV6 = 1280;
const leastV4 = 68;
/** One link after the other may say that it takes less. */
const mostSteps = 4;

export type SizedAnswer =
  | { readonly kind: 'passed' | 'silent' | 'cannot' }
  | { readonly kind: 'too-big'; readonly by: string | null; readonly mtu: number | null };

/** What the text of a ping in English says about a packet that may not be fragmented. */
export function readSizedPing(text: string, host: string): SizedAnswer {
  if (isEchoReply(text, host)) return { kind: 'passed' };
  for (const line of text.split(/\r?\n/)) {
    const isLocal = /message too long/i.test(line);
    if (!isLocal && !/frag(?:mentation)? needed|needs to be fragmented|packet too big/i.test(line)) continue;
    const mtu = /mtu\s*(?:[=:]\s*)?(\d+)/i.exec(line)?.[1];
    const by = isLocal ? null : (/from ([0-9a-fA-F.:]+[0-9a-fA-F])/i.exec(line)?.[1] ?? null);
    return { kind: 'too-big', by, mtu: mtu === undefined ? null : Number(mtu) };
  }
  return /usage:|invalid (?:option|argument)|unrecognized|illegal option|bad option/i.test(text)
    ? { kind: 'cannot' }
    : { kind: 'silent' };
}

async function trySize(host: string, packetBytes: number, options: PingOptions): Promise<SizedAnswer> {
  const ran = await runPing(host, { ...options, packetBytes });
  return ran.kind === 'failed' ? { kind: 'cannot' } : readSizedPing(ran.text, host);
}

/** All sizes at once: the largest that comes back, and the smallest above it that does not. */
async function sweep(host: string, options: PingOptions): Promise<PathMtu | null> {
  const tried = sizes.filter((size) => !host.includes(':') || size >= leastV6);
  const answers = await Promise.all(tried.map((size) => trySize(host, size, options)));
  const at = answers.findIndex(({ kind }) => kind === 'passed');
  const passed = tried[at];
  if (passed === undefined) return null;
  const [failed = null, answer] = [tried[at - 1], answers[at - 1]];
  const said = answer?.kind === 'too-big' ? { by: answer.by, mtu: answer.mtu } : null;
  return { passed, failed, said };
}

/** Follows what the links say that they take. */
async function follow(host: string, first: SizedAnswer, options: PingOptions): Promise<PathMtu | null> {
  let failed: number = usual;
  let answer = first;
  for (let step = 0; step < mostSteps && answer.kind === 'too-big' && answer.mtu !== null; step++) {
    const { by, mtu } = answer;
    if (mtu >= failed || mtu < (host.includes(':') ? leastV6 : leastV4)) break;
    const next = await trySize(host, mtu, options);
    if (next.kind === 'passed') return { passed: mtu, failed, said: { by, mtu } };
    failed = mtu;
    answer = next;
  }
  return options.signal.aborted ? null : sweep(host, options);
}

/**
 * Pings with a small packet, which decides, and with larger ones that may not be fragmented, which measure the path. A
 * packet that is too big is told from one that is blocked: the small one came back.
 */
export async function measurePath(
  host: string,
  options: PingOptions,
): Promise<{ readonly ms: number; readonly outcome: RawOutcome; readonly pathMtu?: PathMtu }> {
  const began = performance.now();
  const large = trySize(host, usual, options);
  const ran = await runPing(host, options);
  const ms = performance.now() - began;
  const outcome = ran.kind === 'failed' ? ran.outcome : readPing(ran.text, host);
  if (outcome.kind !== 'answered') return { ms, outcome };
  const first = await large;
  if (first.kind === 'passed') return { ms, outcome, pathMtu: { passed: usual, failed: null, said: null } };
  if (first.kind === 'cannot') return { ms, outcome };
  const pathMtu = await follow(host, first, options);
  return pathMtu === null ? { ms, outcome } : { ms, outcome, pathMtu };
}
