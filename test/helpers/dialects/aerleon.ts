import { definitions, explode, type DeviceRule } from './device.ts';
import type { PermittedFlow } from './permitted.ts';

interface Term {
  readonly name: string;
  readonly values: Map<string, string>;
}

/** What an Aerleon policy permits with its definitions: line by line, each line of a known form at its own depth. */
export function readAerleon(text: string): readonly PermittedFlow[] {
  if (!text.endsWith('\n') || /[^\n\x20-\x7e]/.test(text)) throw new Error('Not lines of printable ASCII.');
  const networks = definitions<string>('network');
  const services = definitions<string>('service');
  const terms: Term[] = [];
  let section = '';
  let name = '';
  let protocol = '';
  let targets = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const top = /^(networks|services|filters):$/.exec(line)?.[1];
    if (top !== undefined) section = top;
    else if (section === 'networks') {
      const [, token] = /^ {2}([-_A-Z0-9]+):$/.exec(line) ?? [];
      const [, address] = /^ {6}- address: "([0-9a-f.:/]+)"$/.exec(line) ?? [];
      if (token !== undefined) name = token;
      else if (address !== undefined) networks.set(name, hostOrNetwork(address));
      else if (!/^ {4}values:$|^ {8}comment: "[^"\\]*"$/.test(line)) throw new Error(`Unknown line: ${line}`);
    } else if (section === 'services') {
      const [, token] = /^ {2}([-_A-Z0-9]+):$/.exec(line) ?? [];
      const [, transport] = /^ {4}- protocol: (tcp|udp)$/.exec(line) ?? [];
      const [, port] = /^ {6}port: "(\d+(?:-\d+)?)"$/.exec(line) ?? [];
      if (token !== undefined) name = token;
      else if (transport !== undefined) protocol = transport;
      else if (port !== undefined) services.set(name, `${port}/${protocol}`);
      else throw new Error(`Unknown line: ${line}`);
    } else if (section === 'filters') {
      const [, term] = /^ {6}- name: ([a-z0-9_.-]{1,63})$/.exec(line) ?? [];
      const [, key, value] = /^ {8}([a-z-]+): (.+)$/.exec(line) ?? [];
      const header = /^ {2}- header:$|^ {6}comment: "[^"\\]*"$|^ {6}targets:$|^ {4}terms:$/.test(line);
      if (term !== undefined) terms.push({ name: term, values: new Map() });
      else if (header) continue;
      else if (/^ {8}srx: from-zone [A-Za-z0-9_-]{1,63} to-zone [A-Za-z0-9_-]{1,63}$/.test(line)) targets++;
      else if (key === undefined || value === undefined) throw new Error(`Unknown line: ${line}`);
      else if (terms.at(-1)?.values.has(key) === true) throw new Error(`${key} twice: ${line}`);
      else terms.at(-1)?.values.set(key, value);
    } else throw new Error(`Unknown line: ${line}`);
  }
  if (targets !== text.split('\n').filter((line) => line === '  - header:').length)
    throw new Error('A filter without a target.');
  if (new Set(terms.map((term) => term.name)).size !== terms.length)
    throw new Error('Two terms of one name.');
  return explode(terms.map((term) => ruleOf(term, networks.get, services.get)));
}

function ruleOf(
  { name, values }: Term,
  network: (name: string) => string,
  service: (name: string) => string,
): DeviceRule {
  const value = (key: string): string => {
    const found = values.get(key);
    values.delete(key);
    if (found === undefined) throw new Error(`${name} has no ${key}: it would permit any.`);
    return found;
  };
  if (!/^"[^"\\]*"$/.test(value('comment')) || value('action') !== 'accept')
    throw new Error(`${name} does not accept.`);
  const from = value('source-address').split(' ').map(network);
  const to = value('destination-address').split(' ').map(network);
  const six = new Set([...from, ...to].map((one) => one.includes(':')));
  if (six.size !== 1) throw new Error(`${name} mixes families.`);
  const protocol = value('protocol');
  const services =
    protocol === 'tcp' || protocol === 'udp'
      ? value('destination-port')
          .split(' ')
          .map(service)
          .map((one) => {
            if (!one.endsWith(`/${protocol}`)) throw new Error(`${one} is no service of ${protocol}.`);
            return one;
          })
      : [ping(protocol, value('icmp-type'), six.has(true))];
  if (values.size > 0) throw new Error(`${name} has unknown keys: ${[...values.keys()].join(' ')}`);
  return { from, to, services };
}

function ping(protocol: string, type: string, six: boolean): string {
  if (protocol !== (six ? 'icmpv6' : 'icmp') || type !== 'echo-request')
    throw new Error(`Not an echo request: ${protocol} ${type}`);
  return 'icmp';
}

function hostOrNetwork(address: string): string {
  if (/\/0$/.test(address)) throw new Error(`${address} means any.`);
  return address.replace(address.includes(':') ? /\/128$/ : /\/32$/, '');
}
