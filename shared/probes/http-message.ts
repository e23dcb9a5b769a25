import { utf8 } from '../lib/digest.ts';

/** The status line and headers of an HTTP/1.x response (RFC 9112): what a probe reads of it. */
export interface HttpHead {
  readonly status: number;
  readonly reason: string;
  /** By lower-case name; repeated ones joined with `, `. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Ends the headers: a reply is read up to here, and a body of any size is left alone. */
export const endOfHead = utf8('\r\n\r\n');

/** `store.corp.example`, `[2001:db8::1]:8080`: nothing but what may stand in a host. */
export function hostWithPort(host: string, port: number, usual: number | null): string {
  const safe = host.replace(/[^A-Za-z0-9.:_-]/g, '');
  const bracketed = safe.includes(':') ? `[${safe}]` : safe;
  return port === usual ? bracketed : `${bracketed}:${port}`;
}

/** A request without a body that asks for nothing but the head of the answer, over a connection of its own. */
export function encodeRequest(method: string, target: string, host: string): Uint8Array {
  return utf8(
    `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: gatecheck\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
  );
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Header lines; null when one of them is none. A line that begins with a blank goes on with the one before (RFC 9112 section 5.2). */
function readHeaders(lines: readonly string[]): Map<string, string> | null {
  const headers = new Map<string, string>();
  let last: string | null = null;
  for (const line of lines) {
    if (/^[ \t]/.test(line) && last !== null) {
      headers.set(last, `${headers.get(last) ?? ''} ${line.trim()}`.trim());
      continue;
    }
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    last = name.toLowerCase();
    const before = headers.get(last);
    headers.set(last, before === undefined ? value.trim() : `${before}, ${value.trim()}`);
  }
  return headers;
}

/** Reads the head of a response; null when the bytes are none, or it is not all there. */
export function parseHead(bytes: Uint8Array): HttpHead | null {
  const text = latin1(bytes);
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return null;
  const [first = '', ...lines] = text.slice(0, end.index).split(/\r?\n/);
  const [, status, reason = ''] =
    /^HTTP\/1\.[01] ([1-5]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/.exec(first) ?? [];
  const headers = readHeaders(lines);
  return status === undefined || headers === null ? null : { status: Number(status), reason, headers };
}

/** A header's value in short, for evidence. */
export function headerOf(head: HttpHead, name: string): string | null {
  return head.headers.get(name)?.slice(0, 200) ?? null;
}
