import { explode, type DeviceRule } from './device.ts';
import { hostOf, type PermittedFlow } from './permitted.ts';

const order = [
  ...['Name', 'DisplayName', 'Description', 'Group', 'Direction', 'Action', 'Protocol', 'LocalAddress'],
  ...['RemoteAddress', 'IcmpType', 'LocalPort', 'RemotePort'],
];
const setting = /^ {4}([A-Z][A-Za-z]+) = (?:'((?:[^']|'')*)'|@\(((?:'(?:[^']|'')*'(?:, |(?=\))))+)\))$/;

function addresses(texts: readonly string[] | undefined): readonly string[] {
  if (texts === undefined || texts.length === 0) throw new Error('A rule without an address permits any.');
  for (const text of texts)
    if (!/^[0-9a-f.:]+(\/\d+)?$/.test(text)) throw new Error(`"${text}" is no address of a rule.`);
  return texts.map(hostOf);
}

function flowsOf(values: ReadonlyMap<string, readonly string[]>): DeviceRule {
  const one = (key: string): string => {
    const [value, ...more] = values.get(key) ?? [];
    if (value === undefined || more.length > 0) throw new Error(`${key} is missing, or is a list.`);
    return value;
  };
  const arrives = one('Direction') === 'Inbound';
  if (!arrives && one('Direction') !== 'Outbound') throw new Error('There is no such direction.');
  if (one('Action') !== 'Allow') throw new Error('It does not allow.');
  const [local, remote] = [addresses(values.get('LocalAddress')), addresses(values.get('RemoteAddress'))];
  const [from, to] = arrives ? [remote, local] : [local, remote];
  const protocol = one('Protocol');
  const six = [...from, ...to].some((text) => text.includes(':'));
  if (protocol === 'ICMPv4' || protocol === 'ICMPv6') {
    if (one('IcmpType') !== (six ? '128' : '8') || six !== (protocol === 'ICMPv6'))
      throw new Error('This is no ping of its family.');
    return { from, to, services: ['icmp'] };
  }
  if (protocol !== 'TCP' && protocol !== 'UDP') throw new Error(`${protocol} is no protocol of the request.`);
  const [ports, other] = arrives ? ['LocalPort', 'RemotePort'] : ['RemotePort', 'LocalPort'];
  if (values.has(other) || values.has('IcmpType')) throw new Error(`A rule with a ${other} asks for less.`);
  const services = (values.get(ports) ?? []).map((port) => {
    if (!/^\d+(-\d+)?$/.test(port)) throw new Error(`"${port}" is no port.`);
    return `${port}/${protocol.toLowerCase()}`;
  });
  return { from, to, services };
}

/** What the commands permit between the node and the computers they are for. */
export function readWindowsFirewall(text: string): readonly PermittedFlow[] {
  const rules = new Map<string, DeviceRule>();
  let values: Map<string, readonly string[]> | null = null;
  let open = false;
  for (const line of text.split('\n')) {
    if (open && line !== '}') {
      const [, key = '', value, list] = setting.exec(line) ?? [];
      if (!order.includes(key) || values?.has(key) !== false) throw new Error(`No setting: ${line}`);
      const texts = value === undefined ? (list ?? '').slice(1, -1).split("', '") : [value];
      values.set(
        key,
        texts.map((one) => one.replaceAll("''", "'")),
      );
    } else if (open) open = false;
    else if (line === '$rule = @{') {
      values = new Map();
      open = true;
    } else if (line === 'New-NetFirewallRule @rule' && values !== null) {
      const [name = ''] = values.get('Name') ?? [];
      if (name === '' || rules.has(name)) throw new Error(`There is a rule "${name}" already.`);
      rules.set(name, flowsOf(values));
      values = null;
    } else if (line.startsWith('Remove-NetFirewallRule ')) {
      const name = /^Remove-NetFirewallRule -Name '([A-Za-z0-9._-]+)'$/.exec(line)?.[1];
      if (name === undefined) throw new Error(`No command: ${line}`);
      rules.delete(name);
    } else if (line !== '' && !line.startsWith('#')) throw new Error(`No command: ${line}`);
  }
  if (open || values !== null) throw new Error('The last rule is not made.');
  return explode(rules.values());
}
