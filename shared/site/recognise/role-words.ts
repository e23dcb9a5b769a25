import type { RoleReason } from './types.ts';

/** A role that the text speaks for, and what in it does. */
export interface RoleHint {
  readonly role: string;
  readonly why: RoleReason;
}

/**
 * Words of a line, a label or a heading that name a role: English, German, Polish, Japanese. The first that is found counts,
 * so the narrower stand first.
 */
const byWord: readonly (readonly [role: string, words: RegExp])[] = [
  [
    'domainControllers',
    /domain controllers?|domänencontroller|kontroler(?:y|ów|a)? domeny|ドメインコントローラー?|\bactive directory\b|\bldaps?\b|\bkdc\b|\bkerberos\b/i,
  ],
  ['dhcpServers', /\bdhcp\b/i],
  ['winsServers', /\bwins\b|\bnetbios name/i],
  [
    'dnsServers',
    /\bdns[- ]?(?:servers?|resolvers?)?\b|\bname ?servers?\b|\bresolvers?\b|serwery? dns|ネームサーバー?/i,
  ],
  ['ntpServers', /\bs?ntp\b|\btime ?servers?\b|zeitserver|serwery? czasu|タイムサーバー?/i],
  ['syslogServers', /\bsyslog\b|\blog ?(?:servers?|hosts?|collectors?)\b/i],
  ['snmpManagers', /\bsnmp\b|\btraps?\b/i],
  [
    'monitoringHosts',
    /\bmonitor(?:ing)?\b|\bzabbix\b|\bnagios\b|\bicinga\b|\bprtg\b|überwachung|monitorowan|監視/i,
  ],
  ['licenseServers', /\blicen[sc](?:e|ing)\b|\blizenz|licencj|ライセンス/i],
  ['objectStores', /\bobject ?stores?\b|\bs3\b|\bbuckets?\b|\bblob\b|objektspeicher|オブジェクトストア/i],
  ['supportHosts', /\bsupport (?:hosts?|assistance)\b/i],
  ['dataServicesHosts', /\bdata services\b|\bpds\b/i],
  ['adminWorkstations', /\badmin(?:ist\w*)?s?\b|\bjump ?(?:host|box)\b|\bbastion\b|管理/i],
  ['nfsClients', /\bnfs\b/i],
  ['smbClients', /\b(?:smb|cifs)\b|\bclients?\b|\bworkstations?\b/i],
  ['peerNodes', /\bpeers?\b|\bcloudfs\b|\bpanzura\b/i],
];

/** How hosts are commonly named: the first part of the name, its number and site left off. */
const byName: readonly (readonly [role: string, words: RegExp])[] = [
  ['domainControllers', /^(?:[a-z0-9]+-)?(?:dc|adc|ads|pdc|rdc)\d*$/i],
  ['dnsServers', /^(?:[a-z0-9]+-)?(?:dns|ns|resolver)\d*$/i],
  ['ntpServers', /^(?:[a-z0-9]+-)?(?:ntp|time)\d*$/i],
  ['syslogServers', /^(?:[a-z0-9]+-)?(?:syslog|log|logs|splunk|graylog)\d*$/i],
  ['winsServers', /^(?:[a-z0-9]+-)?wins\d*$/i],
  ['dhcpServers', /^(?:[a-z0-9]+-)?dhcp\d*$/i],
  ['monitoringHosts', /^(?:[a-z0-9]+-)?(?:mon|monitor|monitoring|zabbix|nagios|prtg)\d*$/i],
  ['snmpManagers', /^(?:[a-z0-9]+-)?(?:snmp|nms)\d*$/i],
  ['licenseServers', /^(?:[a-z0-9]+-)?(?:lic|license|licence)\d*$/i],
  ['objectStores', /^(?:s3(?:\d*|-[a-z0-9-]+)|(?:objects?|minio|blob)\d*)$/i],
];

/** Ports that one role's service has (IANA); 80, 443 and 22 are anybody's. */
const byPort: Readonly<Record<number, string>> = {
  42: 'nameServers',
  53: 'dnsServers',
  67: 'dhcpServers',
  88: 'domainControllers',
  123: 'ntpServers',
  161: 'snmpManagers',
  162: 'snmpManagers',
  389: 'domainControllers',
  464: 'domainControllers',
  514: 'syslogServers',
  636: 'domainControllers',
  3268: 'domainControllers',
  3269: 'domainControllers',
};

/** The role that words name; `as` says where the words stood. */
export function roleOfWords(text: string, as: 'label' | 'column' | 'word'): RoleHint | null {
  for (const [role, words] of byWord) {
    const found = words.exec(text);
    if (found === null) continue;
    const why = as === 'word' ? { kind: as, word: found[0] } : { kind: as, words: text.trim() };
    return { role, why };
  }
  return null;
}

export function roleOfName(name: string): RoleHint | null {
  const first = name.split('.')[0] ?? '';
  const found = byName.find(([, words]) => words.test(first));
  return found === undefined ? null : { role: found[0], why: { kind: 'name', word: first } };
}

export function roleOfPort(port: number | null): RoleHint | null {
  const role = port === null ? undefined : byPort[port];
  return role === undefined || port === null ? null : { role, why: { kind: 'port', port } };
}
