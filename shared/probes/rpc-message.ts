import { joinBytes } from './bytes.ts';

/** ONC RPC (RFC 5531), as much as a NULL call and its reply need. */
export interface RpcProgram {
  /** As rpcinfo names it. */
  readonly name: string;
  readonly number: number;
  readonly version: number;
}

export type RpcReply =
  /** The server took the call and answered it, if only with `PROG_MISMATCH` or the like. */
  | {
      readonly kind: 'accepted';
      readonly status:
        'SUCCESS' | 'PROG_UNAVAIL' | 'PROG_MISMATCH' | 'PROC_UNAVAIL' | 'GARBAGE_ARGS' | 'SYSTEM_ERR';
      /** `PROG_MISMATCH`: lowest and highest version that it serves. */
      readonly versions: { readonly low: number; readonly high: number } | null;
    }
  | { readonly kind: 'denied'; readonly reason: 'RPC_MISMATCH' | 'AUTH_ERROR' };

const rpcVersion = 2;
const nullProcedure = 0;

function words(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setUint32(index * 4, value));
  return bytes;
}

/** Over TCP a message has a record mark in front: the last fragment, and its length (RFC 5531 section 11). */
export function withRecordMark(message: Uint8Array): Uint8Array {
  return joinBytes([words(0x8000_0000 + message.length), message]);
}

/** A call of procedure 0, which does nothing and needs no authentication. */
export function encodeNullCall(xid: Uint8Array, program: RpcProgram): Uint8Array {
  const call = 0;
  const noAuthentication = [0, 0, 0, 0];
  return joinBytes([
    xid,
    words(call, rpcVersion, program.number, program.version, nullProcedure, ...noAuthentication),
  ]);
}

const acceptStatuses = [
  'SUCCESS',
  'PROG_UNAVAIL',
  'PROG_MISMATCH',
  'PROC_UNAVAIL',
  'GARBAGE_ARGS',
  'SYSTEM_ERR',
] as const;

/** RFC 5531 section 8.2: opaque authentication is no longer than this. */
const mostVerifier = 400;

/** Reads a reply to the call with this id; null when it is none, or not all there. */
export function decodeRpcReply(bytes: Uint8Array, xid: Uint8Array): RpcReply | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const word = (offset: number): number | null =>
    offset + 4 <= bytes.length ? view.getUint32(offset) : null;
  const isOurs = xid.every((byte, index) => bytes[index] === byte);
  if (bytes.length < 12 || !isOurs || word(4) !== 1) return null;
  if (word(8) === 1) {
    const reason = word(12);
    if (reason === 0) return word(20) === null ? null : { kind: 'denied', reason: 'RPC_MISMATCH' };
    return reason === 1 && word(16) !== null ? { kind: 'denied', reason: 'AUTH_ERROR' } : null;
  }
  const verifier = word(16);
  if (word(8) !== 0 || verifier === null || verifier > mostVerifier) return null;
  const at = 20 + Math.ceil(verifier / 4) * 4;
  const status = acceptStatuses[word(at) ?? acceptStatuses.length];
  if (status === undefined) return null;
  if (status !== 'PROG_MISMATCH') return { kind: 'accepted', status, versions: null };
  const [low, high] = [word(at + 4), word(at + 8)];
  return low === null || high === null ? null : { kind: 'accepted', status, versions: { low, high } };
}

/** A reply over TCP without its record mark; null when the mark does not fit. */
export function withoutRecordMark(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 4) return null;
  const mark = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  return mark % 0x8000_0000 === bytes.length - 4 ? bytes.subarray(4) : null;
}
