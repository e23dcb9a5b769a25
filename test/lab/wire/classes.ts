import type { PlanDocument } from '../../../shared/plan/plan-document.ts';
import type { WirePacket } from './packets.ts';
import { address6, readIp4, readIp6 } from './packets.ts';

/** What the laptop may send to, and be answered from. */
export interface Declared {
  /** Where the site file says that a node's SSH is. */
  readonly ssh: readonly { readonly host: string; readonly port: number }[];
  /** Targets of the checks that the plan starts at the laptop. */
  readonly targets: readonly {
    readonly host: string;
    readonly port: number | null;
    readonly protocol: 'tcp' | 'udp' | 'icmp';
  }[];
  /** The computer's own addresses and its routers': who the link itself asks for. */
  readonly neighbours: ReadonlySet<string>;
  readonly canaries: readonly string[];
}

export const packetClasses = [
  'neighbour discovery',
  'ssh to the node',
  'declared check',
  'canary',
  'undeclared',
] as const;
export type PacketClass = (typeof packetClasses)[number];

/** What a plan declares that the laptop sends: its own checks, and the negative controls that guard them. */
export function targetsOf(plan: PlanDocument): Declared['targets'] {
  const controls = plan.controls
    .filter(({ id }) => id.startsWith('control.laptop.'))
    .flatMap(({ candidates, port }) => candidates.map((host) => ({ host, port, protocol: 'tcp' as const })));
  return [
    ...plan.checks.filter(({ vantage }) => vantage.kind === 'laptop').map(({ target }) => target),
    ...controls,
  ];
}

const solicited = /^ff02::1:ff[0-9a-f]{2}:[0-9a-f]{1,4}$/;

/** Groups that the kernel joins for its own addresses; a program's group (mDNS, SSDP) is none of them. */
function groupsOf(report: Buffer): string[] {
  const groups: string[] = [];
  for (let at = 8; at + 20 <= report.length;) {
    groups.push(address6(report.subarray(at + 4)));
    at += 20 + (report[at + 1] ?? 0) * 4 + report.readUInt16BE(at + 2) * 16;
  }
  return groups;
}

function isNeighbourDiscovery({ kind, from, to, payload }: WirePacket, { neighbours }: Declared): boolean {
  if (kind === 'arp') return neighbours.has(from) && neighbours.has(to);
  if (kind !== 'icmp6') return false;
  const type = payload[0];
  if (type === 135 || type === 136) {
    const asked = address6(payload.subarray(8));
    return neighbours.has(asked) || asked.startsWith('fe80:');
  }
  const report = 143;
  return (
    type === report &&
    from !== '' &&
    to === 'ff02::16' &&
    groupsOf(payload).every((one) => solicited.test(one))
  );
}

const echo = { icmp: [8, 0], icmp6: [128, 129] } as const;
const firstError6 = 128;
const errors4: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);

/** The packet that an ICMP error is about; null: it is no error. */
function aboutWhat({ kind, payload, sent }: WirePacket): WirePacket | null {
  const type = payload[0] ?? 0;
  if (payload.length < 28) return null;
  if (kind === 'icmp' && errors4.has(type)) return readIp4(payload.subarray(8), !sent);
  if (kind === 'icmp6' && type < firstError6 && payload.length >= 48)
    return readIp6(payload.subarray(8), !sent);
  return null;
}

function farEnd(packet: WirePacket): { readonly host: string; readonly port: number | null } {
  return packet.sent
    ? { host: packet.to, port: packet.toPort }
    : { host: packet.from, port: packet.fromPort };
}

/** Says of one packet why the laptop may have sent or got it. */
export function classOf(packet: WirePacket, declared: Declared): PacketClass {
  if (isNeighbourDiscovery(packet, declared)) return 'neighbour discovery';
  if (packet.kind === 'udp' && declared.canaries.includes(packet.payload.toString('latin1'))) return 'canary';
  const error = aboutWhat(packet);
  if (error !== null) return classOf(error, declared);
  const end = farEnd(packet);
  if (packet.kind === 'tcp' && declared.ssh.some(({ host, port }) => host === end.host && port === end.port))
    return 'ssh to the node';
  const isEcho =
    (packet.kind === 'icmp' || packet.kind === 'icmp6') &&
    echo[packet.kind].some((type) => type === packet.payload[0]);
  const protocol = isEcho ? 'icmp' : packet.kind;
  const isTarget = declared.targets.some(
    (target) =>
      target.protocol === protocol && target.host === end.host && (isEcho || target.port === end.port),
  );
  return isTarget ? 'declared check' : 'undeclared';
}

/** A packet in words, for whoever has to find out who sent it. */
export function describePacket({ sent, kind, from, to, fromPort, toPort, payload }: WirePacket): string {
  const at = (port: number | null): string => (port === null ? '' : `#${port}`);
  const text = payload
    .subarray(0, 60)
    .toString('latin1')
    .replace(/[^ -~]/g, '.');
  return `${sent ? 'sent' : 'got'} ${kind} ${from}${at(fromPort)} > ${to}${at(toPort)} ${text}`;
}

export interface Sorted {
  readonly counts: Readonly<Record<PacketClass, number>>;
  /** Each in words. */
  readonly undeclared: readonly string[];
}

export function sortPackets(packets: readonly WirePacket[], declared: Declared): Sorted {
  const counts = Object.fromEntries(packetClasses.map((name) => [name, 0])) as Record<PacketClass, number>;
  const undeclared: string[] = [];
  for (const packet of packets) {
    const is = classOf(packet, declared);
    counts[is] += 1;
    if (is === 'undeclared') undeclared.push(describePacket(packet));
  }
  return { counts, undeclared };
}
