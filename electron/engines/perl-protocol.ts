import type { Framing } from '../../shared/probes/framing.ts';
import type { StopRule } from '../../shared/probes/types.ts';
import type { WaitPolicy } from '../../shared/probes/waits.ts';
import type { EngineJob } from './engine.ts';

/**
 * How the program and the Perl script on the node talk. One SSH channel:
 *
 *     command   PERL_COMMAND, always the same text
 *     stdin     1. a line with the length of the script in characters (the script is ASCII)
 *               2. the script
 *               3. lines, fields divided by one space, `-` for none, bytes in hexadecimal, times in milliseconds:
 *                    `nonce NONCE`
 *                    `limits DEADLINE JOBS-AT-ONCE`
 *                    `waits ADAPTIVE TRIES ROUND-TRIPS LAST-ROUND-TRIPS JITTER ANSWERS HOSTS KNOWN-HOST NEW-HOST`
 *                                        shared/probes/waits.ts
 *                    `job ID KIND tcp|udp HOST PORT SOURCE WAIT START FRAMING STOP PAYLOAD,PAYLOAD… CONTROL`
 *                    `go`
 *               then stays open: its end tells the script that the session is gone, and it stops. Meanwhile for relays:
 *                    `data ID BYTES` to the peer, `close ID`
 *     stdout    as script-events.ts says; first `{"hello":1,"perl":VERSION,"errorQueue":true|false}`; relays as relay.ts says
 *
 * KIND: `connect`, `exchange`, `datagram`, or `relay`, which connects and then carries bytes both ways: the peer's protocol
 * is spoken by our own code, because a node's Perl has no TLS. FRAMING: `any`, `ber`, `length:SIZE:MASK`, `until:BYTES`.
 * STOP: `OFFSET:MASK:VALUE,VALUE…`.
 */

/** Standard input comes as it is, whatever the node's settings for Perl say; a higher limit lets every check have all its tries. */
export const PERL_COMMAND =
  "sh -c 'unset PERL5OPT PERL5LIB PERLIO PERL_UNICODE PERL5DB; LC_ALL=C; export LC_ALL; ulimit -S -n 4096 2>/dev/null; " +
  'for p in perl /usr/bin/perl /usr/local/bin/perl /usr/pkg/bin/perl; do ' +
  '$p -e "use Socket; use Fcntl; use Errno; use Config" </dev/null >/dev/null 2>&1 && ' +
  'exec $p -e "read STDIN, \\$_, <STDIN>; eval; die \\$@ if \\$@"; done; exit 127\'';

/** Exit status when the node has no Perl, or none that is whole. */
export const NO_PERL = 127;

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function framingText(framing: Framing): string {
  switch (framing.kind) {
    case 'any':
    case 'ber':
      return framing.kind;
    case 'length':
      return `length:${framing.size}:${framing.mask}`;
    case 'until':
      return `until:${toHex(framing.marker)}`;
  }
}

function stopText(rule: StopRule | null): string {
  return rule === null ? '-' : `${rule.offset}:${rule.mask}:${rule.values.join(',')}`;
}

interface Sent {
  readonly kind: 'connect' | 'exchange' | 'datagram' | 'relay';
  readonly transport: 'tcp' | 'udp';
  readonly framing: Framing;
  readonly stopAt: StopRule | null;
  readonly payloads: readonly Uint8Array[];
}

function sentFor({ wire }: EngineJob): Sent {
  const nothing = { framing: { kind: 'any' } as const, stopAt: null, payloads: [] };
  switch (wire.kind) {
    case 'connect':
    case 'echo':
      return { ...nothing, kind: 'connect', transport: 'tcp' };
    case 'tls':
      return { ...nothing, kind: 'relay', transport: 'tcp' };
    case 'exchange': {
      const { transport, framing, stopAt, payloads } = wire;
      return { kind: 'exchange', transport, framing, stopAt, payloads };
    }
    case 'datagram':
      return { ...nothing, kind: 'datagram', transport: 'udp', payloads: [wire.payload] };
  }
}

const plain = /^[0-9A-Za-z.:%_-]+$/;

function jobLine(job: EngineJob, id: number): string {
  const { kind, transport, framing, stopAt, payloads } = sentFor(job);
  const addresses = [job.host, String(job.port ?? 0), job.source ?? '-'];
  for (const one of addresses)
    if (!plain.test(one)) throw new Error(`Neither address nor port: ${JSON.stringify(one)}`);
  return [
    ...['job', String(id), kind, transport, ...addresses, String(job.timeoutMs), String(job.startMs)],
    ...[framingText(framing), stopText(stopAt)],
    payloads.map((payload) => (payload.length === 0 ? '-' : toHex(payload))).join(','),
    job.check.waits === 'control' ? '1' : '0',
  ].join(' ');
}

/** The lines behind the script. */
export function perlRequest(
  jobs: readonly EngineJob[],
  options: {
    readonly nonce: string;
    readonly deadlineMs: number;
    readonly atOnce: number;
    readonly waits: WaitPolicy;
  },
): string {
  const { nonce, deadlineMs, atOnce, waits } = options;
  const policy = [
    ...[waits.adaptive ? 1 : 0, waits.tries, waits.roundTrips, waits.lastRoundTrips, waits.jitter],
    ...[waits.enoughAnswers, waits.enoughHosts, waits.knownHostMs, waits.newHostMs],
  ];
  const lines = [
    `nonce ${nonce}`,
    `limits ${deadlineMs} ${atOnce}`,
    `waits ${policy.join(' ')}`,
    ...jobs.map(jobLine),
    'go',
  ];
  return `${lines.join('\n')}\n`;
}
