import { hexOf, joinBytes, littleEndian, readBigEndian, readLittleEndian, sameBytes } from './bytes.ts';
import { readExchange } from './exchange-reading.ts';
import { reading } from './failure-reading.ts';
import { headedBy4Bytes } from './framing.ts';
import { serverClock } from './server-clock.ts';
import type { Probe } from './types.ts';

/** MS-SMB2, the first message of a session: which dialect, and what the server asks for. No one signs in. */

const protocolId = Uint8Array.of(0xfe, 0x53, 0x4d, 0x42);
const headerLength = 64;
/** Over TCP a message has a zero byte and its length in 24 bits in front (MS-SMB2 2.1). */
const lengthBytes = 4;
const dialects: Readonly<Record<number, string>> = {
  0x0202: '2.0.2',
  0x0210: '2.1',
  0x0300: '3.0',
  0x0302: '3.0.2',
  0x0311: '3.1.1',
};
const fromServer = 1;
const signingEnabled = 1;
const signingRequired = 2;

function header(): Uint8Array {
  const bytes = new Uint8Array(headerLength);
  bytes.set(protocolId, 0);
  bytes.set(littleEndian(headerLength, 2), 4);
  // Command 0 is NEGOTIATE, message id 0 is a connection's first; one credit is asked for.
  bytes.set(littleEndian(1, 2), 14);
  return bytes;
}

function negotiateContext(type: number, data: Uint8Array): Uint8Array {
  const padding = new Uint8Array((8 - (data.length % 8)) % 8);
  return joinBytes([littleEndian(type, 2), littleEndian(data.length, 2), littleEndian(0, 4), data, padding]);
}

/** NEGOTIATE (MS-SMB2 2.2.3) with every dialect of SMB 2 and 3. */
function negotiateRequest(guid: Uint8Array, salt: Uint8Array): Uint8Array {
  const revisions = Object.keys(dialects).map((revision) => littleEndian(Number(revision), 2));
  const fixedLength = 36;
  const end = headerLength + fixedLength + 2 * revisions.length;
  const padding = new Uint8Array((8 - (end % 8)) % 8);
  // SHA-512 for the integrity of this exchange; AES-128 GCM and CCM.
  const integrity = joinBytes([littleEndian(1, 2), littleEndian(salt.length, 2), littleEndian(1, 2), salt]);
  const encryption = joinBytes([littleEndian(2, 2), littleEndian(2, 2), littleEndian(1, 2)]);
  const message = joinBytes([
    header(),
    littleEndian(fixedLength, 2),
    littleEndian(revisions.length, 2),
    littleEndian(signingEnabled, 2),
    littleEndian(0, 2),
    littleEndian(0, 4),
    guid,
    littleEndian(end + padding.length, 4),
    littleEndian(2, 2),
    littleEndian(0, 2),
    ...revisions,
    padding,
    negotiateContext(1, integrity),
    negotiateContext(2, encryption),
  ]);
  return joinBytes([Uint8Array.of(0, 0, message.length >> 8, message.length & 0xff), message]);
}

type SmbReply =
  | {
      readonly kind: 'negotiated';
      readonly dialect: string;
      readonly guid: string;
      readonly signing: 'required' | 'enabled' | 'off';
      /** Of the server's clock, UTC milliseconds; null: not told. */
      readonly time: number | null;
    }
  | { readonly kind: 'refused'; readonly status: string };

const statusNames: Readonly<Record<number, string>> = {
  0xc000_000d: 'STATUS_INVALID_PARAMETER',
  0xc000_0022: 'STATUS_ACCESS_DENIED',
  0xc000_00bb: 'STATUS_NOT_SUPPORTED',
  0xc000_009a: 'STATUS_INSUFFICIENT_RESOURCES',
  0xc000_0205: 'STATUS_INSUFF_SERVER_RESOURCES',
};

/** FILETIME, tenths of microseconds since 1601, as UTC milliseconds; exact to far below a second. */
function fileTime(bytes: Uint8Array): number | null {
  const value = readLittleEndian(bytes, 0, 8);
  return value === 0 ? null : value / 10_000 - 11_644_473_600_000;
}

/** 16 bytes in the mixed order in which Windows writes them (MS-DTYP 2.3.4). */
function guidText(bytes: Uint8Array): string {
  const reversed = (from: number, to: number): string => hexOf(bytes.slice(from, to).reverse());
  const rest = hexOf(bytes.subarray(8));
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), rest.slice(0, 4), rest.slice(4)].join('-');
}

function readReply(bytes: Uint8Array): SmbReply | null {
  const message = bytes.subarray(lengthBytes);
  const number = (offset: number, size: 2 | 4): number => readLittleEndian(message, offset, size);
  const isReply =
    bytes[0] === 0 &&
    readBigEndian(bytes.subarray(1, lengthBytes)) === message.length &&
    message.length > headerLength &&
    sameBytes(message.subarray(0, 4), protocolId) &&
    number(4, 2) === headerLength &&
    number(12, 2) === 0 &&
    (number(16, 4) & fromServer) !== 0 &&
    readLittleEndian(message, 24, 8) === 0;
  if (!isReply) return null;
  const status = number(8, 4);
  const body = message.subarray(headerLength);
  const structure = readLittleEndian(body, 0, 2);
  if (status !== 0) {
    // An ERROR response (MS-SMB2 2.2.2).
    const name = statusNames[status] ?? `status 0x${status.toString(16)}`;
    return structure === 9 && body.length >= 8 ? { kind: 'refused', status: name } : null;
  }
  const dialect = dialects[readLittleEndian(body, 4, 2)];
  if (structure !== 65 || body.length < 64 || dialect === undefined) return null;
  const mode = readLittleEndian(body, 2, 2);
  return {
    kind: 'negotiated',
    dialect,
    guid: guidText(body.subarray(8, 24)),
    signing: (mode & signingRequired) !== 0 ? 'required' : (mode & signingEnabled) !== 0 ? 'enabled' : 'off',
    time: fileTime(body.subarray(40, 48)),
  };
}

/** SMB 2 and 3 over TCP. A server that knows only SMB 1 gives no valid answer. */
export const smbProbe: Probe = {
  prepare: (check, random) => ({
    wire: {
      kind: 'exchange',
      transport: 'tcp',
      payloads: [negotiateRequest(random(16), random(32))],
      framing: headedBy4Bytes,
      stopAt: null,
    },
    read: (attempt, context) =>
      readExchange<SmbReply>(attempt, context, {
        protocol: 'SMB',
        transport: 'tcp',
        recognise: readReply,
        say: ([reply]) => {
          if (reply.kind === 'refused')
            return reading('confirmed', `SMB answer ${reply.status}`, {
              evidence: { smbStatus: reply.status },
              remarks: [`The SMB server answers, but agrees on no dialect: ${reply.status}.`],
            });
          const { dialect, guid, signing, time } = reply;
          const clock = serverClock(time, attempt, check);
          return reading('confirmed', `SMB ${dialect}, signing ${signing}`, {
            evidence: { dialect, serverGuid: guid, signing, ...clock.evidence },
            remarks: clock.remarks,
          });
        },
      }),
  }),
};
