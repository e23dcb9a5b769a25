import type { Catalog } from '../../catalog/schema.ts';
import { byCodePoint } from '../../lib/order.ts';
import { embeddedCatalog } from '../../report/catalog-part.ts';
import type { Report, ReportGroup, ReportRule } from '../../report/schema.ts';
import type { CheckRecord } from '../../results/types.ts';
import { deriveRules } from '../../rules/derive-rules.ts';
import type { RuleSet } from '../../rules/types.ts';
import { readinessOf, type ReadinessSummary } from '../../verdicts/readiness.ts';
import { requestFacts, type RequestFacts } from '../change-request/facts.ts';
import type { MarkShape } from '../model.ts';

/** A rule of the report with its number and its checks. */
export interface NumberedRule {
  readonly rule: ReportRule;
  /** Number of its line and a letter: `7a`; `S1` for a rule inside the node's subnet, which the request does not ask for. */
  readonly number: string;
  readonly levelBasis: 'source' | 'assumed' | 'chosen';
  readonly checks: readonly CheckRecord[];
  readonly mark: Extract<MarkShape, 'pass' | 'weak' | 'fail' | 'inconclusive' | 'attested' | 'waived'>;
  /** The counterpart's name. */
  readonly farName: string;
}

export interface NumberedGroup {
  readonly group: ReportGroup;
  readonly mark: NumberedRule['mark'];
  readonly title: string;
  /** Numbers of its member rules. */
  readonly members: readonly string[];
}

/** A report, and the digest by which it is named. */
export interface NamedReport {
  readonly report: Report;
  /** SHA-256 of the report's bytes, hexadecimal. */
  readonly sha256: string;
}

export interface ReportFacts extends NamedReport {
  readonly catalog: Catalog;
  readonly ruleSet: RuleSet;
  readonly request: RequestFacts;
  readonly summary: ReadinessSummary;
  /** In the order of the request. */
  readonly rules: readonly NumberedRule[];
  readonly groups: readonly NumberedGroup[];
}

/** The report itself says how its rules stand; the site and the catalogue in it say what else the pages need. */
export function reportFacts({ report, sha256 }: NamedReport): ReportFacts {
  const catalog = embeddedCatalog(report.catalog);
  const ruleSet = deriveRules(catalog, report.site);
  const request = requestFacts({
    catalog,
    site: report.site,
    ruleSet,
    createdAt: report.createdAt,
    version: report.software.version,
    practice: report.practice,
    siteName: report.siteName,
  });
  const rules = numberRules(report, ruleSet, request);
  const nodeOf = new Map(report.rules.map(({ id, node }) => [id, node]));
  const summary = readinessOf({
    practice: report.practice,
    complete: ruleSet.complete,
    takenAway: report.takenAway.length,
    nodes: report.site.nodes.map(({ name }) => name),
    rules: report.rules,
    groups: report.groups,
    checks: report.checks.map(({ rule, observation }) => ({ node: nodeOf.get(rule) ?? '', observation })),
  });
  return { report, sha256, catalog, ruleSet, request, summary, rules, groups: numberGroups(report, rules) };
}

function numberRules(report: Report, ruleSet: RuleSet, request: RequestFacts): NumberedRule[] {
  const places = new Map<string, { line: number; letter: number; of: number; farName: string }>();
  for (const { line, number, farName } of request.lines) {
    const rules = [...line.rules, ...line.mirrors];
    for (const [letter, id] of rules.entries()) {
      if (!places.has(id)) places.set(id, { line: number, letter, of: rules.length, farName });
    }
  }
  const bases = new Map(ruleSet.rules.map((rule) => [rule.id, rule.levelBasis]));
  const names = new Map(
    ruleSet.rules.map((rule) => [rule.id, sideName(rule.direction === 'out' ? rule.to : rule.from)]),
  );
  const checks = new Map<string, CheckRecord[]>();
  for (const check of report.checks) {
    const known = checks.get(check.rule);
    if (known === undefined) checks.set(check.rule, [check]);
    else known.push(check);
  }
  let local = 0;
  const numbered = report.rules.map((rule) => {
    const place = places.get(rule.id);
    const own = checks.get(rule.id) ?? [];
    const number =
      place === undefined ? `S${++local}` : `${place.line}${place.of === 1 ? '' : letterOf(place.letter)}`;
    return {
      rule,
      number,
      levelBasis: bases.get(rule.id) ?? ('chosen' as const),
      checks: own,
      mark: markOf(rule, own),
      farName: place?.farName ?? names.get(rule.id) ?? '',
      order: place === undefined ? [100_000, local] : [place.line, place.letter],
    };
  });
  return numbered.sort(
    (a, b) => (a.order[0] ?? 0) - (b.order[0] ?? 0) || (a.order[1] ?? 0) - (b.order[1] ?? 0),
  );
}

function sideName(parties: readonly { label: string | null; address: string }[]): string {
  const [first] = parties;
  if (first === undefined) return 'to be supplied';
  return parties.length === 1 ? (first.label ?? first.address) : `${parties.length} counterparts`;
}

/** `a` to `z`, then `aa`. */
function letterOf(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

function markOf(
  subject: Pick<ReportRule, 'verdict' | 'settled'>,
  checks: readonly CheckRecord[],
): NumberedRule['mark'] {
  if (subject.verdict === 'pass')
    return checks.some(({ weak, verdict }) => weak && verdict === 'pass') ? 'weak' : 'pass';
  return subject.settled ?? subject.verdict;
}

function numberGroups(report: Report, rules: readonly NumberedRule[]): NumberedGroup[] {
  return [...report.groups]
    .sort((a, b) => byCodePoint(a.id, b.id))
    .map((group) => {
      const members = rules.filter(({ rule }) => group.flows.some((flow) => flow.startsWith(`${rule.id}#`)));
      const checks = report.checks.filter(({ flow }) => group.flows.includes(flow));
      return {
        group,
        mark: markOf(group, checks),
        title: members[0]?.rule.title ?? group.entry,
        members: members.map(({ number }) => number),
      };
    });
}

const markWords: Readonly<Record<NumberedRule['mark'], string>> = {
  pass: 'Pass',
  weak: 'Pass, weaker',
  fail: 'Fail',
  inconclusive: 'Inconclusive',
  attested: 'Attested',
  waived: 'Waived',
};

export function markWord(mark: NumberedRule['mark']): string {
  return markWords[mark];
}

/** `TCP 443`, `ICMP echo`. */
export function serviceText(service: string): string {
  if (service === 'icmp') return 'ICMP echo';
  const [ports = '', protocol = ''] = service.split('/');
  return `${protocol.toUpperCase()} ${ports}`;
}

/** `gdn-1 to DNS servers`. */
export function pathText({ rule, farName }: NumberedRule): string {
  return rule.direction === 'out' ? `${rule.node} to ${farName}` : `${farName} to ${rule.node}`;
}

/** What was seen, the worst first: `filtered (1 of 2)`. */
export function observedText({ rule, checks }: NumberedRule): string {
  const [first] = checks;
  if (first === undefined) return 'no check';
  const worst = checks.find(({ verdict }) => verdict === rule.verdict) ?? first;
  const same = checks.filter(({ observation }) => observation === worst.observation).length;
  return same === checks.length ? worst.observation : `${worst.observation} (${same} of ${checks.length})`;
}

/** Required first, then the order of the request. */
export function requiredFirst(rules: readonly NumberedRule[]): NumberedRule[] {
  const rank = { required: 0, optional: 1, 'as-published': 2 } as const;
  return [...rules].sort((a, b) => rank[a.rule.level] - rank[b.rule.level]);
}

/** Rules and groups of a level that count by themselves, by their mark. */
export function unitsOf(facts: ReportFacts, level: 'optional' | 'as-published'): NumberedRule['mark'][] {
  const groups = facts.groups.filter(({ group }) => group.level === level);
  const rules = facts.rules.filter(
    ({ rule }) =>
      rule.level === level &&
      (rule.group === null || !groups.some(({ group }) => group.id.startsWith(`${rule.group ?? ''}#`))),
  );
  return [...rules.map(({ mark }) => mark), ...groups.map(({ mark }) => mark)];
}

/** Rule numbers, not more than fit into a cell. */
export function shortList(numbers: readonly string[], most = 12): string {
  return numbers.length > most
    ? `${numbers.slice(0, most).join(', ')} and ${numbers.length - most} more`
    : numbers.join(', ');
}
