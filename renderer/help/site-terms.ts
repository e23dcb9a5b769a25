import { t } from '../i18n/t.ts';
import type { TermText } from './term-text.ts';

/** Words about the site, and about what follows from it. */
export function siteTerms() {
  return {
    site: {
      term: t('Site'),
      means: t('What you enter: customer, mode, nodes, features and endpoints. It is one file.'),
    },
    node: {
      term: t('Node'),
      means: t('The CloudFS appliance that goes into service. It has two network ports, LAN and WAN.'),
    },
    ports: {
      term: t('LAN port, WAN port'),
      means: t(
        'The two network ports of a node. The LAN port is always in use, the WAN port in Inline mode only.',
      ),
    },
    'one-arm': {
      term: 'One-Arm',
      means: t('The LAN port carries everything; the WAN port stays unconnected.'),
    },
    inline: {
      term: 'Inline',
      means: t(
        'Both ports are used. The source does not say which one carries a row, so the port is marked as assumed until somebody confirms it.',
      ),
    },
    direction: {
      term: t('In, Out, Both'),
      means: t('Who starts the session: another device, the node, or either of them.'),
    },
    catalogue: {
      term: t('Catalogue'),
      means: t('The vendor’s table of required ports, as data. Each of its rows is an entry.'),
    },
    entry: {
      term: t('Entry'),
      means: t(
        'One row of the vendor’s table: services, direction, and the condition under which it is needed.',
      ),
    },
    feature: {
      term: t('Feature'),
      means: t('What the node is used for. Switching it on brings the entries that it needs.'),
    },
    basis: {
      term: t('Source, assumed, yours'),
      means: t(
        'Where a value comes from: the vendor’s table, our best reading where the table is silent, or your own choice.',
      ),
    },
    levels: {
      term: t('Required, optional, as published'),
      means: t(
        'Only what is required counts for readiness. The rest is asked for, checked and shown, and does not count.',
      ),
    },
    'any-of': {
      term: t('Any of'),
      means: t('Several services of which one is enough: when one passes, all of them are settled.'),
    },
    endpoint: {
      term: t('Endpoint'),
      means: t(
        'The address of a counterpart in a role: a DNS server, an object store, a network of SMB clients.',
      ),
    },
    role: {
      term: t('Role'),
      means: t('What a counterpart is for the node. Which roles are needed follows from the features.'),
    },
    zone: {
      term: t('Zone'),
      means: t('A named part of the customer’s network, such as CORE or DMZ. Firewall teams think in zones.'),
    },
    rule: {
      term: t('Rule'),
      means: t('One service between the node and its counterparts in one direction: what must be permitted.'),
    },
    flow: {
      term: t('Flow'),
      means: t('One rule from one source to one destination: what a single check can prove.'),
    },
    line: {
      term: t('Row, line'),
      means: t(
        'A row of the change request: rules that share their sources and destinations. A decision on it counts for all of them.',
      ),
    },
    practice: {
      term: t('Practice site'),
      means: t(
        'The whole job against a simulated node inside the program. All that it writes is marked PRACTICE, and it is never ready.',
      ),
    },
  } as const satisfies Readonly<Record<string, TermText>>;
}
