import { practiceSentence, readinessSentence } from '../../verdicts/readiness-sentence.ts';
import type { CheckRecord } from '../../results/types.ts';
import { evidenceText, targetText, vantageText } from '../readiness-report/check-words.ts';
import { serviceText } from '../readiness-report/facts.ts';
import { levelWord } from '../words.ts';
import { decisiveObservation, sentencesOf, standings, type Standing } from './standing.ts';
import type { OutputFacts } from './types.ts';
import { verifiedSentence } from './verified-sentence.ts';
import { xmlText, type XmlElement } from './xml.ts';

/**
 * JUnit XML as Jenkins and GitLab read it. A failure or an error stops a pipeline, so these are exactly what stands in the
 * way of the readiness: a required rule that failed is a failure, one that nobody could prove an error. What a person
 * stands in for is skipped with name and reason, and so is what does not pass but does not count.
 */

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly outcome: Outcome;
  readonly element: XmlElement;
  /** Seconds. */
  readonly time: number;
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: XmlElement['content'] = [],
): XmlElement {
  return { name, attributes, content };
}

function seconds(time: number): string {
  return time.toFixed(3);
}

function timeOf(checks: readonly CheckRecord[]): number {
  return checks.reduce((sum, { attempts }) => sum + attempts.reduce((own, { ms }) => own + ms, 0), 0) / 1000;
}

function outcomeOf(standing: Standing): Outcome {
  switch (standing.mark) {
    case 'pass':
    case 'weak':
      return 'passed';
    case 'attested':
    case 'waived':
      return 'skipped';
    case 'fail':
      return standing.uncounted === null ? 'failure' : 'skipped';
    case 'inconclusive':
      return standing.uncounted === null ? 'error' : 'skipped';
  }
}

function skippedMessage(standing: Standing): string {
  if (standing.settled !== null) return `${standing.settled.says} (observed: ${standing.verdict})`;
  return `Does not pass (${standing.verdict}). ${standing.uncounted ?? ''}`.trim();
}

function detail(standing: Standing): string {
  const evidence = standing.checks
    .filter(({ verdict }) => verdict === standing.verdict)
    .slice(0, 8)
    .map(
      (check) =>
        `${targetText(check)} from ${vantageText(check)}: ${check.observation}; ${evidenceText(check)}`,
    );
  return [...sentencesOf(standing), ...evidence].join('\n');
}

function nameOf(standing: Standing): string {
  const { rule } = standing;
  const service =
    rule === null ? '' : `, ${serviceText(rule.rule.service)} ${rule.rule.direction.toUpperCase()}`;
  return `${standing.title}${service} (${levelWord(standing.level).toLowerCase()}) [${standing.id}]`;
}

function remarks(standing: Standing): XmlElement[] {
  const carried = standing.checks.flatMap(({ carriedOverFrom }) => carriedOverFrom ?? []);
  const [first] = carried;
  const lines = [
    ...(standing.mark === 'weak' ? ['A weaker pass: the port opened, the service could not be asked.'] : []),
    ...(first === undefined
      ? []
      : [
          `${carried.length} of its checks carried over from an earlier run, the first of ${first.startedAt}.`,
        ]),
  ];
  return lines.length === 0 ? [] : [element('system-out', {}, lines.join('\n'))];
}

function caseOf(standing: Standing, practice: boolean): Case {
  const outcome = outcomeOf(standing);
  const time = timeOf(standing.checks);
  const type = decisiveObservation(standing);
  const body: XmlElement[] =
    outcome === 'passed'
      ? []
      : outcome === 'skipped'
        ? [element('skipped', { message: skippedMessage(standing) }, detail(standing))]
        : [element(outcome, { message: sentencesOf(standing)[0] ?? '', type }, detail(standing))];
  const attributes = {
    name: nameOf(standing),
    classname: `${practice ? 'PRACTICE.' : ''}${standing.node}`,
    time: seconds(time),
  };
  return { outcome, time, element: element('testcase', attributes, [...body, ...remarks(standing)]) };
}

/** The readiness as a test of its own: it also fails for what no single rule says, e.g. a node that nobody checked. */
function readinessCase({ report, summary }: OutputFacts): Case {
  const outcome: Outcome =
    report.readiness === 'ready' ? 'passed' : report.readiness === 'not-ready' ? 'failure' : 'skipped';
  const message = readinessSentence(summary);
  const body: XmlElement[] =
    outcome === 'passed'
      ? []
      : [element(outcome, outcome === 'failure' ? { message, type: report.readiness } : { message })];
  const name = { name: 'Readiness of the site', classname: `${report.practice ? 'PRACTICE.' : ''}gatecheck` };
  return { outcome, time: 0, element: element('testcase', { ...name, time: seconds(0) }, body) };
}

function counts(cases: readonly Case[]): Record<string, string> {
  const of = (outcome: Outcome): string => `${cases.filter((each) => each.outcome === outcome).length}`;
  return {
    tests: `${cases.length}`,
    failures: of('failure'),
    errors: of('error'),
    skipped: of('skipped'),
    time: seconds(cases.reduce((sum, { time }) => sum + time, 0)),
  };
}

function properties(facts: OutputFacts): XmlElement {
  const { report, sha256 } = facts;
  const all: Record<string, string> = {
    'report.id': report.id,
    'report.sha256': sha256,
    'report.createdAt': report.createdAt,
    readiness: report.readiness,
    practice: `${report.practice}`,
    ...(report.redactedFrom === null ? {} : { redactedFrom: report.redactedFrom.id }),
    verified: verifiedSentence(facts.verified),
    'signer.name': report.signer.name,
    'signer.fingerprint': report.signer.fingerprint,
    software: `${report.software.name} ${report.software.version}`,
    catalogue: `${report.catalog.id} ${report.catalog.version}`,
  };
  const list = Object.entries(all).map(([name, value]) => element('property', { name, value }));
  return element('properties', {}, list);
}

/** JUnit XML: a suite a node, a case a rule. */
export function junitXml(facts: OutputFacts): string {
  const { report } = facts;
  const all = standings(facts);
  const mark = report.practice ? 'PRACTICE: ' : '';
  const about = {
    timestamp: report.startedAt.replace(/(?:\.\d+)?Z$/, ''),
    hostname: 'localhost',
  };
  const suite = (name: string, cases: readonly Case[], first: readonly XmlElement[]): XmlElement =>
    element('testsuite', { name: `${mark}${name}`, ...counts(cases), ...about }, [
      ...first,
      ...cases.map((each) => each.element),
    ]);
  const suites: { readonly cases: readonly Case[]; readonly element: XmlElement }[] = [];
  const readiness = [readinessCase(facts)];
  suites.push({
    cases: readiness,
    element: suite(`readiness of ${report.siteName}`, readiness, [properties(facts)]),
  });
  for (const { name } of report.site.nodes) {
    const cases = all.filter(({ node }) => node === name).map((each) => caseOf(each, report.practice));
    suites.push({ cases, element: suite(`node ${name}`, cases, []) });
  }
  const root = element(
    'testsuites',
    { name: `${mark}Gatecheck ${report.siteName}`, ...counts(suites.flatMap(({ cases }) => cases)) },
    [...suites.map((each) => each.element)],
  );
  const first = report.practice ? `<!-- ${practiceSentence} -->\n` : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${first}${xmlText(root)}\n`;
}
