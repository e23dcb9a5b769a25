import type { Level } from '../../catalog/schema.ts';
import { utcMillis } from '../../lib/utc.ts';
import { visibleText } from '../tables/visible-text.ts';
import { standings } from './standing.ts';
import { summaryOf } from './summary.ts';
import type { OutputFacts } from './types.ts';

/**
 * Prometheus text exposition format 0.0.4, for the node exporter's textfile collector or a push gateway: gauges only, no
 * time stamps on samples, for both refuse them. Every state of a rule is written, 0 or 1, so that an alert on one that
 * appears or goes works at once.
 */

type Labels = Readonly<Record<string, string>>;

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[];
}

function labelValue(text: string): string {
  return visibleText(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function series(name: string, labels: Labels): string {
  const list = Object.entries(labels).map(([key, text]) => `${key}="${labelValue(text)}"`);
  return `${name}{${list.join(',')}}`;
}

/**
 * Each series once: a file that has one twice is refused whole. Only a report whose rules cannot be recomputed here may name
 * a rule or a node twice; where it says two things of it, neither is told (NaN).
 */
function metricText({ name, help, samples }: Metric): string {
  const values = new Map<string, number>();
  for (const { labels, value } of samples) {
    const key = series(name, labels);
    const before = values.get(key);
    values.set(key, before === undefined || before === value ? value : Number.NaN);
  }
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...[...values].map(([key, value]) => `${key} ${value}`),
  ].join('\n');
}

const states = ['pass', 'attested', 'waived', 'inconclusive', 'fail'] as const;
const levels: readonly Level[] = ['required', 'optional', 'as-published'];
const readinessWords = ['ready', 'ready-with-exceptions', 'not-ready'] as const;

function seconds(utc: string): number {
  return (utcMillis(utc) ?? 0) / 1000;
}

function one(condition: boolean): number {
  return condition ? 1 : 0;
}

/** The report as Prometheus metrics. */
export function prometheusText(facts: OutputFacts): string {
  const { report, sha256, verified } = facts;
  const summary = summaryOf(facts);
  const site = { site: report.siteName };
  const all = standings(facts);
  const observations = [...new Set(report.checks.map(({ observation }) => observation))].sort();
  const metrics: readonly Metric[] = [
    {
      name: 'gatecheck_report_info',
      help: 'The readiness report that these metrics were made from.',
      samples: [
        {
          labels: {
            ...site,
            report_id: report.id,
            report_sha256: sha256,
            signer: report.signer.fingerprint,
            verified: verified.result,
            signer_known: `${verified.signerKnown}`,
            practice: `${report.practice}`,
            redacted_copy: `${report.redactedFrom !== null}`,
            version: report.software.version,
            catalog: `${report.catalog.id} ${report.catalog.version}`,
          },
          value: 1,
        },
      ],
    },
    {
      name: 'gatecheck_readiness',
      help: '1 for the readiness that the report states, 0 for the others. Practice is never ready.',
      samples: readinessWords.map((word) => ({
        labels: { ...site, readiness: word },
        value: one(report.readiness === word),
      })),
    },
    {
      name: 'gatecheck_practice',
      help: '1 when these are results of the built-in practice node and say nothing about a real network.',
      samples: [{ labels: site, value: one(report.practice) }],
    },
    {
      name: 'gatecheck_run_start_timestamp_seconds',
      help: 'When the run began, by the clock of the laptop.',
      samples: [{ labels: site, value: seconds(report.startedAt) }],
    },
    {
      name: 'gatecheck_report_timestamp_seconds',
      help: 'When the report was made, by the clock of the laptop.',
      samples: [{ labels: site, value: seconds(report.createdAt) }],
    },
    {
      name: 'gatecheck_rules',
      help: 'Rules, and sets of which one is enough, by need and state. Attested and waived are not passed.',
      samples: levels.flatMap((level) =>
        states.map((state) => ({
          labels: { ...site, need: level, state },
          value: summary.counts[level][state],
        })),
      ),
    },
    {
      name: 'gatecheck_checks',
      help: 'Checks of the report by observation.',
      samples: observations.map((observation) => ({
        labels: { ...site, observation },
        value: report.checks.filter((check) => check.observation === observation).length,
      })),
    },
    {
      name: 'gatecheck_checks_carried_over',
      help: 'Checks that were carried over from earlier reports.',
      samples: [{ labels: site, value: summary.checks.carriedOver }],
    },
    {
      name: 'gatecheck_node_reached',
      help: '1 when checks of the node could be made, 0 when not.',
      samples: report.nodes.map(({ name, failure }) => ({
        labels: { ...site, node: name },
        value: one(failure === null),
      })),
    },
    {
      name: 'gatecheck_rule_state',
      help: '1 for the state of the rule or set, 0 for the others. Only what counts="true" decides the readiness.',
      samples: all.flatMap((standing) =>
        states.map((state) => ({
          labels: {
            ...site,
            rule: standing.id,
            node: standing.node,
            need: standing.level,
            counts: `${standing.uncounted === null}`,
            state,
          },
          value: one((standing.mark === 'weak' ? 'pass' : standing.mark) === state),
        })),
      ),
    },
    {
      name: 'gatecheck_settled_until_timestamp_seconds',
      help: 'When an attestation or waiver that counts ends; from then on the rule no longer counts as such.',
      samples: all.flatMap(({ id, node, settled }) =>
        settled === null || settled.expires === null
          ? []
          : [
              {
                labels: { ...site, rule: id, node, settled: settled.settled },
                value: seconds(settled.expires),
              },
            ],
      ),
    },
  ];
  return `${metrics
    .filter(({ samples }) => samples.length > 0)
    .map(metricText)
    .join('\n')}\n`;
}
