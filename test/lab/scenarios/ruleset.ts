import { addresses } from '../flows.ts';
import { nodeKind } from './node-kinds.ts';
import type { FirewallAction, Scenario, ScenarioFlow } from './scenario.ts';
import { isService, oddPort, places, services } from './services.ts';

/** The mark that the firewall puts on a packet, and what it then does with it. */
const actions = {
  accept: [1, 'accept'],
  drop: [2, 'drop'],
  'no-replies': [3, 'ct mark set 3 accept'],
  'admin-prohibited': [4, 'reject with icmp type admin-prohibited'],
  'net-prohibited': [5, 'reject with icmp type net-prohibited'],
  'host-prohibited': [6, 'reject with icmp type host-prohibited'],
  'host-unreachable': [7, 'reject with icmp type host-unreachable'],
  'port-unreachable': [8, 'reject with icmp type port-unreachable'],
  'tcp-reset': [9, 'reject with tcp reset'],
} as const satisfies Readonly<Record<FirewallAction, readonly [number, string]>>;

const elements = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : `elements = { ${lines.join(', ')} };`;

function saidTo(flows: readonly ScenarioFlow[], protocol: 'tcp' | 'udp'): string {
  return elements(
    flows
      .filter((flow) => flow.protocol === protocol && !['wrong-port', 'no-such-name'].includes(flow.farEnd))
      .map(({ address, port, firewall }) => `${address} . ${port} : ${actions[firewall][0]}`),
  );
}

/** Only what gets through is led to a server: a device that rejects answers for the address that was asked. */
function ledTo({ flows, path }: Scenario, protocol: 'tcp' | 'udp'): string {
  const proxied = path === 'answering-proxy' && protocol === 'tcp';
  return elements(
    flows.flatMap(({ address, port, farEnd, firewall, ...flow }) => {
      if (flow.protocol !== protocol || flow.from !== 'node' || !isService(farEnd)) return [];
      if (firewall !== 'accept' && (proxied || firewall !== 'no-replies')) return [];
      const service = services[farEnd];
      return [`${address} . ${port} : ${service.address} . ${service.port}`];
    }),
  );
}

const lossOf = (share: number): string =>
  share === 0
    ? ''
    : ['iifname', 'oifname']
        .map((way) => `${way} { fw-srv, fw-net } numgen random mod 100 < ${share} counter drop`)
        .join('\n    ');

/**
 * The firewall of a scenario: a stateful one that does with each flow what was chosen, and drops the rest without a word.
 *
 * @param losePercent of all packets between the firewall and the servers
 */
export function scenarioRuleset(scenario: Scenario, losePercent: number): string {
  const { flows } = scenario;
  const node = `{ ${addresses.node}, ${addresses.nodeWan} }`;
  const proxied = scenario.path === 'answering-proxy';
  const behindJump = nodeKind(scenario.kind).oddities.includes('jump');
  return `flush ruleset
table inet lab {
  map said_tcp { type ipv4_addr . inet_service : mark; ${saidTo(flows, 'tcp')} }
  map said_udp { type ipv4_addr . inet_service : mark; ${saidTo(flows, 'udp')} }
  map led_tcp { type ipv4_addr . inet_service : ipv4_addr . inet_service; ${ledTo(scenario, 'tcp')} }
  map led_udp { type ipv4_addr . inet_service : ipv4_addr . inet_service; ${ledTo(scenario, 'udp')} }
  chain said {
    type filter hook prerouting priority mangle; policy accept;
    ip saddr != { ${addresses.node}, ${addresses.nodeWan}, ${addresses.laptop} } accept
    meta l4proto tcp meta mark set ip daddr . tcp dport map @said_tcp
    meta l4proto udp meta mark set ip daddr . udp dport map @said_udp
  }
  chain led {
    type nat hook prerouting priority dstnat; policy accept;
    ip saddr ${node} meta l4proto tcp dnat ip to ip daddr . tcp dport map @led_tcp
    ${proxied ? `ip saddr ${node} ip daddr != { ${places.resolver}, ${places.lyingResolver} } meta l4proto tcp dnat ip to ${places.mute}:${oddPort}` : ''}
    ip saddr ${node} meta l4proto udp dnat ip to ip daddr . udp dport map @led_udp
  }
  chain forward {
    type filter hook forward priority 0; policy drop;
    ${lossOf(losePercent)}
    ct mark ${actions['no-replies'][0]} ct direction reply counter drop
    ct state established,related accept
    ${proxied ? `ip saddr ${node} meta l4proto tcp ct status dnat accept` : ''}
${Object.values(actions)
  .map(([mark, does]) => `    meta mark ${mark} counter ${does}`)
  .join('\n')}
    ip saddr ${node} ip daddr { ${places.resolver}, ${places.lyingResolver} } meta l4proto { tcp, udp } th dport 53 accept
    ip saddr ${addresses.laptop} ip daddr ${behindJump ? places.jump : addresses.node} tcp dport 22 accept
    iifname fw-srv ip daddr ${addresses.node} tcp dport 22 accept
    counter drop
  }
  chain output {
    type filter hook output priority 0; policy accept;
    ${scenario.path === 'mtu-black-hole' ? 'oifname fw-srv icmp type destination-unreachable icmp code frag-needed counter drop' : ''}
  }
}
`;
}
