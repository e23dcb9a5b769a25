import { definitions, explode, words } from './device.ts';
import type { PermittedFlow } from './permitted.ts';

type Fields = Map<string, string[]>;

/** What an SRX permits after the commands and a commit; throws where it would refuse one. */
export function readJunos(text: string): PermittedFlow[] {
  const addresses = definitions<string>('address');
  const sets = definitions<string[]>('address-set');
  const applications = new Map<string, Fields>();
  const policies = new Map<string, Fields>();

  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# ') || line === '#') continue;
    if (/[^\x20-\x7e]|[?\\`$;!']/.test(line))
      throw new Error(`Junos: "${line}" holds a character out of place.`);
    const [verb = '', ...rest] = words(line);
    const path = rest.join(' ');
    if (verb === 'delete' && path.startsWith('security policies ')) {
      policies.delete(policyKey(rest));
      continue;
    }
    if (verb !== 'set') throw new Error(`Junos: "${line}" is no command.`);
    if (path.startsWith('security policies ')) {
      const fields = policies.get(policyKey(rest)) ?? new Map<string, string[]>();
      policies.set(policyKey(rest), fields);
      policyField(fields, rest.slice(8), line);
    } else if (path.startsWith('applications application ')) {
      const [, , name = '', key = '', value = '', ...more] = rest;
      checkName(name, /^[A-Za-z][\w-]{0,62}$/);
      if (more.length > 0 || !/^(protocol|destination-port|icmp6?-(type|code))$/.test(key))
        throw new Error(`Junos: "${line}" is no application.`);
      const fields = applications.get(name) ?? new Map<string, string[]>();
      applications.set(name, fields.set(key, [value]));
    } else if (path.startsWith('security address-book global address-set ')) {
      const [, , , , name = '', kind = '', member = '', ...more] = rest;
      checkName(name, /^[A-Za-z][\w.-]{0,62}$/);
      if (kind !== 'address' || more.length > 0) throw new Error(`Junos: "${line}" is no member.`);
      const set = sets.open(name, []);
      addresses.get(member);
      if (!set.includes(member)) set.push(member);
    } else if (path.startsWith('security address-book global address ')) {
      const [, , , , name = '', ...value] = rest;
      checkName(name, /^[A-Za-z][\w.-]{0,62}$/);
      if (value[0] !== 'description') addresses.set(name, addressValue(name, value));
    } else throw new Error(`Junos: "${line}" is no command.`);
  }

  const addressesOf = (name: string): string[] =>
    sets.has(name) ? sets.get(name).map((one) => addresses.get(one)) : [addresses.get(name)];
  return explode(
    [...policies].map(([key, fields]) => {
      if (!fields.has('then permit')) throw new Error(`Junos: ${key} permits nothing.`);
      const all = (name: string): readonly string[] => fields.get(name) ?? [];
      return {
        from: all('match source-address').flatMap(addressesOf),
        to: all('match destination-address').flatMap(addressesOf),
        services: all('match application').map((name) => serviceValue(applications, name)),
      };
    }),
  );
}

function checkName(name: string, pattern: RegExp): void {
  if (!pattern.test(name)) throw new Error(`Junos: "${name}" is no name.`);
}

function policyKey(path: readonly string[]): string {
  const [, , fromWord, from = '', toWord, to = '', policyWord, name = ''] = path;
  if (fromWord !== 'from-zone' || toWord !== 'to-zone' || policyWord !== 'policy')
    throw new Error(`Junos: "${path.join(' ')}" names no policy.`);
  for (const zone of [from, to]) {
    checkName(zone, /^[A-Za-z][\w-]{0,62}$/);
    if (/^(any|global|junos-host)$/i.test(zone)) throw new Error(`Junos: the zone is ${zone}.`);
  }
  checkName(name, /^[A-Za-z][\w-]{0,62}$/);
  return `${from} ${to} ${name}`;
}

function policyField(fields: Fields, path: readonly string[], line: string): void {
  const [first = '', second = '', third, ...more] = path;
  const key = `${first} ${second}`;
  if (more.length > 0) throw new Error(`Junos: "${line}" has a word too many.`);
  if (first === 'description' && third === undefined && second.length <= 900) return;
  if (key === 'then permit' && third === undefined) fields.set(key, []);
  else if (key === 'then log' && third === 'session-close') fields.set(key, [third]);
  else if (/^match (source-address|destination-address|application)$/.test(key) && third !== undefined) {
    if (/^any/.test(third)) throw new Error(`Junos: "${line}" is any.`);
    fields.set(key, [...(fields.get(key) ?? []), third]);
  } else throw new Error(`Junos: "${line}" is no field of a policy.`);
}

function addressValue(name: string, value: readonly string[]): string {
  const [first = '', second = '', third] = value;
  if (first === 'dns-name' && third === 'ipv4-only' && /^[a-z0-9._-]+$/.test(second)) return second;
  if (!/^[0-9a-f.:]+\/\d+$/.test(first) || value.length !== 1)
    throw new Error(`Junos: ${name} has no address.`);
  const full = first.includes(':') ? '/128' : '/32';
  return name.startsWith('gc-net-') || !first.endsWith(full) ? first : first.slice(0, -full.length);
}

function serviceValue(applications: ReadonlyMap<string, Fields>, name: string): string {
  const fields = applications.get(name);
  const value = (key: string): string => fields?.get(key)?.[0] ?? '';
  const protocol = value('protocol');
  if (protocol === 'icmp' && value('icmp-type') === '8' && value('icmp-code') === '0') return 'icmp';
  if (protocol === 'icmp6' && value('icmp6-type') === '128' && value('icmp6-code') === '0') return 'icmp';
  if (!/^(tcp|udp)$/.test(protocol) || !/^\d+(-\d+)?$/.test(value('destination-port')))
    throw new Error(`Junos: application ${name} is of no known kind.`);
  return `${value('destination-port')}/${protocol}`;
}
