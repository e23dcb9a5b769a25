import { definitions, explode, type DeviceRule } from './device.ts';
import { hostOf, type PermittedFlow } from './permitted.ts';

const address = String.raw`[0-9a-f.:]+(?:\/\d+)?`;
const table = new RegExp(`^table (<[a-z0-9-]{1,31}>) const \\{ (${address}(?:, ${address})+) \\}$`);
const pass = new RegExp(
  `^pass quick (inet6?) proto (tcp|udp|icmp6?) from (<[a-z0-9-]+>|${address}) to (<[a-z0-9-]+>|${address})` +
    String.raw`(?: port (?:([\d:]+)|\{ ([\d:]+(?:, [\d:]+)+) \})| (icmp6?)-type echoreq) keep state label "[A-Za-z0-9._-]{1,63}"$`,
);

/** What the rules of the anchor permit, where pf.conf has the anchor. */
export function readPf(text: string): readonly PermittedFlow[] {
  const tables = definitions<string>('table');
  const rules: DeviceRule[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, members] = table.exec(line) ?? [];
    if (name !== undefined && members !== undefined) {
      if (tables.has(name)) throw new Error(`pf takes the last of two tables ${name}.`);
      tables.set(name, members);
      continue;
    }
    const [, family = '', proto = '', from = '', to = '', port, ports, icmp] = pass.exec(line) ?? [];
    const refuse = (): never => {
      throw new Error(`No line of pf: ${line}`);
    };
    if (family === '') refuse();
    if (icmp !== undefined && (icmp !== proto || (icmp === 'icmp6') !== (family === 'inet6'))) refuse();
    if (icmp === undefined && proto !== 'tcp' && proto !== 'udp') refuse();
    const side = (given: string): string[] => {
      const found = given.startsWith('<') ? tables.get(given).split(', ') : [given];
      if (found.some((one) => one.includes(':') !== (family === 'inet6'))) refuse();
      return found.map(hostOf);
    };
    rules.push({
      from: side(from),
      to: side(to),
      services:
        icmp === undefined
          ? (port ?? ports ?? '').split(', ').map((one) => `${one.replace(':', '-')}/${proto}`)
          : ['icmp'],
    });
  }
  return explode(rules);
}
