import { readFileSync } from 'node:fs';

/** One packet as the kernel handed it to the wire or took it from there. */
export interface WirePacket {
  /** Left this computer; false: arrived. */
  readonly sent: boolean;
  readonly kind: 'arp' | 'tcp' | 'udp' | 'icmp' | 'icmp6' | 'igmp' | 'other';
  /** Addresses; for ARP those that ask and are asked for. */
  readonly from: string;
  readonly to: string;
  /** Null where the protocol has none. */
  readonly fromPort: number | null;
  readonly toPort: number | null;
  /** Behind the header of TCP, UDP, ICMP or IGMP, which ICMP's and IGMP's eight bytes and type belong to. */
  readonly payload: Buffer;
}

/** The numbers of the formats (RFC 791, 8200, 9293, 768; IEEE 802). */
const etherTypes = { arp: 0x0806, ip4: 0x0800, ip6: 0x86dd } as const;
const protocols: Readonly<Record<number, WirePacket['kind']>> = {
  1: 'icmp',
  2: 'igmp',
  6: 'tcp',
  17: 'udp',
  58: 'icmp6',
};
/** Headers of IPv6 that stand before the one that counts: hop-by-hop, routing, destination options. */
const extensions: ReadonlySet<number> = new Set([0, 43, 60]);

/** tcpdump's `any` device: "Linux cooked" frames, version 2. */
const cookedLink = 276;
const cookedHeader = 20;
const outgoing = 4;

export function address4(bytes: Buffer): string {
  return [...bytes.subarray(0, 4)].join('.');
}

/** The normal form of RFC 5952. */
export function address6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

const nowhere = { from: '', to: '', fromPort: null, toPort: null } as const;

function readTransport(
  protocol: number,
  bytes: Buffer,
  ends: { from: string; to: string },
  sent: boolean,
): WirePacket {
  const kind = protocols[protocol] ?? 'other';
  const packet = { ...ends, fromPort: null, toPort: null, kind, sent, payload: bytes };
  if ((kind !== 'tcp' && kind !== 'udp') || bytes.length < 8) return packet;
  const header = kind === 'udp' ? 8 : ((bytes[12] ?? 0x50) >> 4) * 4;
  return {
    ...packet,
    fromPort: bytes.readUInt16BE(0),
    toPort: bytes.readUInt16BE(2),
    payload: bytes.subarray(header),
  };
}

/** From an IPv4 header on; also for what an ICMP error carries of the packet that it is about. */
export function readIp4(bytes: Buffer, sent: boolean): WirePacket {
  const ends = { from: address4(bytes.subarray(12)), to: address4(bytes.subarray(16)) };
  const header = ((bytes[0] ?? 0x45) & 15) * 4;
  // Behind it Ethernet may have padded a short frame.
  return readTransport(
    bytes[9] ?? 0,
    bytes.subarray(header, Math.max(bytes.readUInt16BE(2), header)),
    ends,
    sent,
  );
}

export function readIp6(bytes: Buffer, sent: boolean): WirePacket {
  const ends = { from: address6(bytes.subarray(8, 24)), to: address6(bytes.subarray(24, 40)) };
  let next = bytes[6] ?? 59;
  let at = 40;
  while (extensions.has(next) && at + 8 <= bytes.length) {
    next = bytes[at] ?? 59;
    at += ((bytes[at + 1] ?? 0) + 1) * 8;
  }
  return readTransport(next, bytes.subarray(at), ends, sent);
}

function readFrame(frame: Buffer): WirePacket | null {
  const loopback = 1;
  if (frame.readUInt32BE(4) === loopback) return null;
  const sent = frame[10] === outgoing;
  const bytes = frame.subarray(cookedHeader);
  switch (frame.readUInt16BE(0)) {
    case etherTypes.ip4:
      return readIp4(bytes, sent);
    case etherTypes.ip6:
      return readIp6(bytes, sent);
    case etherTypes.arp: {
      const ends = { from: address4(bytes.subarray(14)), to: address4(bytes.subarray(24)) };
      return { ...nowhere, ...ends, kind: 'arp', sent, payload: bytes };
    }
    default:
      return { ...nowhere, kind: 'other', sent, payload: bytes };
  }
}

/** Reads a capture of all devices that tcpdump wrote; loopback is left out. Throws when it is of another form. */
export function readCaptureFile(path: string): readonly WirePacket[] {
  const file = readFileSync(path);
  if (file.readUInt32LE(0) !== 0xa1b2c3d4 || file.readUInt32LE(20) !== cookedLink)
    throw new Error(`${path} is no capture of all devices in the form that is read here.`);
  const packets: WirePacket[] = [];
  for (let at = 24; at + 16 <= file.length;) {
    const kept = file.readUInt32LE(at + 8);
    const packet = readFrame(file.subarray(at + 16, at + 16 + kept));
    if (packet !== null) packets.push(packet);
    at += 16 + kept;
  }
  return packets;
}
