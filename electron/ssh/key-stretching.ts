import { readElement, readElements, type DerElement } from '../der.ts';

/**
 * How much work a private key file asks for before it can be opened. The file itself says so: one from elsewhere could ask
 * for years. What people's tools write stays far below these bounds (ssh-keygen: 16 to some hundred rounds, OpenSSL: 2048 to
 * a million).
 */
const mostBcryptRounds = 256;
/** A file holds one key, or a few. */
const mostBlocks = 10;
const mostIterations = 2_000_000;
/** N times r times p: as much memory traffic as N = 2^17 with r = 8 takes. */
const mostScryptWork = 2 ** 23;

/**
 * What stands between the lines that begin and end a key: to the first such end, and to the last one, as readers differ in
 * which they take.
 */
function bodiesOf(pem: string, label: string): Buffer[] {
  const begin = `-----BEGIN ${label}-----`;
  const end = `-----END ${label}-----`;
  const bodies: Buffer[] = [];
  const last = pem.lastIndexOf(end);
  for (
    let at = pem.indexOf(begin);
    at >= 0 && bodies.length < 2 * mostBlocks;
    at = pem.indexOf(begin, at + 1)
  ) {
    const from = at + begin.length;
    for (const to of [pem.indexOf(end, from), last])
      if (to > from) bodies.push(Buffer.from(pem.slice(from, to), 'base64'));
  }
  return bodies;
}

/** The rounds of OpenSSH's own container (PROTOCOL.key in its source); 0: none, or it is damaged. */
function bcryptRounds(body: Buffer): number {
  const magic = 'openssh-key-v1\0';
  let at = magic.length;
  const string = (): Buffer => {
    const length = body.readUInt32BE(at);
    at += 4 + length;
    return body.subarray(at - length, at);
  };
  try {
    if (body.toString('latin1', 0, at) !== magic) return 0;
    string();
    if (string().toString('latin1') !== 'bcrypt') return 0;
    const options = string();
    return options.readUInt32BE(4 + options.readUInt32BE(0));
  } catch {
    // Cut off: whoever reads it will say so.
    return 0;
  }
}

/** The whole numbers of an algorithm's parameters: iterations, or N, r and p of scrypt. */
function numbersIn(element: DerElement, depth = 0): number[] {
  if (element.tag === 0x02) return [Number(`0x${element.content.toString('hex') || '0'}`)];
  if ((element.tag & 0x20) === 0 || depth > 10) return [];
  return (readElements(element.content) ?? []).flatMap((inner) => numbersIn(inner, depth + 1));
}

function isTooMuch(body: Buffer): boolean {
  const [algorithm] = readElements(readElement(body)?.content ?? Buffer.alloc(0)) ?? [];
  const [first = 0, second = 1, third] = algorithm === undefined ? [] : numbersIn(algorithm);
  return third === undefined ? first > mostIterations : first * second * third > mostScryptWork;
}

/** The most rounds that any reader of OpenSSH's container would do for this file. */
export function bcryptRoundsIn(pem: string): number {
  return Math.max(0, ...bodiesOf(pem, 'OPENSSH PRIVATE KEY').map(bcryptRounds));
}

/** Why a protected private key is not opened; null: it may be. */
export function tooMuchWork(pem: string): string | null {
  const rounds = bcryptRoundsIn(pem);
  if (rounds > mostBcryptRounds)
    return `it asks for ${rounds} rounds of work to open it, and ${mostBcryptRounds} are the most that is done`;
  return bodiesOf(pem, 'ENCRYPTED PRIVATE KEY').some(isTooMuch)
    ? 'it asks for more work to open it than any key needs'
    : null;
}
