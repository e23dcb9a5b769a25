import { explode, type DeviceRule } from './device.ts';
import type { PermittedFlow } from './permitted.ts';

const chain = '[A-Za-z][A-Za-z0-9-]{0,27}';
const declared = new RegExp(`^:(${chain}) - \\[0:0\\]$`);
const jump = new RegExp(`^-A (${chain}) -j (${chain})$`);
const accept = new RegExp(
  `^-A (${chain}) -s ([0-9a-f.:]+)/(\\d+) -d ([0-9a-f.:]+)/(\\d+) ` +
    String.raw`-p (?:(tcp|udp) -m (?:(tcp|udp) --dport ([\d:]+)|multiport --dports ([\d:,]+))|(icmp) -m icmp --icmp-type echo-request|(icmpv6) -m icmp6 --icmpv6-type echo-request) ` +
    '-m conntrack --ctstate NEW -m comment --comment "[a-z0-9.-]{1,255}" -j ACCEPT$',
);

/** One file, or several that were restored one after the other with `--noflush`. */
function readSections(lines: readonly string[], family: 'v4' | 'v6'): readonly PermittedFlow[] {
  const chains = new Map<string, DeviceRule[]>();
  const jumps = new Map<string, Set<string>>();
  let open = false;
  for (const line of lines) {
    const refuse = (): never => {
      throw new Error(`No line for ${family === 'v4' ? 'iptables' : 'ip6tables'}-restore: ${line}`);
    };
    if (line === '' || line.startsWith('#')) continue;
    if (line === '*filter' || line === 'COMMIT') {
      if (open === (line === '*filter')) refuse();
      open = !open;
      continue;
    }
    if (!open) refuse();
    const emptied = declared.exec(line)?.[1];
    const [, from, to] = jump.exec(line) ?? [];
    if (emptied !== undefined) {
      chains.set(emptied, []);
      jumps.set(emptied, new Set());
    } else if (from !== undefined && to !== undefined) {
      if (!chains.has(from) || !chains.has(to)) refuse();
      jumps.get(from)?.add(to);
    } else {
      const [, own = '', source = '', sourceBits = '', target = '', targetBits = '', ...rest] =
        accept.exec(line) ?? refuse();
      const [transport, again, port, ports, icmp, icmp6] = rest;
      const list = (port ?? ports ?? '').split(',');
      const slots = list.reduce((sum, one) => sum + one.split(':').length, 0);
      if (slots > 15 || (again !== undefined && again !== transport)) refuse();
      if ((icmp !== undefined && family === 'v6') || (icmp6 !== undefined && family === 'v4')) refuse();
      for (const address of [source, target]) if (address.includes(':') !== (family === 'v6')) refuse();
      const bits = family === 'v4' ? '32' : '128';
      const side = (address: string, prefix: string): string =>
        prefix === bits ? address : `${address}/${prefix}`;
      const rules = chains.get(own) ?? refuse();
      rules.push({
        from: [side(source, sourceBits)],
        to: [side(target, targetBits)],
        services:
          transport === undefined ? ['icmp'] : list.map((one) => `${one.replace(':', '-')}/${transport}`),
      });
    }
  }
  if (open) throw new Error('COMMIT is missing.');
  const reached = new Set([...jumps.values()].flatMap((targets) => [...targets]));
  return explode([...chains].flatMap(([own, rules]) => (reached.has(own) ? rules : [])));
}

/** What the IPv4 part and, behind `#6 `, the IPv6 part permit. */
export function readIptables(text: string): readonly PermittedFlow[] {
  const lines = text.split('\n');
  const six = lines.filter((line) => line.startsWith('#6 ')).map((line) => line.slice(3));
  return [...readSections(lines, 'v4'), ...readSections(six, 'v6')];
}
