import { explode, type DeviceRule } from './device.ts';
import { hostOf, type PermittedFlow } from './permitted.ts';

const name = '[A-Za-z_.][A-Za-z0-9/_.-]*';
const v4 = String.raw`\d+\.\d+\.\d+\.\d+(?:\/\d+)?`;
const v6 = String.raw`[0-9a-f:.]*:[0-9a-f:.]*(?:\/\d+)?`;
const elements = new RegExp(`^elements = \\{ ((?:${v4}|${v6})(?:, (?:${v4}|${v6}))*) \\}$`);
const accept = new RegExp(
  `^ct state new (ip6?) saddr (@${name}|${v4}|${v6}) (ip6?) daddr (@${name}|${v4}|${v6}) ` +
    String.raw`(?:(tcp|udp) dport (?:(\d+(?:-\d+)?)|\{ (\d+(?:-\d+)?(?:, \d+(?:-\d+)?)+) \})|(icmp|icmpv6) type echo-request) ` +
    `counter accept comment "[a-z0-9.-]{1,127}"$`,
);
const opening = new RegExp(`^(set|chain) (${name}) \\{$`);
const emptied = new RegExp(`^(add|flush) chain inet gatecheck (${name})$`);

interface NftRule extends Omit<DeviceRule, 'from' | 'to'> {
  readonly from: string;
  readonly to: string;
  readonly family: string;
}

/** What the file permits where something jumps to its chain. Reads files that were loaded one after the other, too. */
export function readNftables(text: string): readonly PermittedFlow[] {
  const sets = new Map<string, { readonly type: string; readonly elements: string[] }>();
  const chains = new Map<string, NftRule[]>();
  const jumps = new Set<string>();
  let at: 'top' | 'table' | 'set' | 'chain' = 'top';
  let current = '';
  let type = '';
  for (const full of text.split('\n')) {
    const line = full.trim();
    const refuse = (): never => {
      throw new Error(`No nftables line, ${at} ${current}: ${full}`);
    };
    if (line === '' || line.startsWith('#')) continue;
    if (at === 'top') {
      const [, verb, chain = ''] = emptied.exec(line) ?? [];
      if (line === 'table inet gatecheck {') at = 'table';
      else if (verb === 'add') chains.set(chain, chains.get(chain) ?? []);
      else if (verb === 'flush' && chains.has(chain)) chains.set(chain, []);
      else if (line !== 'add table inet gatecheck') refuse();
    } else if (line === '}') {
      if (at === 'set' && !sets.has(current)) refuse();
      at = at === 'table' ? 'top' : 'table';
    } else if (at === 'table') {
      const [, kind, opened = ''] = opening.exec(line) ?? refuse();
      at = kind === 'set' ? 'set' : 'chain';
      current = opened;
      if (at === 'chain') chains.set(current, chains.get(current) ?? []);
    } else if (at === 'set') {
      const members = elements.exec(line)?.[1]?.split(', ');
      if (line === 'type ipv4_addr' || line === 'type ipv6_addr') type = line.slice(5);
      else if (members !== undefined) {
        const before = sets.get(current);
        if (before !== undefined && before.elements.join() !== members.join()) refuse();
        sets.set(current, { type, elements: members });
      } else if (line !== 'flags interval' && line !== 'auto-merge') refuse();
    } else if (current === 'gc-permitted') {
      const target = /^jump (\S+)$/.exec(line)?.[1] ?? refuse();
      if (!chains.has(target)) throw new Error(`It jumps to ${target}, which is not there yet.`);
      jumps.add(target);
    } else {
      const [, family = '', from = '', other, to = '', transport, port, ports, icmp] =
        accept.exec(line) ?? refuse();
      if (family !== other || (icmp !== undefined && (icmp === 'icmp') !== (family === 'ip'))) refuse();
      const services =
        icmp === undefined
          ? (ports ?? port ?? '').split(', ').map((one) => `${one}/${transport ?? ''}`)
          : ['icmp'];
      chains.get(current)?.push({ family, from, to, services });
    }
  }
  if (at !== 'top') throw new Error('A block is not closed.');
  const side = (address: string, family: string): readonly string[] => {
    const set = address.startsWith('@') ? sets.get(address.slice(1)) : undefined;
    if (address.startsWith('@') && set?.type !== (family === 'ip' ? 'ipv4_addr' : 'ipv6_addr'))
      throw new Error(`There is no set ${address} of its family.`);
    const found = set?.elements ?? [address];
    if (found.some((one) => one.includes(':') !== (family === 'ip6')))
      throw new Error(`${found.join()} is not all of ${family}.`);
    return found.map(hostOf);
  };
  return explode(
    [...jumps]
      .flatMap((chain) => chains.get(chain) ?? [])
      .map(({ family, from, to, services }) => ({
        from: side(from, family),
        to: side(to, family),
        services,
      })),
  );
}
