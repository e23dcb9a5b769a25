import type { Line } from '../../../shared/rules/lines.ts';
import type { PartyInfo } from '../../../shared/rules/types.ts';
import { t } from '../../i18n/t.ts';

/** `80, 443/tcp`, `53/tcp, 53/udp`, `icmp`. */
export function serviceWords(line: Pick<Line, 'protocols'>): string {
  return line.protocols
    .map(({ protocol, ports }) => (protocol === 'icmp' ? 'icmp' : `${ports.join(', ')}/${protocol}`))
    .join(', ');
}

/** The side of the line that is not the node. */
export function counterpartsOf(line: Pick<Line, 'direction' | 'from' | 'to'>): readonly PartyInfo[] {
  return line.direction === 'in' ? line.from : line.to;
}

/** The node's side of the line: its addresses on that port. */
export function nodeSideOf(line: Pick<Line, 'direction' | 'from' | 'to'>): readonly PartyInfo[] {
  return line.direction === 'in' ? line.to : line.from;
}

export function partyWords(party: PartyInfo): string {
  const nat = party.natAddress === null ? '' : t(' (NAT {{natAddress}})', { natAddress: party.natAddress });
  return `${party.address}${nat}`;
}
