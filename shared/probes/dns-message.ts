import { utf8 } from '../lib/digest.ts';
import { joinBytes, readUint16, uint16 } from './bytes.ts';

/** RFC 1035 messages, as much as a probe needs of them. */
export type DnsType = 'A' | 'AAAA' | 'NS' | 'SOA' | 'SRV';

export interface DnsQuestion {
  /** Without trailing dot; empty for the root. */
  readonly name: string;
  readonly type: DnsType;
}

export interface DnsReply {
  readonly id: number;
  readonly isResponse: boolean;
  readonly rcode: number;
  readonly truncated: boolean;
  readonly recursionAvailable: boolean;
  readonly question: { readonly name: string; readonly type: number } | null;
  /** IPv4 addresses of the answer section. */
  readonly addresses: readonly string[];
  readonly answers: number;
}

const typeNumbers = { A: 1, NS: 2, SOA: 6, AAAA: 28, SRV: 33 } as const satisfies Record<DnsType, number>;

export function typeNumber(type: DnsType): number {
  return typeNumbers[type];
}

const rcodes = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

export function rcodeName(rcode: number): string {
  return rcodes[rcode] ?? `RCODE ${rcode}`;
}

/** A recursive query for one question. */
export function encodeQuery(id: number, question: DnsQuestion): Uint8Array {
  const labels = question.name === '' ? [] : question.name.split('.');
  const name = labels.flatMap((label) => {
    const bytes = utf8(label);
    return [Uint8Array.of(bytes.length), bytes];
  });
  const header = joinBytes([uint16(id), uint16(0x0100), uint16(1), uint16(0), uint16(0), uint16(0)]);
  return joinBytes([header, ...name, Uint8Array.of(0), uint16(typeNumber(question.type)), uint16(1)]);
}

/** Reads a name as written, following compression pointers; `next` is where the record goes on. Null: malformed. */
export function readWrittenName(
  bytes: Uint8Array,
  start: number,
): { readonly name: string; readonly next: number } | null {
  const labels: string[] = [];
  let offset = start;
  let next: number | null = null;
  for (let hops = 0; hops < 128; hops++) {
    const length = bytes[offset];
    if (length === undefined) return null;
    if (length === 0) return { name: labels.join('.'), next: next ?? offset + 1 };
    if ((length & 0xc0) === 0xc0) {
      next ??= offset + 2;
      offset = readUint16(bytes, offset) & 0x3fff;
      continue;
    }
    if (length > 63 || offset + 1 + length > bytes.length) return null;
    const label = bytes.subarray(offset + 1, offset + 1 + length);
    labels.push(String.fromCharCode(...label));
    offset += 1 + length;
  }
  return null;
}

/** The same in lower case: DNS does not tell case apart. */
function readName(bytes: Uint8Array, start: number): ReturnType<typeof readWrittenName> {
  const read = readWrittenName(bytes, start);
  return read === null ? null : { ...read, name: read.name.toLowerCase() };
}

function readAnswerAddresses(bytes: Uint8Array, start: number, count: number): string[] {
  const addresses: string[] = [];
  let offset = start;
  for (let i = 0; i < count; i++) {
    const name = readName(bytes, offset);
    if (name === null || name.next + 10 > bytes.length) break;
    const length = readUint16(bytes, name.next + 8);
    const data = bytes.subarray(name.next + 10, name.next + 10 + length);
    if (data.length < length) break;
    if (readUint16(bytes, name.next) === 1 && length === 4) addresses.push(Array.from(data).join('.'));
    offset = name.next + 10 + length;
  }
  return addresses;
}

/** Reads a reply; null when it is no DNS message. */
export function decodeReply(bytes: Uint8Array): DnsReply | null {
  if (bytes.length < 12) return null;
  const flags = readUint16(bytes, 2);
  const answers = readUint16(bytes, 6);
  const asked = readUint16(bytes, 4) === 1 ? readName(bytes, 12) : null;
  if (readUint16(bytes, 4) > 0 && asked === null) return null;
  return {
    id: readUint16(bytes, 0),
    isResponse: (flags & 0x8000) !== 0,
    rcode: flags & 0x0f,
    truncated: (flags & 0x0200) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    question: asked === null ? null : { name: asked.name, type: readUint16(bytes, asked.next) },
    addresses: asked === null ? [] : readAnswerAddresses(bytes, asked.next + 4, answers),
    answers,
  };
}
