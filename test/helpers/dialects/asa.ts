import { definitions, explode, words } from './device.ts';
import type { PermittedFlow } from './permitted.ts';

type Ace = {
  readonly services: readonly string[];
  readonly from: readonly string[];
  readonly to: readonly string[];
};

/** What an ASA permits once it has taken the commands, access list by access list; throws where it would refuse one. */
export function readAsa(text: string): PermittedFlow[] {
  const addresses = definitions<string>('object network');
  const addressGroups = definitions<string[]>('object-group network');
  const services = definitions<string>('object service');
  const serviceGroups = definitions<string[]>('object-group service');
  const entries = new Map<string, Ace>();
  let inside: ((line: string) => void) | null = null;

  const member = (pattern: RegExp, group: string[]) => (line: string) => {
    const name = pattern.exec(line)?.[1];
    if (name === undefined) throw new Error(`ASA: "${line}" is no member.`);
    if (!group.includes(name)) group.push(name);
  };
  const addressesOf = (kind: string, name: string): string[] =>
    kind === 'object' ? [addresses.get(name)] : addressGroups.get(name).map((one) => addresses.get(one));
  const servicesOf = (kind: string, name: string): string[] =>
    kind === 'object' ? [services.get(name)] : serviceGroups.get(name).map((one) => services.get(one));

  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('! ') || line === '!') continue;
    if (/[?\t\r]/.test(line))
      throw new Error(`ASA: "${line}" holds a character that the command line acts on.`);
    if (line.startsWith(' ')) {
      if (inside === null) throw new Error(`ASA: "${line}" stands in no object.`);
      inside(line.slice(1));
      continue;
    }
    inside = null;
    const [command = '', kind = '', name = ''] = words(line);
    if (command === 'object' && kind === 'network') {
      checkName(name);
      inside = (value) => {
        if (!/^description .{1,200}$/.test(value)) addresses.set(name, addressValue(value));
      };
    } else if (command === 'object' && kind === 'service') {
      checkName(name);
      inside = (value) => services.set(name, serviceValue(value));
    } else if (command === 'object-group' && kind === 'network') {
      checkName(name);
      inside = member(/^network-object object (\S+)$/, addressGroups.open(name, []));
    } else if (command === 'object-group' && kind === 'service') {
      checkName(name);
      inside = member(/^service-object object (\S+)$/, serviceGroups.open(name, []));
    } else {
      const list = /^(no )?access-list (PLACEHOLDER-[\w-]+ your-list|[\w-]{1,60}) (.*)$/.exec(line);
      const rest = list?.[3] ?? '';
      if (list === null) throw new Error(`ASA: "${line}" is no command.`);
      const remark = /^remark (.{1,100})$/.exec(rest);
      if (remark !== null) continue;
      const ace =
        /^extended permit (object|object-group) (\S+) (object|object-group) (\S+) (object|object-group) (\S+) log$/.exec(
          rest,
        );
      if (ace === null) throw new Error(`ASA: "${line}" is no entry.`);
      const [, serviceKind = '', service = '', fromKind = '', from = '', toKind = '', to = ''] = ace;
      const key = `${list[2] ?? ''} ${rest}`;
      if (list[1] !== undefined) entries.delete(key);
      else
        entries.set(key, {
          services: servicesOf(serviceKind, service),
          from: addressesOf(fromKind, from),
          to: addressesOf(toKind, to),
        });
    }
  }
  return explode(entries.values());
}

function checkName(name: string): void {
  if (!/^[\w.-]{1,64}$/.test(name)) throw new Error(`ASA: "${name}" is no name of an object.`);
}

function addressValue(line: string): string {
  const [kind, value = '', mask = ''] = words(line);
  if (kind === 'host') return value;
  if (kind === 'fqdn' && value === 'v4') return mask;
  if (kind !== 'subnet') throw new Error(`ASA: "${line}" is no value of a network object.`);
  if (value.includes(':')) return value;
  const bits = mask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  if (!/^1*0*$/.test(bits) || bits.length !== 32) throw new Error(`ASA: ${mask} is no mask.`);
  return `${value}/${bits.indexOf('0') < 0 ? 32 : bits.indexOf('0')}`;
}

function serviceValue(line: string): string {
  if (line === 'service icmp echo' || line === 'service icmp6 128') return 'icmp';
  const one = /^service (tcp|udp) destination eq (\d+)$/.exec(line);
  if (one !== null) return `${one[2] ?? ''}/${one[1] ?? ''}`;
  const range = /^service (tcp|udp) destination range (\d+) (\d+)$/.exec(line);
  if (range !== null) return `${range[2] ?? ''}-${range[3] ?? ''}/${range[1] ?? ''}`;
  throw new Error(`ASA: "${line}" is no value of a service object.`);
}
