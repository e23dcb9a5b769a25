import { utf8 } from '../lib/digest.ts';
import type { BerElement } from './ber.ts';
import {
  ber,
  berInteger,
  berObjectId,
  berTags,
  readElement,
  readInside,
  readInteger,
  readObjectId,
} from './ber.ts';
import { hexOf, readBigEndian, shownText } from './bytes.ts';

/** SNMP messages (RFC 3412, 3414, 3416), as much as finding out that an agent is there takes. */

const pdus = { get: 0xa0, response: 0xa2, trap: 0xa7, report: 0xa8 } as const;
const timeTicks = 0x43;
const versions = { v2c: 1, v3: 3 } as const;
/** The sender takes a Report; nothing is authenticated or encrypted. */
const reportable = 0x04;
const userSecurityModel = 3;
const largestMessage = 65_507;

const octets = (bytes: Uint8Array): Uint8Array => ber(berTags.octetString, bytes);
const empty = octets(new Uint8Array());

const names = {
  systemUpTime: '1.3.6.1.2.1.1.3.0',
  trapName: '1.3.6.1.6.3.1.1.4.1.0',
} as const;

function pdu(tag: number, requestId: number, ...bindings: readonly Uint8Array[]): Uint8Array {
  return ber(tag, berInteger(requestId), berInteger(0), berInteger(0), ber(berTags.sequence, ...bindings));
}

const binding = (name: string, value: Uint8Array): Uint8Array =>
  ber(berTags.sequence, berObjectId(name), value);

/** Asks for the engine id (RFC 3414 section 4): no user, no password, nothing that an agent counts as a failed sign-in. */
export function discovery(messageId: number): Uint8Array {
  const header = ber(
    berTags.sequence,
    berInteger(messageId),
    berInteger(largestMessage),
    octets(Uint8Array.of(reportable)),
    berInteger(userSecurityModel),
  );
  const security = ber(berTags.sequence, empty, berInteger(0), berInteger(0), empty, empty, empty);
  const scoped = ber(berTags.sequence, empty, empty, pdu(pdus.get, messageId));
  return ber(berTags.sequence, berInteger(versions.v3), header, octets(security), scoped);
}

/** Asks with a community for how long the agent has been up. */
export function getUpTime(requestId: number, community: string): Uint8Array {
  const request = pdu(pdus.get, requestId, binding(names.systemUpTime, ber(0x05)));
  return ber(berTags.sequence, berInteger(versions.v2c), octets(utf8(community)), request);
}

/**
 * An SNMPv2c trap that alarms nobody: net-snmp's example heartbeat, with the token as its text. The community is the
 * word "gatecheck": a site's own is a secret that we do not have.
 */
export function heartbeatTrap(token: string): Uint8Array {
  const trap = pdu(
    pdus.trap,
    1,
    binding(names.systemUpTime, ber(timeTicks, Uint8Array.of(0))),
    binding(names.trapName, berObjectId('1.3.6.1.4.1.8072.2.3.0.1')),
    binding('1.3.6.1.4.1.8072.2.3.2.2', octets(utf8(token))),
  );
  return ber(berTags.sequence, berInteger(versions.v2c), octets(utf8('gatecheck')), trap);
}

/** The parts of a message that fills the datagram. */
function partsOf(bytes: Uint8Array): readonly BerElement[] {
  const message = readElement(bytes);
  return message?.end === bytes.length ? (readInside(message, berTags.sequence) ?? []) : [];
}

/** What an agent said to a discovery. */
export interface DiscoveryReply {
  /** Hexadecimal; empty: not told. */
  readonly engineId: string;
  /** IANA's number of the maker, from the engine id (RFC 3411 section 5); null: not told. */
  readonly enterprise: number | null;
  readonly boots: number | null;
  /** Seconds since the agent's last start. */
  readonly upSeconds: number | null;
  /** The counter that a Report names; null: it names none. */
  readonly report: string | null;
}

/** Reads the reply to the discovery with this message id; null: it is none. */
export function readDiscovery(bytes: Uint8Array, messageId: number): DiscoveryReply | null {
  const [version, header, security, scoped, ...more] = partsOf(bytes);
  if (readInteger(version) !== versions.v3 || more.length > 0) return null;
  if (readInteger(readInside(header, berTags.sequence)?.[0]) !== messageId) return null;
  if (security?.tag !== berTags.octetString) return null;
  const [engineId, boots, time, ...user] = readInside(readElement(security.body), berTags.sequence) ?? [];
  if (engineId?.tag !== berTags.octetString || user.length !== 3) return null;
  const [, , answer] = readInside(scoped, berTags.sequence) ?? [];
  if (answer?.tag !== pdus.report && answer?.tag !== pdus.response) return null;
  const [requestId, , , bindings] = readInside(answer, answer.tag) ?? [];
  const [counter] = readInside(bindings, berTags.sequence) ?? [];
  if (readInteger(requestId) === null || bindings?.tag !== berTags.sequence) return null;
  const first = engineId.body.subarray(0, 4);
  return {
    engineId: hexOf(engineId.body.subarray(0, 32)),
    enterprise: first.length < 4 ? null : readBigEndian(first) % 0x8000_0000,
    boots: readInteger(boots),
    upSeconds: readInteger(time),
    report: readObjectId(readInside(counter, berTags.sequence)?.[0]),
  };
}

/** Reads the reply to a v2c GET: hundredths of a second that the agent is up, or its error. Null: it is none. */
export function readUpTime(
  bytes: Uint8Array,
  requestId: number,
  community: string,
): { readonly upSeconds: number | null; readonly error: number } | null {
  const [version, name, answer, ...more] = partsOf(bytes);
  if (readInteger(version) !== versions.v2c || more.length > 0) return null;
  if (name?.tag !== berTags.octetString || shownText(name.body) !== community) return null;
  const [id, error, , bindings] = readInside(answer, pdus.response) ?? [];
  const status = readInteger(error);
  if (readInteger(id) !== requestId || status === null || bindings?.tag !== berTags.sequence) return null;
  const [first] = readInside(bindings, berTags.sequence) ?? [];
  const ticks = readInteger(readInside(first, berTags.sequence)?.[1], timeTicks);
  return { upSeconds: ticks === null ? null : Math.floor(ticks / 100), error: status };
}
