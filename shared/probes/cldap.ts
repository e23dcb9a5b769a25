import { utf8 } from '../lib/digest.ts';
import { readBigEndian } from './bytes.ts';
import { readExchange } from './exchange-reading.ts';
import { reading } from './failure-reading.ts';
import { anyBytes } from './framing.ts';
import { otherDomain, rootAttributes, sayResult, sayRoot, showsRoot } from './ldap-root.ts';
import type { LdapReply } from './ldap-message.ts';
import { allEqual, anyEntry, readLdapReply, rootSearch } from './ldap-message.ts';
import type { NetlogonAnswer } from './netlogon.ts';
import { netlogonVersion, readNetlogon } from './netlogon.ts';
import type { Probe, ProbeReading } from './types.ts';

function sayNetlogon(answer: NetlogonAnswer, expectedDomain: string | null): ProbeReading {
  const { domain, host, netbiosDomain, serverSite, clientSite } = answer;
  const isOther = expectedDomain !== null && domain !== '' && domain !== expectedDomain;
  return reading('confirmed', `domain controller ${host} of ${domain} answers the ping`, {
    evidence: {
      ...{ domain, host, netbiosDomain, serverSite },
      ...(clientSite === '' ? {} : { clientSite }),
    },
    remarks: isOther ? [otherDomain(domain, expectedDomain)] : [],
  });
}

function netlogonOf(reply: LdapReply): NetlogonAnswer | null {
  const value = reply.kind === 'entry' ? reply.attributes.get('netlogon')?.[0] : undefined;
  return value === undefined ? null : readNetlogon(value);
}

function say(replies: readonly [LdapReply, ...LdapReply[]], expectedDomain: string | null): ProbeReading {
  for (const reply of replies) {
    const netlogon = netlogonOf(reply);
    if (netlogon !== null) return sayNetlogon(netlogon, expectedDomain);
  }
  for (const reply of replies)
    if (reply.kind === 'entry' && showsRoot(reply.attributes))
      return sayRoot(reply.attributes, expectedDomain);
  const [first] = replies;
  return first.kind === 'entry' ? reading('confirmed', 'LDAP answer') : sayResult(first);
}

/**
 * LDAP over UDP: what a client sends to find its domain controller (MS-ADTS 6.3.3), which names its domain and site.
 * Another LDAP server has no entry for that and says so; it then shows its root entry.
 */
export const cldapProbe: Probe = {
  prepare: (check, random) => {
    const { domain } = check.expectations;
    const first = 1 + (readBigEndian(random(3)) >> 1);
    const ids = [first, first + 1];
    const ping = allEqual([
      ...(domain === null ? [] : [['DnsDomain', utf8(domain)] as const]),
      ['NtVer', netlogonVersion],
    ]);
    return {
      wire: {
        kind: 'exchange',
        transport: 'udp',
        payloads: [rootSearch(first, ping, ['Netlogon']), rootSearch(first + 1, anyEntry, rootAttributes)],
        framing: anyBytes,
        stopAt: null,
      },
      read: (attempt, context) =>
        readExchange<LdapReply>(attempt, context, {
          protocol: 'LDAP',
          transport: 'udp',
          recognise: (bytes, payload) => {
            const id = ids[payload];
            const reply = id === undefined ? null : readLdapReply(bytes, id);
            return reply?.kind === 'disconnection' ? null : reply;
          },
          say: (replies) => say(replies, domain),
        }),
    };
  },
};
