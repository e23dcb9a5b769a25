import { isIPv4 } from 'node:net';

/** What the simulated name and time servers send back, byte for byte as real ones would. */

/** Name -> addresses, as the practice site's name servers know them. A name that is missing does not exist. */
export type Names = Readonly<Record<string, readonly string[]>>;

interface Question {
  readonly name: string;
  readonly type: number;
  /** Offset behind the question. */
  readonly end: number;
}

const typeA = 1;
const typeNs = 2;
const typeSoa = 6;
/** Response, authoritative, recursion desired and available (RFC 1035 section 4.1.1). */
const responseFlags = 0x8580;
const nameError = 3;

function readQuestion(query: Buffer): Question | null {
  const labels: string[] = [];
  let at = 12;
  for (;;) {
    const length = query[at];
    if (length === undefined || length > 63) return null;
    at += 1;
    if (length === 0) break;
    labels.push(query.toString('latin1', at, at + length));
    at += length;
  }
  if (at + 4 > query.length) return null;
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at), end: at + 4 };
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  const parts = labels.map((label) =>
    Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]),
  );
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** A resource record for the name of the question, which stands at offset 12. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(300, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function soaData(zone: string): Buffer {
  const numbers = Buffer.alloc(20);
  [1, 3600, 600, 86_400, 300].forEach((value, index) => numbers.writeUInt32BE(value, index * 4));
  return Buffer.concat([encodeName(`ns.${zone}`), encodeName(`hostmaster.${zone}`), numbers]);
}

function recordsFor({ name, type }: Question, names: Names): Buffer[] | null {
  // The root exists everywhere; its servers are named after practice, not after real ones.
  if (name === '') return type === typeNs ? [record(typeNs, encodeName('practice.example'))] : [];
  const addresses = names[name];
  if (addresses === undefined) return null;
  if (type === typeSoa) return [record(typeSoa, soaData(name))];
  if (type !== typeA) return [];
  return addresses.filter((address) => isIPv4(address)).map((address) => record(typeA, ipv4Bytes(address)));
}

function ipv4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number));
}

/** Answers a DNS query (RFC 1035) for A, NS and SOA; null when it is none. */
export function answerDns(query: Uint8Array, names: Names): Buffer | null {
  const bytes = Buffer.from(query);
  if (bytes.length < 17 || bytes.readUInt16BE(4) !== 1) return null;
  const question = readQuestion(bytes);
  if (question === null) return null;
  const records = recordsFor(question, names);
  const head = Buffer.alloc(12);
  bytes.copy(head, 0, 0, 2);
  head.writeUInt16BE(responseFlags | (records === null ? nameError : 0), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records?.length ?? 0, 6);
  return Buffer.concat([head, bytes.subarray(12, question.end), ...(records ?? [])]);
}

/** The same over TCP, where a message has its length in front. */
export function answerDnsOverTcp(query: Uint8Array, names: Names): Buffer | null {
  const answer = answerDns(query.subarray(2), names);
  if (answer === null) return null;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(answer.length, 0);
  return Buffer.concat([length, answer]);
}

/** Seconds from 1900 to 1970. */
const ntpEpoch = 2_208_988_800;

function ntpTime(now: Date): Buffer {
  const milliseconds = now.getTime();
  const time = Buffer.alloc(8);
  time.writeUInt32BE(Math.floor(milliseconds / 1000) + ntpEpoch, 0);
  time.writeUInt32BE(Math.floor(((milliseconds % 1000) / 1000) * 2 ** 32), 4);
  return time;
}

/** Answers an NTP client's packet (RFC 5905) as a stratum 2 server would; null when it is none. */
export function answerNtp(request: Uint8Array, now: Date): Buffer | null {
  const bytes = Buffer.from(request);
  const clientMode = 3;
  if (bytes.length < 48 || ((bytes[0] ?? 0) & 7) !== clientMode) return null;
  const time = ntpTime(now);
  const version = (bytes[0] ?? 0) & 0x38;
  const head = Buffer.from([version | 4, 2, 6, 0xec, 0, 0, 2, 0, 0, 0, 2, 0, 10, 77, 5, 1]);
  return Buffer.concat([head, time, bytes.subarray(40, 48), time, time]);
}
