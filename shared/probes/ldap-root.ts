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

/** Says what a root entry shows; null: nothing that was asked for. */
export function rootEvidence(attributes: LdapAttributes): ProbeReading['evidence'] {
  const contexts = (attributes.get('namingcontexts') ?? [])
    .slice(0, mostContexts)
    .map((one) => shownText(one));
  const mechanisms = attributes.get('supportedsaslmechanisms')?.length ?? 0;
  const host = textOf(attributes, 'dnsHostName');
  const context = textOf(attributes, 'defaultNamingContext');
  return {
    ...(host === null ? {} : { dnsHostName: host }),
    ...(context === null ? {} : { defaultNamingContext: context }),
    ...(contexts.length === 0 ? {} : { namingContexts: contexts }),
    ...(mechanisms === 0 ? {} : { saslMechanisms: mechanisms }),
  };
}

/** `LDAP root entry of dc1.corp.example, DC=corp,DC=example`. */
export function rootOutcome(attributes: LdapAttributes): string {
  const host = textOf(attributes, 'dnsHostName');
  const context = textOf(attributes, 'defaultNamingContext') ?? textOf(attributes, 'namingContexts');
  return [
    'LDAP root entry',
    ...(host === null ? [] : [` of ${host}`]),
    ...(context === null ? [] : [`, ${context}`]),
  ].join('');
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
