import { readBigEndian } from './bytes.ts';
import { cldapProbe } from './cldap.ts';
import { readExchange } from './exchange-reading.ts';
import { oneBerElement } from './framing.ts';
import type { LdapReply } from './ldap-message.ts';
import { anyEntry, readLdapReply, rootSearch } from './ldap-message.ts';
import { rootAttributes, sayResult, sayRoot } from './ldap-root.ts';
import type { Probe } from './types.ts';

/** LDAP over TCP: the server's root entry, asked for without a bind, so that no account is touched. */
const overTcp: Probe = {
  prepare: (check, random) => {
    // Never 0, which is the server's own, and never negative.
    const id = 1 + (readBigEndian(random(3)) >> 1);
    return {
      wire: {
        kind: 'exchange',
        transport: 'tcp',
        payloads: [rootSearch(id, anyEntry, rootAttributes)],
        framing: oneBerElement,
        stopAt: null,
      },
      read: (attempt, context) =>
        readExchange<LdapReply>(attempt, context, {
          protocol: 'LDAP',
          transport: 'tcp',
          recognise: (bytes) => readLdapReply(bytes, id),
          say: ([reply]) =>
            reply.kind === 'entry' ? sayRoot(reply.attributes, check.expectations.domain) : sayResult(reply),
        }),
    };
  },
};

export const ldapProbe: Probe = {
  prepare: (check, random) => (check.target.protocol === 'udp' ? cldapProbe : overTcp).prepare(check, random),
};
