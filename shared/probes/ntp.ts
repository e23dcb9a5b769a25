import { sameBytes } from './bytes.ts';
import { anyBytes } from './framing.ts';
import { readExchange } from './exchange-reading.ts';
import { reading } from './failure-reading.ts';
import type { ClockOffset } from './ntp-clock.ts';
import { clockOffset, sayOffset } from './ntp-clock.ts';
import type { Probe, ProbeReading } from './types.ts';

const packetLength = 48;

/** RFC 5905 client packet: version 4, mode 3; the transmit timestamp is random, the server returns it as origin. */
function clientPacket(transmit: Uint8Array): Uint8Array {
  const packet = new Uint8Array(packetLength);
  packet[0] = (4 << 3) | 3;
  packet.set(transmit, 40);
  return packet;
}

function isReply(bytes: Uint8Array, transmit: Uint8Array): boolean {
  return (
    bytes.length >= packetLength &&
    ((bytes[0] ?? 0) & 0x07) === 4 &&
    sameBytes(bytes.subarray(24, 32), transmit)
  );
}

/** Whom the server follows: a source's name at stratum 1, else an address or the hash of one (RFC 5905 section 7.3). */
function referenceId(bytes: Uint8Array, stratum: number): string {
  const id = bytes.subarray(12, 16);
  if (stratum !== 1) return Array.from(id).join('.');
  return String.fromCharCode(...id).replace(/[^\x21-\x7e]/g, '');
}

function sayPacket(bytes: Uint8Array, offsetOf: () => ClockOffset | null): ProbeReading {
  const leap = (bytes[0] ?? 0) >> 6;
  const stratum = bytes[1] ?? 0;
  const evidence = { stratum, leap };
  if (stratum === 0) {
    const code = String.fromCharCode(...bytes.subarray(12, 16)).replace(/[^A-Z0-9]/g, '');
    if (code === 'DENY' || code === 'RSTR')
      return reading('open', `the server refuses to serve this client (${code})`, {
        evidence: { ...evidence, kissCode: code },
        openBecause: `the NTP server refuses to serve this client (${code})`,
      });
    return reading('confirmed', `NTP reply, the server asks for patience (${code})`, {
      evidence: { ...evidence, kissCode: code },
      remarks: [`The NTP server limits this client (${code}).`],
    });
  }
  const refid = referenceId(bytes, stratum);
  if (leap === 3 || stratum >= 16)
    return reading('confirmed', `NTP reply, stratum ${stratum}`, {
      evidence: { ...evidence, refid },
      remarks: ['The NTP server says that its own clock is not synchronised.'],
    });
  const offset = offsetOf();
  if (offset === null)
    return reading('confirmed', `NTP reply, stratum ${stratum}`, { evidence: { ...evidence, refid } });
  const { text, remarks } = sayOffset(offset);
  return reading('confirmed', `NTP reply, stratum ${stratum}; ${text}`, {
    evidence: { ...evidence, refid, offsetMs: offset.ms, offsetOf: offset.of },
    remarks,
  });
}

/** NTP: one client packet. The answer tells how far the asking clock is off, because Kerberos fails where it is. */
export const ntpProbe: Probe = {
  prepare: (check, random) => {
    const transmit = random(8);
    return {
      wire: {
        kind: 'exchange',
        transport: 'udp',
        payloads: [clientPacket(transmit)],
        framing: anyBytes,
        stopAt: null,
      },
      read: (attempt, context) =>
        readExchange(attempt, context, {
          protocol: 'NTP',
          transport: 'udp',
          recognise: (bytes) => (isReply(bytes, transmit) ? bytes : null),
          say: ([bytes]) => sayPacket(bytes, () => clockOffset(bytes, attempt, check.vantage.kind)),
        }),
    };
  },
};
