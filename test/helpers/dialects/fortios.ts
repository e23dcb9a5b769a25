import { definitions, explode, words } from './device.ts';
import type { PermittedFlow } from './permitted.ts';

interface Policy {
  readonly id: number;
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** What a FortiGate permits after the commands; throws where it would refuse one. */
export function readFortios(text: string): PermittedFlow[] {
  return explode(takenBy(text).rules());
}

/** Puts the numbers that the device gave to its policies into a delta, as the engineer does. */
export function fillInPolicyNumbers(delta: string, before: string): string {
  const numbers = new Map(
    takenBy(before).policies.map(({ id, fields }) => [fields.get('name')?.[0] ?? '', id]),
  );
  return delta.replace(
    /delete PLACEHOLDER-(\S+)/g,
    (_, name: string) => `delete ${String(numbers.get(name))}`,
  );
}

const tables = new Set([
  'firewall address',
  'firewall address6',
  'firewall addrgrp',
  'firewall addrgrp6',
  'firewall service custom',
  'firewall policy',
]);

function takenBy(text: string) {
  const addresses = definitions<string>('firewall address');
  const groups = definitions<string[]>('firewall addrgrp');
  const services = definitions<string>('firewall service custom');
  const policies: Policy[] = [];
  let last = 0;
  let table: string | null = null;
  let entry: { readonly name: string; readonly fields: Map<string, string[]> } | null = null;

  for (const line of text.split('\n')) {
    const command = line.trim();
    if (command === '' || command.startsWith('# ') || command === '#') continue;
    if (/[^\x20-\x7e]|[?\\`$;!']/.test(command))
      throw new Error(`FortiOS: "${line}" holds a character out of place.`);
    const [verb = '', ...rest] = words(command);
    if (verb === 'config' && table === null && tables.has(rest.join(' '))) table = rest.join(' ');
    else if (verb === 'end' && table !== null && entry === null) table = null;
    else if (verb === 'edit' && table !== null && entry === null && rest.length === 1)
      entry = { name: rest[0] ?? '', fields: new Map() };
    else if (verb === 'delete' && table === 'firewall policy' && entry === null) {
      const index = policies.findIndex(({ id }) => String(id) === rest[0]);
      if (!/^\d+$/.test(rest[0] ?? '') || index < 0)
        throw new Error(`FortiOS: there is no policy ${String(rest[0])}.`);
      policies.splice(index, 1);
    } else if (verb === 'set' && entry !== null && rest.length > 1)
      entry.fields.set(rest[0] ?? '', rest.slice(1));
    else if (verb === 'append' && entry?.fields.has(rest[0] ?? '') === true)
      entry.fields.get(rest[0] ?? '')?.push(...rest.slice(1));
    else if (verb === 'next' && entry !== null) {
      const { name, fields } = entry;
      if (table === 'firewall policy') {
        if (name !== '0') throw new Error('FortiOS: a policy that is there already would be changed.');
        checkPolicy(fields, policies);
        policies.push({ id: ++last, fields });
      } else {
        if (!/^[\w.-]{1,79}$/.test(name)) throw new Error(`FortiOS: "${name}" is no name.`);
        if (table === 'firewall address' || table === 'firewall address6')
          addresses.set(name, addressValue(name, table, fields));
        else if (table === 'firewall service custom') services.set(name, serviceValue(fields));
        else {
          const members = fields.get('member') ?? [];
          const group = groups.open(name, []);
          group.splice(0, group.length, ...members);
          for (const one of members) addresses.get(one);
        }
      }
      entry = null;
    } else throw new Error(`FortiOS: "${line}" is no command here.`);
  }
  if (table !== null || entry !== null) throw new Error('FortiOS: the last table has no end.');

  const addressesOf = (name: string): string[] =>
    groups.has(name) ? groups.get(name).map((one) => addresses.get(one)) : [addresses.get(name)];
  return {
    policies,
    rules: () =>
      policies.map(({ fields }) => {
        const six = fields.has('srcaddr6') ? '6' : '';
        const all = (key: string): readonly string[] => fields.get(key) ?? [];
        return {
          from: all(`srcaddr${six}`).flatMap(addressesOf),
          to: all(`dstaddr${six}`).flatMap(addressesOf),
          services: all('service').map((name) => services.get(name)),
        };
      }),
  };
}

const policyFields = new Set(
  'name srcintf dstintf srcaddr dstaddr srcaddr6 dstaddr6 action schedule service logtraffic comments'.split(
    ' ',
  ),
);

function checkPolicy(fields: ReadonlyMap<string, readonly string[]>, policies: readonly Policy[]): void {
  const name = fields.get('name')?.[0] ?? '';
  if (name === '' || name.length > 35) throw new Error(`FortiOS: "${name}" is no name of a policy.`);
  if (policies.some((one) => one.fields.get('name')?.[0] === name))
    throw new Error(`FortiOS: two policies ${name}.`);
  for (const key of fields.keys())
    if (!policyFields.has(key)) throw new Error(`FortiOS: unknown field ${key}.`);
  for (const key of ['srcintf', 'dstintf', 'service', 'schedule'])
    if (
      !/^[A-Za-z][\w-]*$/.test(fields.get(key)?.[0] ?? '') ||
      /^(any|all)$/i.test(fields.get(key)?.[0] ?? '')
    )
      throw new Error(`FortiOS: policy ${name}: ${key} is missing or any.`);
  if (fields.get('action')?.[0] !== 'accept') throw new Error(`FortiOS: policy ${name} accepts nothing.`);
  if (fields.has('srcaddr') === fields.has('srcaddr6'))
    throw new Error(`FortiOS: policy ${name} has mixed families.`);
}

function addressValue(name: string, table: string, fields: ReadonlyMap<string, readonly string[]>): string {
  const value = (key: string): string => fields.get(key)?.[0] ?? '';
  for (const key of fields.keys())
    if (!/^(subnet|ip6|type|fqdn|comment)$/.test(key)) throw new Error(`FortiOS: unknown field ${key}.`);
  if (value('type') === 'fqdn') {
    if (!/^(\*\.)?[a-z0-9._-]+$/.test(value('fqdn')))
      throw new Error(`FortiOS: "${value('fqdn')}" is no FQDN.`);
    return value('fqdn');
  }
  const subnet = table === 'firewall address' ? value('subnet') : value('ip6');
  const full = table === 'firewall address' ? '/32' : '/128';
  if (!/^[0-9a-f.:]+\/\d+$/.test(subnet)) throw new Error(`FortiOS: ${name}: "${subnet}" is no address.`);
  return name.startsWith('gc-net-') || !subnet.endsWith(full) ? subnet : subnet.slice(0, -full.length);
}

function serviceValue(fields: ReadonlyMap<string, readonly string[]>): string {
  const value = (key: string): string => fields.get(key)?.join(' ') ?? '';
  const icmp = `${value('protocol')} ${value('icmptype')} ${value('icmpcode')}`;
  if (icmp === 'ICMP 8 0' || icmp === 'ICMP6 128 0') return 'icmp';
  const ports = (['tcp', 'udp'] as const).filter((transport) => fields.has(`${transport}-portrange`));
  const [transport] = ports;
  if (value('protocol') !== 'TCP/UDP/SCTP' || ports.length !== 1 || transport === undefined)
    throw new Error('FortiOS: a service of no known kind.');
  const range = value(`${transport}-portrange`);
  if (!/^\d+(-\d+)?$/.test(range)) throw new Error(`FortiOS: "${range}" is no port.`);
  return `${range}/${transport}`;
}
