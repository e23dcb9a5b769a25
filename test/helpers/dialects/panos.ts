import { definitions, explode, words } from './device.ts';
import type { PermittedFlow } from './permitted.ts';

type Rule = Map<string, string[]>;

/** What a PAN-OS firewall permits after the commands and a commit; throws where it would refuse one. */
export function readPanos(text: string): PermittedFlow[] {
  const addresses = definitions<string>('address');
  const addressGroups = definitions<string[]>('address-group');
  const services = definitions<string>('service');
  const serviceGroups = definitions<string[]>('service-group');
  const rules = new Map<string, Rule>();

  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# ') || line === '#') continue;
    if (/[^\x20-\x7e]|[?\\`$;!']/.test(line))
      throw new Error(`PAN-OS: "${line}" holds a character out of place.`);
    const [command = '', kind = '', name = '', key = '', ...values] = words(line);
    if (command === 'delete' && line.startsWith('delete rulebase security rules ')) {
      rules.delete(words(line)[4] ?? '');
      continue;
    }
    if (command !== 'set') throw new Error(`PAN-OS: "${line}" is no command.`);
    if (kind !== 'rulebase') checkName(name);
    const [value = ''] = values;
    if (kind === 'rulebase') setRule(rules, line);
    else if (kind === 'address' && key === 'description') continue;
    else if (kind === 'address' && key === 'fqdn') addresses.set(name, value);
    else if (kind === 'address' && key === 'ip-netmask') addresses.set(name, netmask(name, value));
    else if (kind === 'address-group' && key === 'static') add(addressGroups.open(name, []), value);
    else if (kind === 'service-group' && key === 'members') add(serviceGroups.open(name, []), value);
    else if (kind === 'service' && key === 'protocol' && values[1] === 'port')
      services.set(name, portService(value, values[2] ?? ''));
    else throw new Error(`PAN-OS: "${line}" is no command.`);
  }

  const addressesOf = (name: string): string[] =>
    addressGroups.has(name)
      ? addressGroups.get(name).map((one) => addresses.get(one))
      : [addresses.get(name)];
  const servicesOf = (name: string): string[] =>
    serviceGroups.has(name) ? serviceGroups.get(name).map((one) => services.get(one)) : [services.get(name)];
  return explode(
    [...rules].map(([name, rule]) => {
      const all = (key: string): string[] => {
        const found = rule.get(key);
        if (found === undefined || found.includes('any'))
          throw new Error(`PAN-OS: rule ${name}: ${key} is any.`);
        return found;
      };
      const zones = [...all('from'), ...all('to')];
      if (!zones.every((zone) => /^[\w-]{1,31}$/.test(zone)))
        throw new Error(`PAN-OS: rule ${name}: bad zone.`);
      if (rule.get('action')?.[0] !== 'allow') throw new Error(`PAN-OS: rule ${name} allows nothing.`);
      const application = rule.get('application')?.join() ?? '';
      const service = all('service').join();
      const isPing = /^ping6?$/.test(application) && service === 'application-default';
      if (!isPing && (application !== 'any' || service === 'application-default'))
        throw new Error(`PAN-OS: rule ${name}: application ${application} with service ${service}.`);
      return {
        from: all('source').flatMap(addressesOf),
        to: all('destination').flatMap(addressesOf),
        services: isPing ? ['icmp'] : all('service').flatMap(servicesOf),
      };
    }),
  );
}

const single = new Set(['description', 'action', 'log-end']);
const lists = new Set(['from', 'to', 'source', 'destination', 'application', 'service']);

function setRule(rules: Map<string, Rule>, line: string): void {
  const [, , section, kind, name = '', key = '', value = '', ...more] = words(line);
  if (section !== 'security' || kind !== 'rules') throw new Error(`PAN-OS: "${line}" is no command.`);
  checkName(name);
  if (more.length > 0 || value === '') throw new Error(`PAN-OS: "${line}" has a word too many or too few.`);
  const rule = rules.get(name) ?? new Map<string, string[]>();
  rules.set(name, rule);
  if (single.has(key)) rule.set(key, [value]);
  else if (lists.has(key)) rule.set(key, [...(rule.get(key) ?? []).filter((one) => one !== value), value]);
  else throw new Error(`PAN-OS: "${line}" sets an unknown field.`);
}

function add(group: string[], value: string): void {
  if (!group.includes(value)) group.push(value);
}

function checkName(name: string): void {
  if (!/^[A-Za-z0-9][\w. -]{0,62}$/.test(name)) throw new Error(`PAN-OS: "${name}" is no name.`);
}

/** Hosts are written with the full prefix; the name says which of them the request calls a network. */
function netmask(name: string, value: string): string {
  const full = value.includes(':') ? '/128' : '/32';
  if (!name.startsWith('gc-net-') && !value.endsWith(full))
    throw new Error(`PAN-OS: ${name} is no host: ${value}.`);
  return name.startsWith('gc-net-') ? value : value.slice(0, -full.length);
}

function portService(transport: string, port: string): string {
  if (!/^(tcp|udp)$/.test(transport) || !/^\d+(-\d+)?$/.test(port))
    throw new Error(`PAN-OS: ${transport} ${port}?`);
  return `${port}/${transport}`;
}
