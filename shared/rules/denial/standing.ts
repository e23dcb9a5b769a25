import type { Direction, Level } from '../../catalog/schema.ts';
import { unique } from '../../lib/order.ts';
import type { Flow, Rule, RuleSet } from '../types.ts';
import { flowIds, flowsByRule, type DeniedFlows } from './denied-flows.ts';

/** How a part of an entry stands after the denial. `one-left`: of an any-of group a member was denied, and one is left. */
export interface Standing {
  readonly kind: 'whole' | 'one-left' | 'in-part' | 'gone';
  /** Denied lines. */
  readonly lines: readonly string[];
  /** In words, what is denied and what is left; empty for `whole` and `gone`. */
  readonly says: string;
}

/** The sessions of an entry at one node in one direction: those of its strongest level, and the rest. */
export interface EntryStanding {
  readonly main: Standing;
  readonly others: Standing;
  /** Not one of its flows is left. */
  readonly nothingLeft: boolean;
  /** Its counterparts are names only, some of them, or none. */
  readonly byName: 'all' | 'some' | 'none';
}

interface Member {
  readonly rule: Rule;
  /** Counterparts of its flows, or the rule itself where none is given. */
  readonly flows: readonly { readonly id: string; readonly far: string }[];
}

const strength: readonly Level[] = ['required', 'optional', 'as-published'];

export type StandingOf = (entry: string, node: string, direction: Direction) => EntryStanding | null;

/** Looks up how entries stand, once for each. */
export function standings(ruleSet: RuleSet, denied: DeniedFlows): StandingOf {
  const byRule = flowsByRule(ruleSet);
  const members = new Map<string, Member[]>();
  for (const rule of ruleSet.rules) {
    const key = `${rule.entry} ${rule.node} ${rule.direction}`;
    const member = memberOf(rule, byRule.get(rule.id) ?? []);
    const known = members.get(key);
    if (known === undefined) members.set(key, [member]);
    else known.push(member);
  }
  const done = new Map<string, EntryStanding | null>();
  return (entry, node, direction) => {
    const key = `${entry} ${node} ${direction}`;
    const before = done.get(key);
    if (before !== undefined) return before;
    const found = members.get(key);
    const standing = found === undefined ? null : entryStanding(found, denied);
    done.set(key, standing);
    return standing;
  };
}

function memberOf(rule: Rule, flows: readonly Flow[]): Member {
  const far = (flow: Flow): string => (rule.direction === 'out' ? flow.to.address : flow.from.address);
  return {
    rule,
    flows:
      flows.length === 0
        ? flowIds(rule, flows).map((id) => ({ id, far: 'its counterpart' }))
        : flows.map((flow) => ({ id: flow.id, far: far(flow) })),
  };
}

function entryStanding(members: readonly Member[], denied: DeniedFlows): EntryStanding {
  const strongest = strength.find((level) => members.some(({ rule }) => rule.level === level));
  const main = members.filter(({ rule }) => rule.level === strongest);
  const rest = members.filter(({ rule }) => rule.level !== strongest);
  const named = main.filter(({ rule }) => rule.family === 'name').length;
  return {
    main: standingOf(main, denied),
    others: standingOf(rest, denied),
    nothingLeft: members.every(({ flows }) => flows.every(({ id }) => denied.isDenied(id))),
    byName: named === 0 ? 'none' : named === main.length ? 'all' : 'some',
  };
}

function standingOf(members: readonly Member[], denied: DeniedFlows): Standing {
  const gone = members.flatMap(({ flows }) => flows.filter(({ id }) => denied.isDenied(id)));
  const lines = unique(gone.flatMap(({ id }) => denied.lineOf(id) ?? [])).sort(
    (a, b) => (denied.order.get(a) ?? 0) - (denied.order.get(b) ?? 0),
  );
  if (gone.length === 0) return { kind: 'whole', lines, says: '' };
  const anyOf = members.every(({ rule }) => rule.group !== null);
  return { ...(anyOf ? ofGroup(members, denied) : ofAll(members, denied)), lines };
}

/** Each service counts for itself: one that is denied everywhere takes the whole with it. */
function ofAll(members: readonly Member[], denied: DeniedFlows): Pick<Standing, 'kind' | 'says'> {
  const services = unique(members.map(({ rule }) => rule.service));
  const gone = services.filter((service) =>
    members
      .filter(({ rule }) => rule.service === service)
      .every(({ flows }) => flows.every(({ id }) => denied.isDenied(id))),
  );
  if (gone.length > 0)
    return { kind: 'gone', says: gone.length === services.length ? '' : `Denied: ${gone.join(', ')}.` };
  const flows = members.flatMap((member) => member.flows);
  return { kind: 'in-part', says: partWords(flows, denied) };
}

/** One service is enough, for each endpoint. */
function ofGroup(members: readonly Member[], denied: DeniedFlows): Pick<Standing, 'kind' | 'says'> {
  const left = new Map<string, Set<string>>();
  for (const { rule, flows } of members) {
    for (const { id, far } of flows) {
      const services = left.get(far) ?? new Set();
      if (!denied.isDenied(id)) services.add(rule.service);
      left.set(far, services);
    }
  }
  const open = [...left].filter(([, services]) => services.size > 0);
  if (open.length === 0) return { kind: 'gone', says: '' };
  const services = unique(open.flatMap(([, some]) => [...some]));
  if (open.length === left.size)
    return { kind: 'one-left', says: `One of the services is enough, and ${services.join(', ')} is left.` };
  const shut = [...left].filter(([, some]) => some.size === 0).map(([far]) => far);
  return {
    kind: 'in-part',
    says: sides(
      shut,
      open.map(([far]) => far),
    ),
  };
}

function partWords(flows: Member['flows'], denied: DeniedFlows): string {
  const touched = unique(flows.filter(({ id }) => denied.isDenied(id)).map(({ far }) => far));
  const whole = unique(flows.map(({ far }) => far)).filter((far) => !touched.includes(far));
  return whole.length === 0 ? 'Not every session that was asked for is left.' : sides(touched, whole);
}

const shownAddresses = 4;

function sides(denied: readonly string[], left: readonly string[]): string {
  return `Denied: ${some(denied)}; left: ${some(left)}.`;
}

function some(addresses: readonly string[]): string {
  const more = addresses.length - shownAddresses;
  return addresses.slice(0, shownAddresses).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
