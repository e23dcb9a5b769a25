import {
  ber,
  berInteger,
  berTags,
  readElement,
  readElements,
  readInside,
  readInteger,
} from '../../shared/probes/ber.ts';

/** What the simulated domain controller and the node's file service send back, byte for byte as Samba does. */

const domain = 'lighthouse.example';
const host = `dc1.${domain}`;
const context = domain
  .split('.')
  .map((part) => `DC=${part}`)
  .join(',');

const sequence = (...parts: readonly Uint8Array[]): Uint8Array => ber(berTags.sequence, ...parts);
const octets = (value: string | Uint8Array): Uint8Array => ber(berTags.octetString, Buffer.from(value));
const attribute = (name: string, ...values: readonly (string | Uint8Array)[]): Uint8Array =>
  sequence(octets(name), ber(berTags.set, ...values.map(octets)));

/** Labels with their lengths in front, then a zero. */
function encodeName(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.');
  const parts = labels.map((label) => Buffer.from([label.length, ...Buffer.from(label, 'latin1')]));
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** NETLOGON_SAM_LOGON_RESPONSE_EX (MS-ADTS 6.3.1.9); 23: the answer to a ping without a user. */
function netlogon(): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt16LE(23, 0);
  // A domain controller that holds the emulator role, serves LDAP and keeps time.
  head.writeUInt32LE(0x11bd, 4);
  const names = [domain, domain, host, 'LIGHTHOUSE', 'DC1', '', 'Porto', 'Porto'].map(encodeName);
  return Buffer.concat([head, ...names, Buffer.from([5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])]);
}

/** Answers a search of the root entry (RFC 4511) or, over UDP, a client's ping; null when it is neither. */
export function answerLdap(request: Uint8Array): Buffer | null {
  const [messageId, search] = readInside(readElement(request), berTags.sequence) ?? [];
  const id = readInteger(messageId);
  if (id === null || search?.tag !== 0x63) return null;
  const wanted = readElements(search.body)?.at(-1)?.body ?? new Uint8Array();
  const isPing = Buffer.from(wanted).toString('latin1').includes('Netlogon');
  const attributes = isPing
    ? [attribute('netlogon', netlogon())]
    : [
        attribute('defaultNamingContext', context),
        attribute('dnsHostName', host),
        attribute('namingContexts', context, `CN=Configuration,${context}`),
        attribute('supportedSASLMechanisms', 'GSS-SPNEGO', 'GSSAPI', 'NTLM'),
      ];
  const entry = ber(0x64, octets(''), sequence(...attributes));
  const done = ber(0x65, berInteger(0, berTags.enumerated), octets(''), octets(''));
  return Buffer.concat([sequence(berInteger(id), entry), sequence(berInteger(id), done)]);
}

const tagged = (number: number, part: Uint8Array): Uint8Array => ber(0xa0 | number, part);
const generalString = (text: string): Uint8Array => ber(berTags.generalString, Buffer.from(text, 'latin1'));

/** Answers an AS-REQ (RFC 4120) as a KDC does that knows no such client; null when it is none. */
export function answerKerberos(request: Uint8Array, now: Date): Buffer | null {
  if (request[0] !== 0x6a || readElement(request)?.end !== request.length) return null;
  const realm = domain.toUpperCase();
  const time = now.toISOString().replace(/[-:T]|\.\d+/g, '');
  const names = sequence(generalString('krbtgt'), generalString(realm));
  const message = sequence(
    tagged(0, berInteger(5)),
    tagged(1, berInteger(30)),
    tagged(4, ber(berTags.generalizedTime, Buffer.from(time, 'latin1'))),
    tagged(5, berInteger(now.getUTCMilliseconds() * 1000)),
    // KDC_ERR_C_PRINCIPAL_UNKNOWN
    tagged(6, berInteger(6)),
    tagged(9, generalString(realm)),
    tagged(10, sequence(tagged(0, berInteger(2)), tagged(1, names))),
  );
  return Buffer.from(ber(0x7e, message));
}

const lengthBytes = 4;

/** The same over TCP, with the length in front. */
export function answerKerberosOverTcp(request: Uint8Array, now: Date): Buffer | null {
  const answer = answerKerberos(request.subarray(lengthBytes), now);
  if (answer === null) return null;
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(answer.length);
  return Buffer.concat([length, answer]);
}

const headerLength = 64;
const bodyLength = 64;
/** Tenths of microseconds from 1601 to 1970. */
const fileTimeEpoch = 116_444_736_000_000_000n;

/** Answers an SMB2 NEGOTIATE (MS-SMB2 2.2.4) in dialect 3.0.2, signing not required; null when it is none. */
export function answerSmb(request: Uint8Array, now: Date): Buffer | null {
  const isNegotiate = Buffer.from(request.subarray(4, 8)).equals(Buffer.from([0xfe, 0x53, 0x4d, 0x42]));
  if (!isNegotiate || request.length < lengthBytes + headerLength) return null;
  const message = Buffer.alloc(headerLength + bodyLength);
  Buffer.from(request).copy(message, 0, lengthBytes, lengthBytes + headerLength);
  // From the server, one credit.
  message.writeUInt16LE(1, 14);
  message.writeUInt32LE(1, 16);
  const body = message.subarray(headerLength);
  body.writeUInt16LE(65, 0);
  body.writeUInt16LE(1, 2);
  body.writeUInt16LE(0x0302, 4);
  body.write('porto-1', 8, 'latin1');
  body.writeUInt32LE(7, 24);
  for (const offset of [28, 32, 36]) body.writeUInt32LE(0x80_0000, offset);
  body.writeBigUInt64LE(BigInt(now.getTime()) * 10_000n + fileTimeEpoch, 40);
  body.writeUInt16LE(headerLength + bodyLength, 56);
  return Buffer.concat([Buffer.from([0, 0, 0, message.length]), message]);
}
