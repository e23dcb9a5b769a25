import { readElement, readElements, type DerElement } from '../der.ts';

/**
 * How much work a private key file asks for before it can be opened. The file itself says so: one from elsewhere could ask
 * for years. What people's tools write stays far below these bounds (ssh-keygen: 16 to some hundred rounds, OpenSSL: 2048 to
 * a million).
 */
const mostBcryptRounds = 1024;
const mostIterations = 2_000_000;
/** N times r times p: as much memory traffic as N = 2^17 with r = 8 takes. */
const mostScryptWork = 2 ** 23;

function bodyOf(pem: string, label: string): Buffer | null {
  const begin = pem.indexOf(`-----BEGIN ${label}-----`);
  const end = pem.indexOf(`-----END ${label}-----`, begin);
  if (begin < 0 || end < 0) return null;
  return Buffer.from(pem.slice(begin + `-----BEGIN ${label}-----`.length, end), 'base64');
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

/** Why a protected private key is not opened; null: it may be. */
export function tooMuchWork(pem: string): string | null {
  const openSsh = bodyOf(pem, 'OPENSSH PRIVATE KEY');
  const rounds = openSsh === null ? 0 : bcryptRounds(openSsh);
  if (rounds > mostBcryptRounds)
    return `it asks for ${rounds} rounds of work to open it, and ${mostBcryptRounds} are the most that is done`;
  const pkcs8 = bodyOf(pem, 'ENCRYPTED PRIVATE KEY');
  return pkcs8 !== null && isTooMuch(pkcs8) ? 'it asks for more work to open it than any key needs' : null;
}
