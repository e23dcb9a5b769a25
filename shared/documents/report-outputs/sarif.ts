import { practiceSentence, readinessSentence } from '../../verdicts/readiness-sentence.ts';
import { serviceText } from '../readiness-report/facts.ts';
import { levelWord } from '../words.ts';
import { jsonText } from './json-text.ts';
import { decisiveObservation, sentencesOf, standings, standingWord, type Standing } from './standing.ts';
import type { OutputFacts } from './types.ts';
import { verifiedSentence } from './verified-sentence.ts';

/**
 * SARIF 2.1.0: a result for each rule that does not pass. What failed is `fail`; what nobody could prove is `open`, the
 * standard's word for a result that could not be decided, whose level then has to be `none`. What a person stands in for
 * is a result like any other, with a suppression that carries name and reason.
 */

type Level = 'error' | 'warning' | 'note' | 'none';

function message(text: string): { readonly text: string } {
  return { text: text };
}

function failLevel(standing: Standing): Exclude<Level, 'none'> {
  if (standing.uncounted === null) return 'error';
  return standing.level === 'optional' ? 'warning' : 'note';
}

function titleOf({ title, rule }: Standing): string {
  return rule === null
    ? title
    : `${title}, ${serviceText(rule.rule.service)} ${rule.rule.direction.toUpperCase()}`;
}

function ruleOf(standing: Standing): object {
  const { rule } = standing;
  const parties = (list: readonly { address: string }[]): string[] => list.map(({ address }) => address);
  return {
    id: standing.id,
    shortDescription: message(`${titleOf(standing)} (${levelWord(standing.level).toLowerCase()})`),
    fullDescription: message(
      standing.uncounted === null
        ? 'The site needs this path through the firewalls; it counts for the readiness.'
        : standing.uncounted,
    ),
    help: message(sentencesOf(standing).join('\n')),
    defaultConfiguration: { level: failLevel(standing) },
    properties: {
      node: standing.node,
      need: standing.level,
      digest: standing.digest,
      ...(rule === null
        ? {}
        : {
            number: rule.number,
            direction: rule.rule.direction,
            port: rule.rule.port,
            service: rule.rule.service,
            from: parties(rule.rule.from),
            to: parties(rule.rule.to),
          }),
    },
  };
}

function resultOf(standing: Standing, ruleIndex: number, facts: OutputFacts): object {
  const { settled, verdict, node, checks } = standing;
  const failed = verdict === 'fail';
  const text = [
    ...(facts.report.practice ? [practiceSentence] : []),
    `${standingWord(standing)}: ${titleOf(standing)} at ${node}.`,
    ...(settled === null ? [] : [`${settled.says}.`]),
    ...sentencesOf(standing),
  ];
  return {
    ruleId: standing.id,
    ruleIndex,
    kind: failed ? 'fail' : 'open',
    level: failed ? failLevel(standing) : 'none',
    message: message(text.join('\n')),
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: artifactUri(facts), index: 0 } },
        logicalLocations: [{ name: node, fullyQualifiedName: standing.id, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'gatecheckRule/v1': standing.digest },
    ...(settled === null
      ? {}
      : {
          suppressions: [{ kind: 'external', status: 'accepted', justification: settled.says }],
        }),
    properties: {
      verdict,
      settled: settled?.settled ?? null,
      observation: decisiveObservation(standing),
      counts: standing.uncounted === null,
      checks: checks.filter((check) => check.verdict === verdict).map(({ id }) => id),
    },
  };
}

function artifactUri({ report }: OutputFacts): string {
  return encodeURIComponent(`${report.siteName}.readiness.json`);
}

const exitCodes = { ready: 0, 'not-ready': 1, 'ready-with-exceptions': 4 } as const;

function invocation(facts: OutputFacts): object {
  const { report, summary, verified } = facts;
  const notes: readonly (readonly [Level, string])[] = [
    ...(report.practice ? [['warning', practiceSentence] as const] : []),
    ...(report.cancelled ? [['error', 'The run was cancelled before its end.'] as const] : []),
    ...report.nodes.flatMap(({ name, failure }) =>
      failure === null ? [] : [['error', `${name} was not checked: ${failure}`] as const],
    ),
    ...(verified.result === 'valid'
      ? []
      : [['warning', `The report is ${verifiedSentence(verified)}.`] as const]),
    [report.readiness === 'ready' ? 'note' : 'warning', readinessSentence(summary)],
  ];
  return {
    executionSuccessful: !report.cancelled && report.nodes.every(({ failure }) => failure === null),
    startTimeUtc: report.startedAt,
    endTimeUtc: report.createdAt,
    exitCode: exitCodes[report.readiness],
    exitCodeDescription: report.readiness,
    toolExecutionNotifications: notes.map(([level, text]) => ({ level, message: message(text) })),
  };
}

/** The report as a SARIF log of one run. */
export function sarifLog(facts: OutputFacts): string {
  const { report, sha256 } = facts;
  const all = standings(facts);
  const results = all.flatMap((standing, index) =>
    standing.verdict === 'pass' ? [] : [resultOf(standing, index, facts)],
  );
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Gatecheck',
            version: report.software.version,
            rules: all.map(ruleOf),
          },
        },
        automationDetails: { id: `gatecheck/${report.siteName}/` },
        invocations: [invocation(facts)],
        artifacts: [
          {
            location: { uri: artifactUri(facts) },
            mimeType: 'application/json',
            hashes: { 'sha-256': sha256 },
            roles: ['analysisTarget'],
          },
        ],
        columnKind: 'utf16CodeUnits',
        results,
        properties: {
          practice: report.practice,
          readiness: report.readiness,
          reportId: report.id,
          reportSha256: sha256,
          redactedFrom: report.redactedFrom?.id ?? null,
          signer: report.signer.fingerprint,
          verified: verifiedSentence(facts.verified),
          catalog: `${report.catalog.id} ${report.catalog.version}`,
        },
      },
    ],
  };
  return jsonText(log);
}
