import { matchesGlob } from '../../lib/glob.ts';
import { parsePublicKeyLine } from './public-key.ts';
import { signatureNamespace } from './signature.ts';

/** OpenSSH's `allowed_signers` file (ssh-keygen(1), ALLOWED SIGNERS): who may sign with which key, for what, when. */

export interface AllowedSigner {
  /** Patterns of addresses, as written. */
  readonly principals: readonly string[];
  /** Patterns of namespaces; null: all. */
  readonly namespaces: readonly string[] | null;
  /** Compact UTC or local time, `YYYYMMDDHHMMSS`; null: no bound. */
  readonly validAfter: SignerTime | null;
  readonly validBefore: SignerTime | null;
  /** `TYPE BASE64`. */
  readonly publicKey: string;
  readonly lineNumber: number;
}

export interface SignerTime {
  /** `YYYYMMDDHHMMSS`. */
  readonly digits: string;
  readonly utc: boolean;
}

/** The time now as the file writes times: `YYYYMMDDHHMMSS`, in UTC and as the clock on this machine's wall. */
export interface SignerClock {
  readonly utc: string;
  readonly local: string;
}

export interface AllowedSigners {
  readonly signers: readonly AllowedSigner[];
  /** Lines that count for nobody, and why. */
  readonly skipped: readonly { readonly lineNumber: number; readonly reason: string }[];
}

/**
 * Splits at blanks, or at commas, outside of double quotes. Read by hand: an expression for it takes the square of the line's
 * length where a quote does not end.
 */
function split(line: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '"') quoted = !quoted;
    if (!quoted && separator.test(character)) {
      parts.push(part);
      part = '';
      continue;
    }
    const piece = quoted && character === '\\' ? line.slice(at, at + 2) : character;
    part += piece;
    at += piece.length - 1;
  }
  return [...parts, part].filter((each) => each !== '');
}

function unquoted(text: string): string {
  return text.replace(/^"((?:[^"\\]|\\.)*)"$/, '$1').replace(/\\"/g, '"');
}

function listOf(text: string): string[] {
  return unquoted(text)
    .split(',')
    .filter((part) => part !== '');
}

/** Throws an Error whose message says why the line counts for nobody. */
function readTime(text: string): SignerTime {
  const match = /^(\d{8})(\d{4})?(\d{2})?(Z?)$/.exec(unquoted(text));
  if (match === null) throw new Error(`"${text}" is no time`);
  const [, day = '', minute = '0000', second = '00', zone] = match;
  return { digits: `${day}${minute}${second}`, utc: zone === 'Z' };
}

interface Options {
  namespaces: readonly string[] | null;
  validAfter: SignerTime | null;
  validBefore: SignerTime | null;
}

function readOptions(text: string): Options {
  const options: Options = { namespaces: null, validAfter: null, validBefore: null };
  for (const part of split(text, /,/)) {
    const [key = '', ...rest] = part.split('=');
    const value = rest.join('=');
    switch (key.toLowerCase()) {
      case 'namespaces':
        options.namespaces = listOf(value);
        break;
      case 'valid-after':
        options.validAfter = readTime(value);
        break;
      case 'valid-before':
        options.validBefore = readTime(value);
        break;
      case 'cert-authority':
        throw new Error('certificates are not supported here');
      default:
        // An option that we do not know may narrow the line: then it must not count.
        throw new Error(`option "${key.slice(0, 40)}" is not known`);
    }
  }
  return options;
}

const keyType = /^(?:ssh-|ecdsa-|sk-)/;

function readLine(text: string, lineNumber: number): AllowedSigner {
  const [principals, second, ...rest] = split(text, /\s/);
  if (principals === undefined || second === undefined) throw new Error('a key is missing');
  const bare = keyType.test(second);
  const options = readOptions(bare ? '' : second);
  const key = parsePublicKeyLine((bare ? [second, ...rest] : rest).join(' '));
  return { principals: listOf(principals), ...options, publicKey: key.line, lineNumber };
}

/** Reads the file; a line that cannot be used is skipped with its reason, as OpenSSH does, never guessed at. */
export function parseAllowedSigners(text: string): AllowedSigners {
  const signers: AllowedSigner[] = [];
  const skipped: { lineNumber: number; reason: string }[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    try {
      signers.push(readLine(line, index + 1));
    } catch (error) {
      skipped.push({ lineNumber: index + 1, reason: error instanceof Error ? error.message : 'unreadable' });
    }
  }
  return { signers, skipped };
}

/** A list of patterns; one with `!` in front that matches takes back all others. */
function matchesList(patterns: readonly string[], text: string): boolean {
  if (patterns.some((one) => one.startsWith('!') && matchesGlob(one.slice(1), text))) return false;
  return patterns.some((one) => !one.startsWith('!') && matchesGlob(one, text));
}

function isValidAt({ validAfter, validBefore }: AllowedSigner, now: SignerClock): boolean {
  const digits = ({ utc }: SignerTime): string => (utc ? now.utc : now.local);
  if (validAfter !== null && digits(validAfter) < validAfter.digits) return false;
  return validBefore === null || digits(validBefore) < validBefore.digits;
}

export type SignerMatch =
  | { readonly kind: 'known'; readonly principals: string; readonly lineNumber: number }
  /** The key is there, but the line does not speak for this address, namespace or time. */
  | { readonly kind: 'not-for-this'; readonly reason: string }
  | { readonly kind: 'absent' };

/** Whether the file lets this key sign for this address, in our namespace, at this time. */
export function matchSigner(
  { signers }: AllowedSigners,
  publicKey: string,
  email: string,
  now: SignerClock,
): SignerMatch {
  let reason: string | null = null;
  for (const signer of signers.filter((one) => one.publicKey === publicKey)) {
    const principals = signer.principals.join(',');
    if (!matchesList(signer.principals, email)) {
      reason = `the key is listed for ${principals}, not for ${email}`;
    } else if (signer.namespaces !== null && !matchesList(signer.namespaces, signatureNamespace)) {
      reason = `the key is not listed for ${signatureNamespace}`;
    } else if (!isValidAt(signer, now)) {
      reason = 'the key is not valid at this time';
    } else {
      return { kind: 'known', principals, lineNumber: signer.lineNumber };
    }
  }
  return reason === null ? { kind: 'absent' } : { kind: 'not-for-this', reason };
}

/** One line for an `allowed_signers` file, for this purpose only. */
export function allowedSignersLine(email: string, publicKey: string): string {
  return `${email} namespaces="${signatureNamespace}" ${publicKey}`;
}
