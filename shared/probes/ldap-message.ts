import { utf8 } from '../lib/digest.ts';
import { ber, berInteger, berTags, readElements, readInside, readInteger } from './ber.ts';
import { shownText } from './bytes.ts';

/** LDAPv3 messages (RFC 4511), as much as asking for a server's root entry needs. */

const operations = {
  searchRequest: 0x63,
  searchEntry: 0x64,
  searchDone: 0x65,
  extendedResponse: 0x78,
} as const;
const contextTags = { equalityMatch: 0xa3, and: 0xa0, present: 0x87, responseName: 0x8a } as const;

const octets = (bytes: Uint8Array): Uint8Array => ber(berTags.octetString, bytes);

/** A filter that holds for every entry. */
export const anyEntry = ber(contextTags.present, utf8('objectClass'));

/** A filter that holds where all attributes have these values. */
export function allEqual(values: readonly (readonly [attribute: string, value: Uint8Array])[]): Uint8Array {
  return ber(
    contextTags.and,
    ...values.map(([attribute, value]) =>
      ber(contextTags.equalityMatch, octets(utf8(attribute)), octets(value)),
    ),
  );
}

/** A search of the root entry (base "", scope base object), without a bind. */
export function rootSearch(id: number, filter: Uint8Array, attributes: readonly string[]): Uint8Array {
  const request = ber(
    operations.searchRequest,
    octets(utf8('')),
    // Base object, aliases never followed, no limit of size or time, values too.
    berInteger(0, berTags.enumerated),
    berInteger(0, berTags.enumerated),
    berInteger(0),
    berInteger(0),
    ber(berTags.boolean, Uint8Array.of(0)),
    filter,
    ber(berTags.sequence, ...attributes.map((attribute) => octets(utf8(attribute)))),
  );
  return ber(berTags.sequence, berInteger(id), request);
}

/** What a server said to a search. */
export type LdapReply =
  | { readonly kind: 'entry'; readonly attributes: LdapAttributes }
  /** The end of the search; `code` 0 is success. */
  | { readonly kind: 'done'; readonly code: number; readonly message: string }
  /** The server ends the connection of its own accord (RFC 4511 section 4.4.1). */
  | { readonly kind: 'disconnection'; readonly code: number; readonly message: string };

/** Values by attribute, in lower case: LDAP does not tell case apart. */
export type LdapAttributes = ReadonlyMap<string, readonly Uint8Array[]>;

const noticeOfDisconnection = '1.3.6.1.4.1.1466.20036';

function readAttributes(body: Uint8Array): LdapAttributes | null {
  const [name, list, ...more] = readElements(body) ?? [];
  const attributes = readInside(list, berTags.sequence);
  if (name?.tag !== berTags.octetString || attributes === null || more.length > 0) return null;
  const found = new Map<string, readonly Uint8Array[]>();
  for (const attribute of attributes) {
    const [type, values] = readInside(attribute, berTags.sequence) ?? [];
    const read = readInside(values, berTags.set);
    if (type?.tag !== berTags.octetString || read === null) return null;
    found.set(
      shownText(type.body).toLowerCase(),
      read.map((value) => value.body),
    );
  }
  return found;
}

/** LDAPResult: code, matched entry, message; then what the operation adds. */
function readResult(
  body: Uint8Array,
): { readonly code: number; readonly message: string; readonly name: string | null } | null {
  const [code, matched, message, ...more] = readElements(body) ?? [];
  const number = readInteger(code, berTags.enumerated);
  if (number === null || matched?.tag !== berTags.octetString || message?.tag !== berTags.octetString)
    return null;
  const name = more.find(({ tag }) => tag === contextTags.responseName);
  return {
    code: number,
    message: shownText(message.body),
    name: name === undefined ? null : shownText(name.body),
  };
}

/**
 * Reads the first message of a reply to the search with this id (a datagram holds the end of the search too); null: it is
 * no LDAP, not the whole of it, or to something else.
 */
export function readLdapReply(bytes: Uint8Array, id: number): LdapReply | null {
  const [messageId, operation] = readInside(readElements(bytes)?.[0], berTags.sequence) ?? [];
  const number = readInteger(messageId);
  if (number === null || operation === undefined) return null;
  switch (operation.tag) {
    case operations.searchEntry: {
      const attributes = readAttributes(operation.body);
      return number === id && attributes !== null ? { kind: 'entry', attributes } : null;
    }
    case operations.searchDone: {
      const result = readResult(operation.body);
      return number === id && result !== null
        ? { kind: 'done', code: result.code, message: result.message }
        : null;
    }
    case operations.extendedResponse: {
      const result = readResult(operation.body);
      return number === 0 && result?.name === noticeOfDisconnection
        ? { kind: 'disconnection', code: result.code, message: result.message }
        : null;
    }
    default:
      return null;
  }
}

const resultNames: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'operationsError',
  2: 'protocolError',
  8: 'strongerAuthRequired',
  13: 'confidentialityRequired',
  32: 'noSuchObject',
  48: 'inappropriateAuthentication',
  49: 'invalidCredentials',
  50: 'insufficientAccessRights',
  51: 'busy',
  52: 'unavailable',
  53: 'unwillingToPerform',
};

/** `insufficientAccessRights (50)`. */
export function ldapResultName(code: number): string {
  return `${resultNames[code] ?? 'result'} (${code})`;
}

/** The first value of an attribute as text; null: it has none. */
export function textOf(attributes: LdapAttributes, name: string): string | null {
  const [value] = attributes.get(name.toLowerCase()) ?? [];
  return value === undefined ? null : shownText(value);
}
