import type { LabFlow } from './flows.ts';
import { addresses } from './flows.ts';

const verdicts = {
  accept: 'accept',
  drop: 'drop',
  'admin-prohibited': 'reject with icmp type admin-prohibited',
  'tcp-reset': 'reject with tcp reset',
  'port-unreachable': 'reject with icmp type port-unreachable',
} as const satisfies Record<LabFlow['firewall'], string>;

function ruleFor(flow: LabFlow): string {
  const from = flow.from === 'laptop' ? addresses.laptop : `{ ${addresses.node}, ${addresses.nodeWan} }`;
  const service = flow.port === null ? 'icmp type echo-request' : `${flow.protocol} dport ${flow.port}`;
  return `ip saddr ${from} ip daddr ${flow.to} ${service} counter ${verdicts[flow.firewall]}`;
}

/** A stateful firewall that forwards what is allowed, answers as a flow says, and drops the rest without a word. */
export function rulesetFor(flows: readonly LabFlow[]): string {
  return `flush ruleset
table inet lab {
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    ${flows.map(ruleFor).join('\n    ')}
    ip saddr ${addresses.laptop} ip daddr ${addresses.node} tcp dport { 2200, 2222 } counter accept
    counter drop
  }
}
`;
}
