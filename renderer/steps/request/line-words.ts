import type { LineChange } from '../../../shared/documents/change-request/facts.ts';
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

/** How much a rule is needed, as screens say it. */
export function levelWords(level: Line['level']): string {
  switch (level) {
    case 'required':
      return t('required');
    case 'optional':
      return t('optional');
    case 'as-published':
      return t('as-published');
  }
}

/** What a delta does with a row. */
export function changeWord(change: Exclude<LineChange['kind'], 'permit'>): string {
  switch (change) {
    case 'added':
      return t('added');
    case 'changed':
      return t('changed');
    case 'removed':
      return t('removed');
  }
}
