import { joinBytes, readUint16, sameBytes, shownText, uint16 } from './bytes.ts';
import { readExchange } from './exchange-reading.ts';
import { reading } from './failure-reading.ts';
import { anyBytes } from './framing.ts';
import type { Probe } from './types.ts';

/** NetBIOS over UDP, a node status request (RFC 1002 section 4.2.17): which names does this host have? */

const nodeStatus = 0x21;
const internet = 1;
const nameLength = 15;
const entryLength = 18;
const groupFlag = 0x8000;
const mostNames = 64;

/** The name `*` padded with zeros, each half of a byte as a letter from A on. */
const anyName = Uint8Array.of(
  32,
  ...[0x2a, ...new Array<number>(nameLength).fill(0)].flatMap((byte) => [
    0x41 + (byte >> 4),
    0x41 + (byte & 15),
  ]),
  0,
);

function statusRequest(id: Uint8Array): Uint8Array {
  const counts = [uint16(0), uint16(1), uint16(0), uint16(0), uint16(0)];
  return joinBytes([id, ...counts, anyName, uint16(nodeStatus), uint16(internet)]);
}

type StatusReply =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'refused'; readonly code: number };

function readNames(data: Uint8Array): StatusReply | null {
  const count = data[0] ?? 0;
  if (count === 0 || count > mostNames || data.length < 1 + count * entryLength + 6) return null;
  const names: string[] = [];
  for (let index = 0; index < count; index++) {
    const entry = data.subarray(1 + index * entryLength, 1 + (index + 1) * entryLength);
    const suffix = (entry[nameLength] ?? 0).toString(16).padStart(2, '0');
    const group = (readUint16(entry, nameLength + 1) & groupFlag) === 0 ? '' : ' group';
    names.push(`${shownText(entry.subarray(0, nameLength)).trimEnd()}<${suffix}>${group}`);
  }
  return { kind: 'names', names };
}

function readReply(bytes: Uint8Array, id: Uint8Array): StatusReply | null {
  const flags = readUint16(bytes, 2);
  const isResponse = (flags & 0x8000) !== 0 && (flags & 0x7800) === 0;
  if (bytes.length < 12 || !sameBytes(bytes.subarray(0, 2), id) || !isResponse) return null;
  // A response has no question in front of its record.
  if (readUint16(bytes, 4) !== 0 || !sameBytes(bytes.subarray(12, 12 + anyName.length), anyName)) return null;
  const record = bytes.subarray(12 + anyName.length);
  const code = flags & 0x0f;
  if (code !== 0) return { kind: 'refused', code };
  const length = readUint16(record, 8);
  const isStatus =
    readUint16(bytes, 6) === 1 && readUint16(record, 0) === nodeStatus && readUint16(record, 2) === internet;
  return isStatus && record.length >= 10 + length ? readNames(record.subarray(10, 10 + length)) : null;
}

/** The host's own name: the one that its file service or its workstation has, and no group. */
function hostOf(names: readonly string[]): string {
  const own = ['<20>', '<00>'].map((suffix) => names.find((name) => name.endsWith(suffix)));
  return (own.find((name) => name !== undefined) ?? names[0] ?? '').replace(/<..>.*$/, '');
}

export const netbiosProbe: Probe = {
  prepare: (_check, random) => {
    const id = random(2);
    return {
      wire: {
        kind: 'exchange',
        transport: 'udp',
        payloads: [statusRequest(id)],
        framing: anyBytes,
        stopAt: null,
      },
      read: (attempt, context) =>
        readExchange<StatusReply>(attempt, context, {
          protocol: 'NetBIOS',
          transport: 'udp',
          recognise: (bytes) => readReply(bytes, id),
          say: ([reply]) =>
            reply.kind === 'refused'
              ? reading('confirmed', `NetBIOS answer without names (code ${reply.code})`, {
                  evidence: { netbiosCode: reply.code },
                })
              : reading('confirmed', `NetBIOS names of ${hostOf(reply.names)}`, {
                  evidence: { netbiosNames: reply.names },
                }),
        }),
    };
  },
};
