const width = 17;
const height = 9;
/** Marks by how often a field was visited; the last two are the start and the end. */
const marks = ' .o+=*BOX@%&#/^SE';
const start = marks.length - 2;
const end = marks.length - 1;

/** Bytes of `SHA256:` and unpadded base64; null: it is no such fingerprint. */
function bytesOf(fingerprint: string): Uint8Array | null {
  const text = /^SHA256:([A-Za-z0-9+/]{43})=?$/.exec(fingerprint)?.[1];
  if (text === undefined) return null;
  return Uint8Array.from(atob(`${text}=`), (char) => char.charCodeAt(0));
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

/** The walk of OpenSSH's drunken bishop over the bytes, as counts of visits by row and column. */
function walk(bytes: Uint8Array): number[][] {
  const field = Array.from({ length: height }, () => Array.from({ length: width }, () => 0));
  let x = Math.floor(width / 2);
  let y = Math.floor(height / 2);
  const put = (mark: number): void => {
    const row = field[y];
    if (row !== undefined) row[x] = mark;
  };
  for (const byte of bytes) {
    for (let pair = byte, step = 0; step < 4; step += 1, pair >>= 2) {
      x = clamp(x + ((pair & 1) === 1 ? 1 : -1), width - 1);
      y = clamp(y + ((pair & 2) === 2 ? 1 : -1), height - 1);
      put(Math.min((field[y]?.[x] ?? 0) + 1, start - 1));
    }
  }
  put(end);
  const middle = field[Math.floor(height / 2)];
  const at = Math.floor(width / 2);
  // The end is drawn over the start where the walk comes home.
  if (middle !== undefined && middle[at] !== end) middle[at] = start;
  return field;
}

function edge(words: string): string {
  const text = words.slice(0, width);
  const before = Math.floor((width - text.length) / 2);
  return `+${'-'.repeat(before)}${text}${'-'.repeat(width - before - text.length)}+`;
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^(ssh-rsa|rsa-sha2)/, 'RSA'],
  [/ed25519/, 'ED25519'],
  [/^(sk-)?ecdsa/, 'ECDSA'],
];

/** The kind of a key as `ssh-keygen` names it. */
export function kindOfKey(algorithm: string): string {
  return kinds.find(([pattern]) => pattern.test(algorithm))?.[1] ?? algorithm;
}

/**
 * The picture of a host key as `ssh-keygen -lv` draws it, line by line; empty when the fingerprint is no SHA-256.
 *
 * @param bits size of the key; null: it is not known, and not written
 */
export function randomart(fingerprint: string, algorithm: string, bits: number | null): readonly string[] {
  const bytes = bytesOf(fingerprint);
  if (bytes === null) return [];
  const kind = kindOfKey(algorithm);
  const full = `[${kind}${bits === null ? '' : ` ${bits}`}]`;
  return [
    edge(full.length <= width ? full : `[${kind}]`),
    ...walk(bytes).map((row) => `|${row.map((mark) => marks[mark] ?? '').join('')}|`),
    edge('[SHA256]'),
  ];
}

/** The fingerprint's text in groups of four, for reading it out; together they are the fingerprint without `SHA256:`. */
export function groupsOf(fingerprint: string): readonly string[] {
  return fingerprint.replace(/^SHA256:/, '').match(/.{1,4}/g) ?? [];
}
