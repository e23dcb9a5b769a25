import type { Catalog } from '../catalog/schema.ts';
import { canonicalJson, utf8 } from '../lib/digest.ts';
import { utcMillis } from '../lib/utc.ts';
import type { RunRecord } from '../results/types.ts';
import type { Party, RuleSet } from '../rules/types.ts';
import type { Site } from '../site/schema.ts';
import type { GroupJudgement, RuleJudgement, RunJudgement } from '../verdicts/judge-run.ts';
import { judgeRun } from '../verdicts/judge-run.ts';
import { embedCatalog } from './catalog-part.ts';
import type { Report, ReportGroup, ReportRule, Signer } from './schema.ts';
import { reportSchema } from './schema.ts';
import type { WatchRecord } from './watch/schema.ts';

export interface ReportParts {
  readonly catalog: Catalog;
  /** The site as checked. It holds no secrets: the site file has no place for them. */
  readonly site: Site;
  /** File name of the site, without directory. */
  readonly siteName: string;
  readonly ruleSet: RuleSet;
  readonly run: RunRecord;
  /** UUID. */
  readonly id: string;
  /** UTC, `2026-11-24T20:41:07Z`. */
  readonly createdAt: string;
  /** Version of the software. */
  readonly version: string;
  /** The report before, and the SHA-256 of its bytes; null: there is none. */
  readonly previous: Report['previous'];
  /** Earlier reports whose checks the run holds; none when absent. */
  readonly carriedFrom?: Report['carriedFrom'];
  /** The report that this is a redacted copy of; absent: it is no copy. */
  readonly redactedFrom?: Report['redactedFrom'];
  /** Of a run that checked again and again: when rules began to pass. */
  readonly watch?: WatchRecord;
  readonly signer: Signer;
}

function partyOf({ address, natAddress }: Party): ReportRule['from'][number] {
  return { address, natAddress };
}

/** A judged rule as the report (and the window) shows it. */
export function reportRuleOf({ rule, verdict, settled }: RuleJudgement): ReportRule {
  return {
    id: rule.id,
    digest: rule.digest,
    entry: rule.entry,
    node: rule.node,
    title: rule.title,
    direction: rule.direction,
    port: rule.port,
    portBasis: rule.portBasis,
    from: rule.from.map(partyOf),
    to: rule.to.map(partyOf),
    service: rule.service,
    level: rule.level,
    group: rule.group,
    verdict,
    settled,
  };
}

/** A judged any-of group as the report (and the window) shows it. */
export function reportGroupOf({ group, verdict, settled }: GroupJudgement): ReportGroup {
  return {
    id: group.id,
    digest: group.digest,
    entry: group.entry,
    node: group.node,
    endpoint: group.endpoint,
    flows: [...group.flows],
    level: group.level,
    verdict,
    settled,
  };
}

/** Results of the built-in practice node make a practice report, whatever the run says of itself. */
export function isPractice(run: Pick<RunRecord, 'practice' | 'checks'>): boolean {
  return run.practice || run.checks.some((check) => check.engine === 'practice');
}

/**
 * The report as everyone reads it back: keys in canonical order, so that documents made now and later are the same.
 *
 * @throws ZodError when it is none: a bug, which must not end in a signed file.
 */
function asReadBack(report: Report): Report {
  return reportSchema.parse(JSON.parse(canonicalJson(report)));
}

/** The latest of some times, as it was written. */
function latest(times: readonly string[]): string {
  return times.reduce((a, b) => ((utcMillis(b) ?? -Infinity) > (utcMillis(a) ?? -Infinity) ? b : a));
}

/**
 * When the report was made. A clock that was set back since the run does not make the report older than what it holds: that
 * would read as forged.
 */
function madeAt({ run, createdAt }: ReportParts): string {
  const began = run.checks.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt]));
  return latest([createdAt, run.startedAt, run.finishedAt, ...began]);
}

/** The readiness report of a run, and how it was judged. Same parts, same report. */
export function composeReport(parts: ReportParts): {
  readonly report: Report;
  readonly judgement: RunJudgement;
} {
  const { site, ruleSet } = parts;
  const createdAt = madeAt(parts);
  const run = { ...parts.run, practice: isPractice(parts.run) };
  const judgement = judgeRun({ site, ruleSet, run, createdAt });
  const report: Report = {
    format: 'gatecheck/report@1',
    practice: run.practice,
    id: parts.id,
    createdAt,
    startedAt: run.startedAt,
    cancelled: run.cancelled,
    software: { name: 'gatecheck', version: parts.version },
    catalog: embedCatalog(parts.catalog),
    site,
    siteName: parts.siteName,
    nodes: [...run.nodes],
    rules: judgement.rules.map(reportRuleOf),
    groups: judgement.groups.map(reportGroupOf),
    controls: [...run.controls],
    checks: [...judgement.checks],
    attestations: [...site.attestations],
    waivers: [...site.waivers],
    takenAway: ruleSet.takenAway.map((taken) => ({ ...taken })),
    readiness: judgement.readiness.readiness,
    previous: parts.previous,
    carriedFrom: parts.carriedFrom ?? [],
    redactedFrom: parts.redactedFrom ?? null,
    ...(parts.watch === undefined ? {} : { watch: parts.watch }),
    signer: parts.signer,
  };
  return { report: asReadBack(report), judgement };
}

/** The bytes that are written and signed: RFC 8785 canonical JSON, UTF-8. */
export function reportBytes(report: Report): Uint8Array {
  return utf8(canonicalJson(report));
}
