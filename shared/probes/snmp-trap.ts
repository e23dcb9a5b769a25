import { utf8 } from '../lib/digest.ts';
import { joinBytes } from './bytes.ts';

/** BER, as much as one SNMPv2c trap needs (RFC 3416); every part is shorter than 128 bytes. */
function ber(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = joinBytes(parts);
  return joinBytes([Uint8Array.of(tag, body.length), body]);
}

function objectId(text: string): Uint8Array {
  const numbers = text.split('.').map(Number);
  const bytes = [(numbers[0] ?? 0) * 40 + (numbers[1] ?? 0)];
  for (const number of numbers.slice(2)) {
    const groups = [number & 0x7f];
    for (let rest = number >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return ber(0x06, Uint8Array.from(bytes));
}

const integer = (value: number): Uint8Array => ber(0x02, Uint8Array.of(value));

/**
 * An SNMPv2c trap that alarms nobody: net-snmp's example heartbeat, with the token as its text. The community is the
 * word "gatecheck": a site's own is a secret that we do not have.
 */
export function heartbeatTrap(token: string): Uint8Array {
  const bindings = ber(
    0x30,
    ber(0x30, objectId('1.3.6.1.2.1.1.3.0'), ber(0x43, Uint8Array.of(0))),
    ber(0x30, objectId('1.3.6.1.6.3.1.1.4.1.0'), objectId('1.3.6.1.4.1.8072.2.3.0.1')),
    ber(0x30, objectId('1.3.6.1.4.1.8072.2.3.2.2'), ber(0x04, utf8(token))),
  );
  const pdu = ber(0xa7, integer(1), integer(0), integer(0), bindings);
  return ber(0x30, integer(1), ber(0x04, utf8('gatecheck')), pdu);
}
