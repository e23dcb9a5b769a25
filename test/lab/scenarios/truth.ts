import type { FarEnd, Scenario, ScenarioFlow } from './scenario.ts';
import { isService, services } from './services.ts';

/**
 * What is true of a flow, from what was set up alone. Knows nothing of the product: not its probes, engines or words, only
 * the promise that it passes what answers, fails what is blocked, and leaves open what nobody can tell.
 */
export interface Truth {
  /** `open-question`: neither pass nor fail would be honest. */
  readonly verdict: 'pass' | 'fail' | 'open-question';
  /** Someone at the node could see it. Silence over UDP and a reset that may be the host's own are not. */
  readonly onWire: boolean;
  readonly group: TruthGroup;
}

export type TruthGroup =
  | 'tcp-open'
  | 'tcp-blocked'
  | 'tcp-closed'
  | 'tcp-other'
  | 'udp-open'
  | 'udp-refused'
  | 'udp-rejected'
  | 'udp-silent';

const pass = { verdict: 'pass', onWire: true } as const;
const fail = { verdict: 'fail', onWire: true } as const;
const open = { verdict: 'open-question', onWire: false } as const;

/** The service on the port is the wanted one, as far as TLS names and DNS answers say. */
function answering(flow: ScenarioFlow, scenario: Scenario): Truth {
  const tcp = flow.protocol === 'tcp';
  const right = tcp ? 'tcp-open' : 'udp-open';
  const other = tcp ? 'tcp-other' : 'udp-open';
  const { farEnd } = flow;
  if (!isService(farEnd)) throw new Error(`${flow.id}: no service`);
  const { speaks } = services[farEnd];
  if (flow.wanted === 'unknown')
    return tcp ? { ...pass, group: 'tcp-open' } : { ...open, group: 'udp-silent' };
  if (speaks !== flow.wanted) return { ...open, group: tcp ? 'tcp-other' : 'udp-silent' };
  // A server's certificates are larger than what the black hole lets through: TCP opens, TLS never ends.
  if (speaks === 'tls' && scenario.path === 'mtu-black-hole') return { ...open, group: other };
  switch (farEnd) {
    case 'lying-dns':
    case 'lying-dns-tcp':
      return { ...fail, group: other };
    case 'tls-interceptor':
      return flow.trust === 'nobody' ? { ...open, group: other } : { ...fail, group: other };
    case 'tls-other-name':
      return { ...open, group: other };
    default:
      return { ...pass, group: right };
  }
}

function beforeTheService(flow: ScenarioFlow): Truth | null {
  const tcp = flow.protocol === 'tcp';
  switch (flow.farEnd) {
    case 'wrong-port':
    case 'no-such-name':
      return { ...fail, group: 'tcp-other' };
    case 'absent-neighbour':
      return { ...fail, group: tcp ? 'tcp-blocked' : 'udp-rejected' };
    default:
  }
  switch (flow.firewall) {
    case 'drop':
    case 'no-replies':
      return tcp ? { ...fail, group: 'tcp-blocked' } : { ...open, group: 'udp-silent' };
    case 'tcp-reset':
      return { verdict: 'fail', onWire: false, group: 'tcp-blocked' };
    case 'admin-prohibited':
    case 'net-prohibited':
    case 'host-prohibited':
    case 'host-unreachable':
    case 'port-unreachable':
      return { ...fail, group: tcp ? 'tcp-blocked' : 'udp-rejected' };
    case 'accept':
  }
  if (flow.farEnd === 'nothing') return { ...fail, group: tcp ? 'tcp-closed' : 'udp-refused' };
  if (flow.farEnd === 'absent') return { ...fail, group: tcp ? 'tcp-blocked' : 'udp-rejected' };
  return null;
}

export function truthOf(flow: ScenarioFlow, scenario: Scenario): Truth {
  // A name that the resolver lies about leads elsewhere, and the site says where it should lead.
  if (flow.target !== flow.address && scenario.resolverLies && flow.farEnd !== 'no-such-name')
    return { ...fail, group: 'tcp-other' };
  const before = beforeTheService(flow);
  if (!isProxied(flow, scenario)) return before ?? answering(flow, scenario);
  // Behind a device that answers for everyone only a service's own words tell that it was reached.
  if (before === null && flow.wanted !== 'unknown') return answering(flow, scenario);
  return { ...open, group: before?.group ?? 'tcp-open' };
}

/** Whether the answering proxy stands in the way of a flow. */
function isProxied({ from, protocol, farEnd }: ScenarioFlow, { path }: Scenario): boolean {
  const beside: readonly FarEnd[] = ['wrong-port', 'no-such-name', 'absent-neighbour'];
  return path === 'answering-proxy' && from === 'node' && protocol === 'tcp' && !beside.includes(farEnd);
}

/** nmap's words for a port, that each would be right for a flow; null: nmap cannot be asked for it. */
export function nmapStates(flow: ScenarioFlow, scenario: Scenario): readonly string[] | null {
  if (isProxied(flow, scenario)) return ['open'];
  if (flow.farEnd === 'wrong-port' || flow.farEnd === 'no-such-name') return null;
  const silent = flow.protocol === 'tcp' ? ['filtered'] : ['open|filtered'];
  if (flow.farEnd === 'absent-neighbour') return ['filtered', ...silent];
  switch (flow.firewall) {
    case 'drop':
    case 'no-replies':
      return silent;
    case 'tcp-reset':
      return ['closed'];
    case 'port-unreachable':
      // For TCP a connect scan sees the same as from a closed port; for UDP nmap reads the sender.
      return flow.protocol === 'tcp' ? ['closed'] : ['filtered'];
    case 'admin-prohibited':
    case 'net-prohibited':
    case 'host-prohibited':
    case 'host-unreachable':
      return ['filtered'];
    case 'accept':
  }
  if (flow.farEnd === 'nothing') return ['closed'];
  // The firewall says so only after it has looked for the host, which may be later than nmap waits.
  if (flow.farEnd === 'absent') return ['filtered', ...silent];
  if (flow.protocol === 'tcp') return ['open'];
  // nmap knows no datagram that a KDC answers.
  if (flow.farEnd === 'kerberos') return ['open', 'open|filtered'];
  return flow.farEnd === 'sink' ? ['open|filtered'] : ['open'];
}
