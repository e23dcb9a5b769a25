import { shownText } from './bytes.ts';
import { reading } from './failure-reading.ts';
import type { LdapAttributes, LdapReply } from './ldap-message.ts';
import { ldapResultName, textOf } from './ldap-message.ts';
import type { ProbeReading } from './types.ts';

/** What a server tells about itself to anyone (RFC 4512 section 5.1, and Active Directory's own). */
export const rootAttributes = [
  ...['namingContexts', 'defaultNamingContext', 'dnsHostName', 'supportedLDAPVersion'],
  'supportedSASLMechanisms',
] as const;

const mostContexts = 5;

/** `DC=corp,DC=example` as `corp.example`; null: no domain's name. */
function domainOf(context: string): string | null {
  const parts = context.split(',').map((part) => /^dc=([^=]+)$/i.exec(part.trim())?.[1]);
  return parts.every((part) => part !== undefined) ? parts.join('.').toLowerCase() : null;
}

/** Whether a root entry shows any of what was asked for. */
export function showsRoot(attributes: LdapAttributes): boolean {
  return rootAttributes.some((name) => attributes.has(name.toLowerCase()));
}

/** What a root entry shows: `LDAP root entry of dc1.corp.example, DC=corp,DC=example`. */
export function sayRoot(attributes: LdapAttributes, expectedDomain: string | null): ProbeReading {
  const contexts = (attributes.get('namingcontexts') ?? [])
    .slice(0, mostContexts)
    .map((one) => shownText(one));
  const mechanisms = attributes.get('supportedsaslmechanisms')?.length ?? 0;
  const host = textOf(attributes, 'dnsHostName');
  const context = textOf(attributes, 'defaultNamingContext');
  // Only Active Directory names a default one, its domain's.
  const domain = context === null ? null : domainOf(context);
  const isOther = expectedDomain !== null && domain !== null && domain !== expectedDomain;
  const shown = context ?? contexts[0];
  return reading(
    'confirmed',
    `LDAP root entry${host === null ? '' : ` of ${host}`}${shown === undefined ? '' : `, ${shown}`}`,
    {
      evidence: {
        ...(host === null ? {} : { dnsHostName: host }),
        ...(context === null ? {} : { defaultNamingContext: context }),
        ...(contexts.length === 0 ? {} : { namingContexts: contexts }),
        ...(mechanisms === 0 ? {} : { saslMechanisms: mechanisms }),
      },
      remarks: isOther ? [otherDomain(domain, expectedDomain)] : [],
    },
  );
}

/** A finding of its own: the path is open all the same. */
export function otherDomain(domain: string, expectedDomain: string): string {
  return `This domain controller is of ${domain}, not of ${expectedDomain}.`;
}

/** An end without an entry, or a refusal: an LDAP server all the same. */
export function sayResult(reply: Exclude<LdapReply, { kind: 'entry' }>): ProbeReading {
  const name = ldapResultName(reply.code);
  const evidence = { ldapResult: name, ...(reply.message === '' ? {} : { ldapMessage: reply.message }) };
  if (reply.kind === 'disconnection')
    return reading('confirmed', `the LDAP server ends the connection: ${name}`, {
      evidence,
      remarks: [`The LDAP server answers only to end the connection: ${name}.`],
    });
  if (reply.code === 0) return reading('confirmed', 'LDAP answer without an entry', { evidence });
  return reading('confirmed', `LDAP answer ${name}`, {
    evidence,
    remarks: [`The LDAP server does not show its root entry to anyone: ${name}.`],
  });
}
