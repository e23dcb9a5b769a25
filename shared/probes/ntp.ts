import { sameBytes } from './bytes.ts';
import { anyBytes } from './framing.ts';
import { isFailure, readConnectedOnly, readFailure, reading } from './failure-reading.ts';
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

function readReply(bytes: Uint8Array): ProbeReading {
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
  const unsynchronised = leap === 3 || stratum >= 16;
  return reading('confirmed', `NTP reply, stratum ${stratum}`, {
    evidence,
    remarks: unsynchronised ? ['The NTP server says that its own clock is not synchronised.'] : [],
  });
}

export const ntpProbe: Probe = {
  prepare: (_check, random) => {
    const transmit = random(8);
    return {
      wire: {
        kind: 'exchange',
        transport: 'udp',
        payloads: [clientPacket(transmit)],
        framing: anyBytes,
        stopAt: null,
      },
      read: (attempt, context) => {
        const { outcome } = attempt;
        if (isFailure(outcome)) return readFailure(outcome, attempt, context, 'no-answer');
        if (outcome.kind !== 'answered') return readConnectedOnly(null, 'NTP');
        const own = outcome.replies.filter(({ from }) => from === null || from === context.resolved);
        const reply = own.find(({ bytes }) => isReply(bytes, transmit));
        if (reply !== undefined) return readReply(reply.bytes);
        return own.length === 0
          ? reading('no-answer', 'only another address than the target answered')
          : readConnectedOnly('what came back is no reply to the query', 'NTP');
      },
    };
  },
};
