import { utf8 } from '../lib/digest.ts';
import { utcMillis } from '../lib/utc.ts';
import type { BerElement } from './ber.ts';
import { ber, berInteger, berTags, readElement, readInside, readInteger } from './ber.ts';
import { shownText } from './bytes.ts';

/** Kerberos 5 messages (RFC 4120), as much as asking a KDC for a ticket takes, and reading that it says no. */

const applications = { asRequest: 0x6a, asReply: 0x6b, ticket: 0x61, error: 0x7e } as const;
const messageTypes = { asRequest: 10, asReply: 11, error: 30 } as const;
const version = 5;
const nameTypes = { principal: 1, service: 2 } as const;
/** AES with SHA-1 and SHA-2, then RC4: what clients of today and yesterday offer. */
const encryptionTypes = [18, 17, 20, 19, 23];

const tagged = (number: number, ...parts: readonly Uint8Array[]): Uint8Array => ber(0xa0 | number, ...parts);
const generalString = (text: string): Uint8Array => ber(berTags.generalString, utf8(text));

function principal(type: number, names: readonly string[]): Uint8Array {
  return ber(
    berTags.sequence,
    tagged(0, berInteger(type)),
    tagged(1, ber(berTags.sequence, ...names.map(generalString))),
  );
}

/** Asks for a ticket-granting ticket without any proof of who asks: no password is tried, so none can be wrong. */
export function asRequest(options: {
  readonly realm: string;
  readonly client: string;
  readonly nonce: number;
}): Uint8Array {
  const { realm, client, nonce } = options;
  const body = ber(
    berTags.sequence,
    tagged(0, ber(berTags.bitString, Uint8Array.of(0, 0, 0, 0, 0))),
    tagged(1, principal(nameTypes.principal, [client])),
    tagged(2, generalString(realm)),
    tagged(3, principal(nameTypes.service, ['krbtgt', realm])),
    // The end of time that clients use when they do not care.
    tagged(5, ber(berTags.generalizedTime, utf8('20370913024805Z'))),
    tagged(7, berInteger(nonce)),
    tagged(8, ber(berTags.sequence, ...encryptionTypes.map((type) => berInteger(type)))),
  );
  return ber(
    applications.asRequest,
    ber(
      berTags.sequence,
      tagged(1, berInteger(version)),
      tagged(2, berInteger(messageTypes.asRequest)),
      tagged(4, body),
    ),
  );
}

/** What a KDC said. */
export type KerberosReply =
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly realm: string;
      readonly text: string;
      /** Of the KDC's clock, UTC milliseconds. */
      readonly time: number | null;
    }
  | { readonly kind: 'ticket'; readonly realm: string };

/** `20261122190102Z` as ISO 8601; null: no such time. */
function readTime(element: BerElement | undefined): string | null {
  if (element?.tag !== berTags.generalizedTime) return null;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(shownText(element.body));
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = match;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}

function readText(element: BerElement | undefined): string | null {
  return element?.tag === berTags.generalString ? shownText(element.body) : null;
}

/** Fields by their number; null when one is no tagged field, holds more than one element, or stands there twice. */
function readFields(message: BerElement): ReadonlyMap<number, BerElement> | null {
  const elements = readInside(readElement(message.body), berTags.sequence);
  if (elements === null) return null;
  const fields = new Map<number, BerElement>();
  for (const { tag, body } of elements) {
    const inner = readElement(body);
    const number = tag & 0x1f;
    if ((tag & 0xe0) !== 0xa0 || inner?.end !== body.length || fields.has(number)) return null;
    fields.set(number, inner);
  }
  return fields;
}

function readNames(element: BerElement | undefined): readonly string[] | null {
  const [type, list] = readInside(element, berTags.sequence) ?? [];
  const number = readInteger(readElement(type?.body ?? new Uint8Array()));
  const names = readInside(readElement(list?.body ?? new Uint8Array()), berTags.sequence);
  if (type?.tag !== 0xa0 || list?.tag !== 0xa1 || number === null || names === null) return null;
  return names.map((name) => shownText(name.body));
}

function readError(fields: ReadonlyMap<number, BerElement>): KerberosReply | null {
  const time = readTime(fields.get(4));
  const code = readInteger(fields.get(6));
  const realm = readText(fields.get(9));
  // What the KDC gives the name of is the service that was asked for.
  const service = readNames(fields.get(10));
  const isOurs = service?.[0]?.toLowerCase() === 'krbtgt';
  if (time === null || code === null || code < 0 || realm === null || !isOurs) return null;
  return { kind: 'error', code, realm, text: readText(fields.get(11)) ?? '', time: utcMillis(time) };
}

function readTicket(fields: ReadonlyMap<number, BerElement>): KerberosReply | null {
  const realm = readText(fields.get(3));
  const isWhole =
    readNames(fields.get(4)) !== null &&
    fields.get(5)?.tag === applications.ticket &&
    readInside(fields.get(6), berTags.sequence) !== null;
  return realm !== null && isWhole ? { kind: 'ticket', realm } : null;
}

/** Reads a KDC's reply to an AS-REQ; null: it is none. */
export function readKerberosReply(bytes: Uint8Array): KerberosReply | null {
  const message = readElement(bytes);
  if (message?.end !== bytes.length) return null;
  const fields = readFields(message);
  if (fields === null) return null;
  const numberOf = (field: number): number | null => readInteger(fields.get(field));
  if (numberOf(0) !== version) return null;
  if (message.tag === applications.error && numberOf(1) === messageTypes.error) return readError(fields);
  if (message.tag === applications.asReply && numberOf(1) === messageTypes.asReply) return readTicket(fields);
  return null;
}

const errorNames: Readonly<Record<number, string>> = {
  6: 'KDC_ERR_C_PRINCIPAL_UNKNOWN',
  7: 'KDC_ERR_S_PRINCIPAL_UNKNOWN',
  12: 'KDC_ERR_POLICY',
  14: 'KDC_ERR_ETYPE_NOSUPP',
  18: 'KDC_ERR_CLIENT_REVOKED',
  25: 'KDC_ERR_PREAUTH_REQUIRED',
  29: 'KDC_ERR_SVC_UNAVAILABLE',
  37: 'KRB_AP_ERR_SKEW',
  52: 'KRB_ERR_RESPONSE_TOO_BIG',
  60: 'KRB_ERR_GENERIC',
  68: 'KDC_ERR_WRONG_REALM',
};

/** `KDC_ERR_C_PRINCIPAL_UNKNOWN`, or the number of an error that clients seldom see. */
export function kerberosErrorName(code: number): string {
  return errorNames[code] ?? `KRB-ERROR ${code}`;
}
