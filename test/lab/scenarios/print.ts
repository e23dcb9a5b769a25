import type { ScenarioRun } from './run-scenario.ts';
import type { KindLine } from './table.ts';
import { confusionTable, keepsPromise, median, promisedShare, share, undecided } from './table.ts';

type Row = readonly string[];

const head: Row = [
  ...['node kind', 'runs', 'flows', 'TCP open', 'TCP blocked', 'TCP closed', 'TCP other'],
  ...[
    'UDP open',
    'UDP refused',
    'UDP rejected',
    'UDP silent',
    'held to',
    'decided',
    'wrong passes',
    'wrong failures',
    'median s',
  ],
];

function rowOf(line: KindLine): Row {
  const { groups, counted, decided } = line;
  const promised = promisedShare(line.kind);
  const heldTo =
    promised === null ? '–' : `${counted} ${line.kind.promise === 'all' ? 'flows' : 'TCP'}, ${promised} %`;
  return [
    ...[
      line.kind.name,
      line.runs,
      line.flows,
      groups['tcp-open'],
      groups['tcp-blocked'],
      groups['tcp-closed'],
    ],
    ...[groups['tcp-other'], groups['udp-open'], groups['udp-refused'], groups['udp-rejected']],
    ...[groups['udp-silent'], heldTo, share(decided, counted), line.wrongPasses, line.wrongFails],
    median(line.seconds).toFixed(1),
  ].map(String);
}

function sumOf(lines: readonly KindLine[]): Row {
  const sum = (value: (line: KindLine) => number): string =>
    String(lines.reduce((total, line) => total + value(line), 0));
  const group = (name: keyof KindLine['groups']): string => sum(({ groups }) => groups[name]);
  return [
    ...['all', sum(({ runs }) => runs), sum(({ flows }) => flows)],
    ...[group('tcp-open'), group('tcp-blocked'), group('tcp-closed'), group('tcp-other')],
    ...[group('udp-open'), group('udp-refused'), group('udp-rejected'), group('udp-silent'), '', ''],
    ...[sum(({ wrongPasses }) => wrongPasses), sum(({ wrongFails }) => wrongFails)],
    median(lines.flatMap(({ seconds }) => seconds)).toFixed(1),
  ];
}

/** A table in Markdown whose columns are also straight on a terminal. */
function markdown(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: Row, fill = ' '): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0, fill) : cell.padStart(widths[column] ?? 0, fill))).join(' | ')} |`;
  const [first = [], ...rest] = rows;
  const rule = first.map((_, column) => (column === 0 ? '---' : '---:').padStart(widths[column] ?? 0, '-'));
  return [line(first), line(rule), ...rest.map((row) => line(row))].join('\n');
}

export function tableText(runs: readonly ScenarioRun[]): string {
  const lines = confusionTable(runs);
  return markdown([head, ...lines.map(rowOf), sumOf(lines)]);
}

export function undecidedText(runs: readonly ScenarioRun[]): string {
  const rows = undecided(runs).map((one) => [
    ...[one.kind, one.protocol, one.observation, String(one.count), one.reason.replaceAll('|', '/')],
  ]);
  return rows.length === 0
    ? 'Nothing: every flow whose truth was on the wire was decided.'
    : markdown([['node kind', 'over', 'observation', 'flows', 'reason'], ...rows]);
}

/** Every wrong answer, and every flow that nmap saw otherwise than it was set up. Empty: there is none. */
export function faultLines(runs: readonly ScenarioRun[]): readonly string[] {
  return runs.flatMap(({ scenario, faults, results }) => {
    const where = `seed ${scenario.seed}, ${scenario.kind}, ${scenario.deployment}, ${scenario.path}`;
    return [
      ...faults.map(
        ({ flow, expected, nmap }) =>
          `LAB FAULT ${where}: from ${flow.from} to ${flow.target}:${flow.port}/${flow.protocol} (${flow.firewall}, ${flow.farEnd}) should be ${expected.join(' or ')}, nmap says ${nmap}`,
      ),
      ...results
        .filter(({ outcome }) => outcome === 'wrong-pass' || outcome === 'wrong-fail')
        .map(
          ({ flow, outcome, observation, engine, reason }) =>
            `${outcome.toUpperCase()} ${where}: ${flow.id} from ${flow.from} to ${flow.target}:${flow.port}/${flow.protocol} (${flow.firewall}, ${flow.farEnd}, issuer ${flow.trust}): ${engine} says ${observation}: ${reason}`,
        ),
    ];
  });
}

/** Kinds that do not keep what they are held to. */
export function brokenPromises(runs: readonly ScenarioRun[]): readonly string[] {
  return confusionTable(runs)
    .filter((line) => !keepsPromise(line))
    .map(
      (line) =>
        `${line.kind.name}: ${share(line.decided, line.counted)} decided, ${line.wrongPasses} wrong passes, ${line.wrongFails} wrong failures`,
    );
}
