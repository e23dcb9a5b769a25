import type { Cidr, Ip, IpFamily } from '../lib/ip.ts';
import { contains, formatCidr, formatIp, networkOf, parseCidr, parseIp, whyNotIpv4 } from '../lib/ip.ts';
import type { Finding } from '../lib/result.ts';
import { isFileNameSafe, slug } from '../lib/slug.ts';
import { isHostName } from './host-name.ts';
import type { Site, SiteNode, SiteNodePort } from './schema.ts';

const familyName: Readonly<Record<IpFamily, string>> = { v4: 'IPv4', v6: 'IPv6' };
const example: Readonly<Record<IpFamily, string>> = { v4: '10.20.0.10/24', v6: '2001:db8::10/64' };

const usual: Readonly<Record<IpFamily, number>> = { v4: 24, v6: 64 };

/** The address with prefix of a node's port, or what is wrong with it. */
function readPortAddress(text: string, family: IpFamily): Cidr | string {
  if (text === '') return 'The address is empty.';
  const cidr = parseCidr(text);
  if (cidr === null) {
    const ip = parseIp(text);
    if (ip !== null)
      return `The prefix is missing: write ${text}/${usual[family]} if the subnet is a /${usual[family]}.`;
    const host = text.split('/')[0] ?? '';
    const why = /^[\d.]+$/.test(host) ? whyNotIpv4(host) : null;
    return `"${text}" is no address${why === null ? '' : `: ${why}`}. Write address and prefix, e.g. ${example[family]}.`;
  }
  if (cidr.ip.family !== family) return `${text} is no ${familyName[family]} address.`;
  const longest = family === 'v4' ? 32 : 128;
  if (cidr.prefix === 0) return `${text} has the prefix 0; give the prefix of the node's own subnet.`;
  if (cidr.prefix < longest - 1) {
    const network = networkOf(cidr);
    if (network.ip.value === cidr.ip.value)
      return `${text} is the network itself; give the node's own address in it.`;
    const last = network.ip.value + (1n << BigInt(longest - cidr.prefix)) - 1n;
    if (family === 'v4' && cidr.ip.value === last)
      return `${text} is the broadcast address; give the node's own address.`;
  }
  return cidr;
}

function checkGateway(text: string | null, own: Cidr | string, path: string): Finding[] {
  if (text === null) return [];
  const gateway = parseIp(text);
  if (gateway === null) return [{ path, message: `"${text}" is no address. A gateway has no prefix.` }];
  if (typeof own === 'string') return [];
  if (!contains(own, gateway))
    return [{ path, message: `${text} is not in the subnet ${formatCidr(networkOf(own))} of this port.` }];
  if (gateway.value === own.ip.value) return [{ path, message: `${text} is the node's own address.` }];
  return [];
}

function isLinkLocal(ip: Ip): boolean {
  return ip.family === 'v6' && ip.value >> 118n === 0xfe80n >> 6n;
}

function checkHostAddress(text: string, path: string, family: IpFamily | null): Finding[] {
  const ip = parseIp(text);
  if (ip === null) return [{ path, message: `"${text}" is no address. Give one address without a prefix.` }];
  if (family !== null && ip.family !== family)
    return [{ path, message: `${text} is no ${familyName[family]} address.` }];
  return [];
}

function checkPort(port: SiteNodePort, path: string): Finding[] {
  const findings: Finding[] = [];
  const own = readPortAddress(port.address, 'v4');
  if (typeof own === 'string') findings.push({ path: `${path}.address`, message: own });
  findings.push(...checkGateway(port.gateway, own, `${path}.gateway`));
  if (port.address6 === null) {
    if (port.gateway6 !== null)
      findings.push({ path: `${path}.gateway6`, message: 'A gateway without an address6 beside it.' });
  } else {
    const own6 = readPortAddress(port.address6, 'v6');
    if (typeof own6 === 'string') findings.push({ path: `${path}.address6`, message: own6 });
    else if (isLinkLocal(own6.ip))
      findings.push({
        path: `${path}.address6`,
        message: `${port.address6} is a link-local address; give the one that other networks reach.`,
      });
    const gateway6 = parseIp(port.gateway6 ?? '');
    const linkLocal = gateway6 !== null && isLinkLocal(gateway6);
    if (!linkLocal) findings.push(...checkGateway(port.gateway6, own6, `${path}.gateway6`));
  }
  if (port.natAddress !== null)
    findings.push(...checkHostAddress(port.natAddress, `${path}.natAddress`, 'v4'));
  return findings;
}

function checkHop(hop: { readonly host: string; readonly user: string }, path: string): Finding[] {
  const findings: Finding[] = [];
  if (parseIp(hop.host) === null && !isHostName(hop.host))
    findings.push({ path: `${path}.host`, message: `"${hop.host}" is neither an address nor a host name.` });
  if (hop.user === '') findings.push({ path: `${path}.user`, message: 'The user name is empty.' });
  return findings;
}

function checkNode(node: SiteNode, index: number, site: Site): Finding[] {
  const path = `nodes[${index}]`;
  const findings: Finding[] = [];
  if (!isFileNameSafe(node.name)) {
    const proposal = slug(node.name.normalize('NFD').replace(/\p{M}/gu, '')).replace(/^-+|-+$/g, '');
    findings.push({
      path: `${path}.name`,
      message: `"${node.name}" does not serve as a name: use letters A to Z, digits, dot, hyphen and underscore.`,
      ...(isFileNameSafe(proposal) ? { cure: `Use ${proposal}?` } : {}),
    });
  }
  findings.push(...checkPort(node.lan, `${path}.lan`));
  if (node.wan !== undefined) findings.push(...checkPort(node.wan, `${path}.wan`));
  else if (site.deployment === 'inline')
    findings.push({
      path: `${path}.wan`,
      message: 'It is missing: in Inline mode the node uses its WAN port too.',
    });
  node.virtualAddresses.forEach((virtual, place) => {
    findings.push(...checkHostAddress(virtual.address, `${path}.virtualAddresses[${place}].address`, null));
  });
  if (node.haPeer !== null) {
    const others = site.nodes.filter((other) => other !== node).map((other) => other.name);
    if (!others.includes(node.haPeer))
      findings.push({
        path: `${path}.haPeer`,
        message:
          node.haPeer === node.name
            ? 'A node is not its own peer.'
            : `There is no other node "${node.haPeer}" in this site.`,
      });
  }
  if (node.ssh !== undefined) {
    findings.push(...checkHop(node.ssh, `${path}.ssh`));
    node.ssh.jump.forEach((hop, place) => findings.push(...checkHop(hop, `${path}.ssh.jump[${place}]`)));
  }
  return findings;
}

/** Every address that belongs to a node, with its place. */
function ownAddresses(site: Site): { readonly ip: Ip; readonly path: string }[] {
  return site.nodes.flatMap((node, index) => {
    const path = `nodes[${index}]`;
    const texts: { readonly text: string | null | undefined; readonly path: string }[] = [
      { text: node.lan.address, path: `${path}.lan.address` },
      { text: node.lan.address6, path: `${path}.lan.address6` },
      { text: node.wan?.address, path: `${path}.wan.address` },
      { text: node.wan?.address6, path: `${path}.wan.address6` },
      ...node.virtualAddresses.map((virtual, place) => ({
        text: virtual.address,
        path: `${path}.virtualAddresses[${place}].address`,
      })),
    ];
    return texts.flatMap((one) => {
      const ip = parseIp(one.text?.split('/')[0] ?? '');
      return ip === null ? [] : [{ ip, path: one.path }];
    });
  });
}

function checkDoubles(site: Site): Finding[] {
  const findings: Finding[] = [];
  const names = new Map<string, number>();
  site.nodes.forEach((node, index) => {
    const first = names.get(slug(node.name));
    if (first !== undefined)
      findings.push({
        path: `nodes[${index}].name`,
        message:
          site.nodes[first]?.name === node.name
            ? `"${node.name}" is the name of nodes[${first}] already; give each node its own name.`
            : `In ids "${node.name}" reads like the name of nodes[${first}]; give each node its own name.`,
      });
    names.set(slug(node.name), first ?? index);
  });
  const addresses = new Map<string, string>();
  for (const { ip, path } of ownAddresses(site)) {
    const text = formatIp(ip);
    const first = addresses.get(text);
    if (first !== undefined) findings.push({ path, message: `${text} stands at ${first} too.` });
    addresses.set(text, first ?? path);
  }
  return findings;
}

/** Nodes: names, addresses with prefix, gateways in their subnet, peers, SSH. */
export function checkNodes(site: Site): Finding[] {
  return [...site.nodes.flatMap((node, index) => checkNode(node, index, site)), ...checkDoubles(site)];
}
