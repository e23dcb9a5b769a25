import { formatEndpointAddress, parseEndpointAddress } from '../../lib/endpoint-address.ts';
import { parseService } from '../../lib/service.ts';
import type { PartyInfo } from '../../rules/types.ts';
import { zoneOf, type NumberedLine, type RequestFacts } from '../change-request/facts.ts';
import { levelWord, shortDigest } from '../words.ts';
import { nameSafe, plainAscii } from './plain-ascii.ts';
import type {
  FirewallAddress,
  FirewallConfigInput,
  FirewallRule,
  NotExpressed,
  RuleChange,
} from './types.ts';

/** The request in the form that every dialect takes. */
export function firewallInput(facts: RequestFacts, requestDigest: string): FirewallConfigInput {
  const rules: FirewallRule[] = [];
  const waiting: NotExpressed[] = [];
  const write = ({ line, number }: Pick<NumberedLine, 'line' | 'number'>, change: RuleChange): void => {
    const rule = firewallRule(facts, { line, number }, change);
    if (typeof rule === 'string') waiting.push({ id: line.id, number, reason: rule });
    else rules.push(rule);
  };
  for (const each of facts.lines) {
    const { change, number } = each;
    switch (change.kind) {
      case 'permit':
      case 'added':
        write(each, 'add');
        break;
      case 'changed':
        write({ line: change.before, number }, 'remove');
        write(each, 'add');
        break;
      case 'removed':
        write(each, 'remove');
        break;
    }
  }
  for (const { entry, node, title, missing } of facts.ruleSet.undecided)
    waiting.push({
      id: `${entry}.${node}`,
      number: 0,
      reason: `${plainAscii(title)}: the ${missing.join(' and the ')} is not decided. Nothing is written for it.`,
    });
  return {
    header: header(facts, requestDigest),
    createdAt: facts.createdAt,
    rules,
    waiting,
    name: requestName(facts),
  };
}

/** A line as a rule, or the sentence that says why it cannot be one. */
export function firewallRule(
  facts: Pick<RequestFacts, 'site'>,
  { line, number }: Pick<NumberedLine, 'line' | 'number'>,
  change: RuleChange,
): FirewallRule | string {
  const side = (parties: readonly PartyInfo[]): FirewallAddress[] | null => {
    const read = parties.map((party) => firewallAddress(facts, party));
    return read.includes(null) ? null : read.filter((one) => one !== null);
  };
  if (line.from.length === 0 || line.to.length === 0)
    return 'An address is to be supplied. A line without an address is no request, and is never written as "any".';
  const [from, to] = [side(line.from), side(line.to)];
  const services = line.services.flatMap((text) => {
    const service = parseService(text);
    return service.ok ? [service.value] : [];
  });
  if (from === null || to === null || services.length !== line.services.length || services.length === 0)
    return 'An address or a service of it cannot be read.';
  return {
    ...{ id: line.id, number, change, entry: line.entry, node: line.node },
    title: plainAscii(line.title),
    reason: plainAscii(line.why.purpose),
    ...{ direction: line.direction, port: line.port, family: line.family, level: line.level },
    ...{ from, to, services, temporary: line.temporary },
  };
}

function firewallAddress(facts: Pick<RequestFacts, 'site'>, party: PartyInfo): FirewallAddress | null {
  const parsed = parseEndpointAddress(party.address);
  if (!parsed.ok) return null;
  return {
    address: parsed.value,
    text: formatEndpointAddress(parsed.value),
    natAddress: party.natAddress,
    label: plainAscii(party.label ?? '', 60),
    node: party.node,
    zone: zoneOf(facts.site, party.address),
  };
}

function requestName(facts: RequestFacts): string {
  const { number, revision } = facts.site.request;
  return [nameSafe(number) || nameSafe(facts.siteName) || 'request', nameSafe(revision)].join('-');
}

/** What a file that does not hold the whole request says of itself. */
function kindLines({ asks, lines }: RequestFacts): string[] {
  switch (asks.kind) {
    case 'request':
      return [];
    case 'delta': {
      const of = (kind: string): number => lines.filter(({ change }) => change.kind === kind).length;
      return [
        `DELTA to revision ${plainAscii(asks.since.revision)}: ${of('added')} added, ${of('changed')} changed (the old one out, the new one in), ${of('removed')} removed.`,
        `The other ${asks.unchanged.length} lines of revision ${plainAscii(asks.since.revision)} stay, and are not in this file.`,
      ];
    }
    case 'removal':
      return ['REMOVAL: every rule of this file is to be withdrawn, and nothing is to be permitted.'];
    case 'only-blocked':
      return [
        `ONLY WHAT DOES NOT WORK YET: ${asks.open.length} lines that work already are not in this file (report ${plainAscii(asks.report.id)}).`,
      ];
  }
}

function header(facts: RequestFacts, requestDigest: string): string[] {
  const { site, catalog } = facts;
  const number = plainAscii(site.request.number);
  const levels = (['required', 'optional', 'as-published'] as const).map((level) => {
    const amount = facts.lines.filter(({ line }) => line.level === level).length;
    return `${amount} ${levelWord(level).toLowerCase()}`;
  });
  return [
    ...(facts.practice ? ['PRACTICE: no real network. Not for any firewall.'] : []),
    ...(facts.draft ? ['DRAFT: not for implementation. Addresses or decisions are missing.'] : []),
    'REVIEW BEFORE USE. Proposed rules of a firewall change request; the request decides, not this file.',
    `Request ${number === '' ? 'without a number' : number}, revision ${plainAscii(site.request.revision)}, ${facts.createdAt}, SHA-256 ${shortDigest(requestDigest)}`,
    `Site ${plainAscii(site.customer.site) || 'not named'}, customer ${plainAscii(site.customer.name) || 'not named'}`,
    `Catalogue ${catalog.id} ${catalog.version}, Gatecheck ${facts.version}`,
    `Lines: ${facts.lines.length} (${levels.join(', ')}). Permit, stateful; source port chosen by the initiator.`,
    ...kindLines(facts),
    'Nothing outside these rules is asked for. Where a zone, an interface or a list is named PLACEHOLDER, put in your own.',
  ];
}
