import { closeSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compressedParts } from './compressed-parts.ts';

/**
 * Looks for secrets where a program might have left them: files, memory-backed files, arguments and environments of
 * processes. What it tells is the place and the form, never the secret.
 */

export interface Found {
  readonly place: string;
  /** Name of the secret and the form it was found in. */
  readonly what: string;
}

export interface Needle {
  readonly what: string;
  readonly bytes: Buffer;
  /** Forms that tools break into lines. */
  readonly wraps: boolean;
}

/** The middle of the base64 of these bytes that is the same whatever stands around them, for each of three places. */
function base64Middles(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
}

function formsOf(name: string, bytes: Buffer): Needle[] {
  const hex = bytes.toString('hex');
  const middles = base64Middles(bytes);
  const texts: [form: string, text: string][] = [
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ['hex with colons', hex.match(/../g)?.join(':') ?? ''],
    ['decimal list', [...bytes].join(',')],
    ...middles.map((text): [string, string] => ['base64', text]),
    ...middles
      .map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
      .filter((text) => !middles.includes(text))
      .map((text): [string, string] => ['base64url', text]),
  ];
  return [
    { what: `${name}, raw`, bytes, wraps: false },
    ...texts.flatMap(([form, text]) => [
      { what: `${name}, ${form}`, bytes: Buffer.from(text, 'latin1'), wraps: true },
      { what: `${name}, ${form} in UTF-16`, bytes: Buffer.from(text, 'utf16le'), wraps: false },
    ]),
  ];
}

/** As in an address: what must be escaped, and everything. */
function percentForms(word: string): string[] {
  const all = [...Buffer.from(word, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const needed = encodeURIComponent(word);
  const form = needed.replaceAll('%20', '+');
  return [...new Set([needed, form, all, all.toUpperCase()])].filter((text) => text !== word);
}

/** `keys`: 32 bytes each, so that a DER, PEM or JSON of them is found by what it holds. `words`: passphrases. */
export function needlesOf(
  keys: Readonly<Record<string, Buffer>>,
  words: Readonly<Record<string, string>> = {},
): readonly Needle[] {
  return [
    ...Object.entries(keys).flatMap(([name, bytes]) => {
      if (bytes.length < 16) throw new Error(`${name} is too short to be looked for.`);
      return formsOf(name, bytes);
    }),
    ...Object.entries(words).flatMap(([name, word]) => [
      ...formsOf(name, Buffer.from(word, 'utf8')),
      { what: `${name}, raw in UTF-16`, bytes: Buffer.from(word, 'utf16le'), wraps: false },
      ...percentForms(word).map((text) => ({
        ...{ what: `${name}, percent-encoded`, bytes: Buffer.from(text, 'latin1'), wraps: false },
      })),
    ]),
  ];
}

/** Base64 in a PEM, a mail or a JSON text is broken into lines. */
function withoutLineBreaks(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/[\r\n]|\\[rn]/g, ''), 'latin1');
}

function searchBytes(bytes: Buffer, place: string, needles: readonly Needle[]): Found[] {
  const unbroken = bytes.includes(10) || bytes.includes('\\n') ? withoutLineBreaks(bytes) : bytes;
  return needles
    .filter((needle) => bytes.includes(needle.bytes) || (needle.wraps && unbroken.includes(needle.bytes)))
    .map(({ what }) => ({ place, what }));
}

/** As they are, and whatever lies compressed in them. */
export function searchInside(bytes: Buffer, place: string, needles: readonly Needle[]): Found[] {
  return [
    ...searchBytes(bytes, place, needles),
    ...compressedParts(bytes).flatMap((part) => searchBytes(part, `${place} (inflated)`, needles)),
  ];
}

const pieceBytes = 16_000_000;
/** Longer than any needle, so that one that lies across two pieces is found. */
const overlapBytes = 4096;

/** Searches one file piece by piece; throws what the system throws. */
function searchFile(path: string, place: string, needles: readonly Needle[]): Found[] {
  const descriptor = openSync(path, 'r');
  try {
    const found: Found[] = [];
    const piece = Buffer.alloc(Math.min(pieceBytes, statSync(path).size + 1));
    for (let at = 0; ; at += piece.length - overlapBytes) {
      const read = readSync(descriptor, piece, 0, piece.length, at);
      found.push(...searchInside(piece.subarray(0, read), place, needles));
      if (read < piece.length || piece.length < pieceBytes) return found;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** What was looked at and what was found. A search that looked at nothing proves nothing. */
export interface Search {
  readonly found: readonly Found[];
  readonly looked: readonly string[];
}

function empty(): { found: Found[]; looked: string[] } {
  return { found: [], looked: [] };
}

/** Every file below a folder, whatever its name. What vanishes meanwhile is passed over. */
export function searchFolder(folder: string, needles: readonly Needle[]): Search {
  const search = empty();
  const visit = (path: string): void => {
    try {
      const stat = statSync(path);
      if (stat.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
      if (!stat.isFile()) return;
      search.looked.push(path);
      search.found.push(...searchFile(path, path, needles));
    } catch (error) {
      // A lock that Chromium makes as a link to nowhere, a file that is gone.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  };
  visit(folder);
  return search;
}

function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Arguments and environments of every process that this user may look at. */
export function searchProcessList(
  needles: readonly Needle[],
  skip: (pid: number, part: 'cmdline' | 'environ') => boolean = () => false,
): Search {
  const search = empty();
  for (const pid of processIds()) {
    for (const part of ['cmdline', 'environ'] as const) {
      if (skip(pid, part)) continue;
      const place = `/proc/${pid}/${part}`;
      try {
        const bytes = readFileSync(place);
        search.looked.push(place);
        search.found.push(...searchBytes(bytes, place, needles));
      } catch {
        // It ended, or belongs to another user.
      }
    }
  }
  return search;
}

const memoryBacked = /^\/memfd:|^\/dev\/shm\/| \(deleted\)$/;

/** Files without a name or a disk that processes hold open: shared memory, memfds, deleted ones; and all of /dev/shm. */
export function searchMemoryFiles(needles: readonly Needle[]): Search {
  const search = empty();
  const shared = searchFolder('/dev/shm', needles);
  search.found.push(...shared.found);
  search.looked.push(...shared.looked);
  const seen = new Set<string>();
  for (const pid of processIds()) {
    const folder = `/proc/${pid}/fd`;
    let names: string[];
    try {
      names = readdirSync(folder);
    } catch {
      continue;
    }
    for (const name of names) {
      const path = `${folder}/${name}`;
      try {
        const target = readlinkSync(path);
        if (!memoryBacked.test(target)) continue;
        const { dev, ino } = statSync(path);
        if (!statSync(path).isFile() || seen.has(`${dev} ${ino}`)) continue;
        seen.add(`${dev} ${ino}`);
        const place = `${path} (${target})`;
        search.looked.push(place);
        search.found.push(...searchFile(path, place, needles));
      } catch {
        // Closed meanwhile, or sealed off by a sandbox.
      }
    }
  }
  return search;
}
