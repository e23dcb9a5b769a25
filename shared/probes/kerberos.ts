import { joinBytes, readBigEndian, uint16 } from './bytes.ts';
import { readExchange } from './exchange-reading.ts';
import { reading } from './failure-reading.ts';
import { anyBytes, headedBy4Bytes } from './framing.ts';
import type { KerberosReply } from './kerberos-message.ts';
import { asRequest, kerberosErrorName, readKerberosReply } from './kerberos-message.ts';
import type { ServerClock } from './server-clock.ts';
import { serverClock } from './server-clock.ts';
import type { Probe, ProbeReading } from './types.ts';

/** Asked for when the site names no domain: a realm of nobody (RFC 2606), and every KDC says so. */
const nobodysRealm = 'GATECHECK.INVALID';
/** No account of anybody's; where there is one, it is asked for a proof and gets none. */
const client = 'gatecheck';

const lengthBytes = 4;

/** What follows the length, when it is as long as that; else nothing. */
function withoutLength(bytes: Uint8Array): Uint8Array {
  const message = bytes.subarray(lengthBytes);
  return readBigEndian(bytes.subarray(0, lengthBytes)) === message.length ? message : new Uint8Array();
}

function say(
  reply: KerberosReply,
  asked: { readonly realm: string; readonly isNamed: boolean },
  compare: (millis: number | null) => ServerClock,
): ProbeReading {
  if (reply.kind === 'ticket')
    return reading('confirmed', `Kerberos AS-REP for ${reply.realm}`, { evidence: { realm: reply.realm } });
  const name = kerberosErrorName(reply.code);
  const clock = compare(reply.time);
  const isForeign = asked.isNamed && name === 'KDC_ERR_WRONG_REALM';
  return reading('confirmed', `Kerberos answer ${name}, asked for ${asked.realm}`, {
    evidence: {
      kerberosError: name,
      askedRealm: asked.realm,
      // Most often it is what we asked for, said back.
      ...(reply.realm === asked.realm ? {} : { realm: reply.realm }),
      ...(reply.text === '' ? {} : { kerberosText: reply.text }),
      ...clock.evidence,
    },
    remarks: [...(isForeign ? [`This KDC does not serve the realm ${asked.realm}.`] : []), ...clock.remarks],
  });
}

/** A first request for a ticket: any answer of a KDC, most of all a refusal, proves the path. */
export const kerberosProbe: Probe = {
  prepare: (check, random) => {
    const { domain } = check.expectations;
    const transport = check.target.protocol === 'udp' ? 'udp' : 'tcp';
    const realm = domain === null ? nobodysRealm : domain.toUpperCase();
    const request = asRequest({ realm, client, nonce: readBigEndian(random(4)) >>> 1 });
    const isTcp = transport === 'tcp';
    return {
      wire: {
        kind: 'exchange',
        transport,
        payloads: [isTcp ? joinBytes([uint16(0), uint16(request.length), request]) : request],
        framing: isTcp ? headedBy4Bytes : anyBytes,
        stopAt: null,
      },
      read: (attempt, context) =>
        readExchange<KerberosReply>(attempt, context, {
          protocol: 'Kerberos',
          transport,
          recognise: (bytes) => readKerberosReply(isTcp ? withoutLength(bytes) : bytes),
          say: ([reply]) =>
            say(reply, { realm, isNamed: domain !== null }, (millis) => serverClock(millis, attempt, check)),
        }),
    };
  },
};
