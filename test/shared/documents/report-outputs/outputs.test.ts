import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { reportFacts } from '../../../../shared/documents/readiness-report/facts.ts';
import { reportOutput, reportOutputNames } from '../../../../shared/documents/report-outputs/registry.ts';
import { standings } from '../../../../shared/documents/report-outputs/standing.ts';
import { summarySchema } from '../../../../shared/documents/report-outputs/summary-schema.ts';
import type { Report } from '../../../../shared/report/schema.ts';
import { readinessOf, requiredUnits } from '../../../../shared/verdicts/readiness.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { readPrometheus } from '../../../helpers/read-prometheus.ts';
import { plannedSite } from '../../../helpers/site-run.ts';
import { provableSite, sampleReport } from '../../report/sample-report.ts';
import { hostileReport, ids, mixedReport, verifiedOf } from './mixed-report.ts';
import { sarifShape } from './sarif-shape.ts';

interface TestCase {
  readonly suite: string;
  readonly classname: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly message: string;
}

interface JUnit {
  readonly cases: readonly TestCase[];
  readonly totals: Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', number>>;
}

/** As Python's XML parser reads it: one that knows nothing of us. */
function readJUnit(xml: string): JUnit {
  const script = `
import sys, json, xml.etree.ElementTree as E
root = E.fromstring(sys.stdin.buffer.read())
cases = []
for suite in root.findall('testsuite'):
    for case in suite.findall('testcase'):
        bad = [child for child in case if child.tag in ('failure', 'error', 'skipped')]
        assert len(bad) < 2
        cases.append({'suite': suite.get('name'), 'classname': case.get('classname'), 'name': case.get('name'),
            'outcome': bad[0].tag if bad else 'passed', 'message': bad[0].get('message') if bad else ''})
print(json.dumps({'cases': cases, 'totals': {key: int(root.get(key)) for key in ('tests', 'failures', 'errors', 'skipped')}}))
`;
  const json = execFileSync('python3', ['-I', '-c', script], {
    input: xml,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return JSON.parse(json) as JUnit;
}

function caseOf({ cases }: JUnit, id: string): TestCase | undefined {
  return cases.find(({ name }) => name.endsWith(`[${id}]`));
}

const mixed = mixedReport();
const practice = sampleReport(
  provableSite(),
  () => 'confirmed',
  (run) => ({ ...run, practice: true }),
);
const ready = sampleReport(provableSite(), () => 'confirmed');
const nothing = sampleReport(provableSite(), () => 'not-run');
const reports: readonly (readonly [string, Report])[] = [
  ['mixed', mixed],
  ['practice', practice],
  ['ready', ready],
  ['nothing checked', nothing],
  ['three nodes', sampleReport(plannedSite('szczecin-dc1'))],
];

describe('every output of a report', () => {
  it.each(reportOutputNames)('%s is as it was agreed', (format) => {
    expectGolden(`report-outputs/${format}.txt`, reportOutput(format, verifiedOf(mixed)));
  });

  it.each(reportOutputNames)('%s names the report by its whole digest', (format) => {
    for (const [, report] of reports)
      expect(reportOutput(format, verifiedOf(report))).toContain('ab'.repeat(32));
  });

  it.each(reportOutputNames)('%s says that practice is practice', (format) => {
    expect(reportOutput(format, verifiedOf(practice))).toMatch(/practice run|PRACTICE|"practice": true/i);
  });

  it.each(reportOutputNames)(
    '%s keeps to its lines whatever the network said, and shows what would be obeyed',
    (format) => {
      const text = reportOutput(format, verifiedOf(hostileReport()));
      const controls = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;
      expect(text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')).not.toMatch(controls);
    },
  );
});

describe('where a rule stands', () => {
  it.each(reports)('in a report that is %s: what counts is what the readiness counts', (_, report) => {
    const all = standings(reportFacts({ report, sha256: '' }));
    const counting = all.filter(({ uncounted }) => uncounted === null).map(({ id }) => id);
    expect(counting.sort()).toEqual(
      requiredUnits(report.rules, report.groups)
        .map(({ id }) => id)
        .sort(),
    );
  });
});

describe('JUnit XML', () => {
  const seen = readJUnit(reportOutput('junit', verifiedOf(mixed)));

  it('has one case for each rule and set, in the suite of its node, and one for the readiness', () => {
    expect(seen.cases).toHaveLength(mixed.rules.length + mixed.groups.length + 1);
    for (const { id, node } of mixed.rules)
      expect(caseOf(seen, id)).toMatchObject({ suite: `node ${node}`, classname: node });
  });

  it('counts what it holds', () => {
    const of = (outcome: TestCase['outcome']): number =>
      seen.cases.filter((each) => each.outcome === outcome).length;
    expect(seen.totals).toEqual({
      tests: seen.cases.length,
      failures: of('failure'),
      errors: of('error'),
      skipped: of('skipped'),
    });
  });

  it('never shows attested or waived as passed: they are skipped, with name and reason', () => {
    const settled = mixed.rules.filter(({ settled: how }) => how !== null);
    expect(settled.map(({ settled: how }) => how).sort()).toEqual(['attested', 'waived']);
    for (const { id } of settled) expect(caseOf(seen, id)?.outcome).toBe('skipped');
    expect(caseOf(seen, ids.waived)?.message).toBe(
      'Waived by Anna Nowak until 2026-12-31, 00:00:00 UTC: change CHG-7 opens it (observed: fail)',
    );
  });

  it('fails for a required rule that failed, and only says so of others', () => {
    expect(caseOf(seen, ids.failed)?.outcome).toBe('failure');
    const ping = mixed.rules.find(({ entry }) => entry === 'ping');
    expect(ping?.verdict).toBe('fail');
    expect(caseOf(seen, ping?.id ?? '')?.message).toBe(
      'Does not pass (fail). Optional: it does not count for the readiness.',
    );
  });

  it('holds an error for a required rule that nobody could prove', () => {
    const silent = sampleReport(provableSite(), (check) =>
      check.rule.startsWith('ntp.') ? 'no-answer' : 'confirmed',
    );
    const id = silent.rules.find(({ entry }) => entry === 'ntp')?.id ?? '';
    expect(caseOf(readJUnit(reportOutput('junit', verifiedOf(silent))), id)?.outcome).toBe('error');
  });

  it.each(reports)('stops a pipeline exactly when the node is not ready: %s', (_, report) => {
    const { failures, errors, skipped } = readJUnit(reportOutput('junit', verifiedOf(report))).totals;
    expect(failures + errors > 0).toBe(report.readiness === 'not-ready');
    if (report.readiness === 'ready-with-exceptions') expect(skipped).toBeGreaterThan(0);
  });

  it('marks every case of a practice run, and never passes its readiness', () => {
    const { cases } = readJUnit(reportOutput('junit', verifiedOf(practice)));
    for (const { suite, classname } of cases)
      expect([suite, classname].join(' ')).toMatch(/^PRACTICE: .* PRACTICE\./);
    expect(cases.find(({ name }) => name === 'Readiness of the site')?.outcome).toBe('failure');
  });

  it('stays XML whatever the network said', () => {
    const { cases } = readJUnit(reportOutput('junit', verifiedOf(hostileReport())));
    expect(cases).toHaveLength(mixed.rules.length + mixed.groups.length + 1);
    expect(caseOf({ cases, totals: seen.totals }, ids.waived)?.message).toContain(
      '"><b>]]>--><!-- [U+202E]gnp[U+0007]',
    );
  });
});

describe('metrics of a report that names a rule twice', () => {
  it('are each given once, and say nothing where the report says two things', () => {
    const [first, ...others] = ready.rules;
    if (first === undefined) throw new Error('The report has no rule.');
    const samplesOf = (
      second: typeof first,
    ): readonly { readonly state?: string; readonly value: number }[] =>
      readPrometheus(reportOutput('prometheus', verifiedOf({ ...ready, rules: [first, second, ...others] })))
        .filter(({ name, labels }) => name === 'gatecheck_rule_state' && labels['rule'] === first.id)
        .map(({ labels, value }) => ({
          ...(labels['state'] === undefined ? {} : { state: labels['state'] }),
          value,
        }));
    expect(samplesOf(first).filter(({ value }) => value === 1)).toEqual([{ state: 'pass', value: 1 }]);
    const told = new Map(samplesOf({ ...first, verdict: 'fail' }).map(({ state, value }) => [state, value]));
    expect([told.get('pass'), told.get('fail'), told.get('waived')]).toEqual([NaN, NaN, 0]);
  });
});

describe('SARIF', () => {
  const read = (report: Report) =>
    sarifShape.parse(JSON.parse(reportOutput('sarif', verifiedOf(report)))).runs[0];
  const run = read(mixed);

  it('has a result for each rule that does not pass, and metadata for all', () => {
    const { results = [], tool } = run ?? {};
    const failing = mixed.rules.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id);
    expect(results.map(({ ruleId }) => ruleId).sort()).toEqual(failing.sort());
    for (const { ruleId, ruleIndex } of results) expect(tool?.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  it('suppresses what a person stands in for, with the justification, and nothing else', () => {
    for (const result of run?.results ?? []) {
      const rule = mixed.rules.find(({ id }) => id === result.ruleId);
      expect(result.suppressions === undefined).toBe(rule?.settled === null);
    }
    const waived = run?.results.find(({ ruleId }) => ruleId === ids.waived);
    expect(waived?.suppressions?.[0]?.justification).toContain('Waived by Anna Nowak until 2026-12-31');
    expect(waived).toMatchObject({ kind: 'fail', level: 'error' });
  });

  it('calls what nobody could prove open, which has no level', () => {
    for (const { kind, level } of run?.results ?? []) expect(kind === 'open').toBe(level === 'none');
    expect(run?.results.some(({ kind }) => kind === 'open')).toBe(true);
  });

  it('has its shape for every report, whatever its site is called', () => {
    const named = { ...mixed, siteName: "o'brien (dc 1)! ż/50%" };
    for (const [, report] of [...reports, ['hostile', hostileReport()] as const, ['named', named] as const])
      expect(read(report)).toBeDefined();
  });
});

describe('the JSON summary', () => {
  it.each(reports)('follows its published schema and counts as the readiness does: %s', (_, report) => {
    const summary = summarySchema.parse(JSON.parse(reportOutput('json', verifiedOf(report, false))));
    expect(summary.verified).toEqual({ result: 'intact', signerKnown: false });
    expect(summary.readiness).toBe(report.readiness);
    expect(summary.counts.required.total).toBe(requiredUnits(report.rules, report.groups).length);
  });

  it('keeps texts as they are', () => {
    const summary = summarySchema.parse(JSON.parse(reportOutput('json', verifiedOf(hostileReport()))));
    expect(summary.nodes[0]?.failure).toContain('\u202egnp\u0007');
  });
});

describe('Prometheus metrics', () => {
  it.each([...reports, ['hostile', hostileReport()] as const])(
    'can be read, one state a rule: %s',
    (_, report) => {
      const samples = readPrometheus(reportOutput('prometheus', verifiedOf(report)));
      for (const { id } of [...report.rules, ...report.groups]) {
        const states = samples.filter(
          ({ name, labels }) => name === 'gatecheck_rule_state' && labels['rule'] === id,
        );
        expect(states.map(({ value }) => value).sort()).toEqual([0, 0, 0, 0, 1]);
      }
      const readiness = samples.filter(({ name, value }) => name === 'gatecheck_readiness' && value === 1);
      expect(readiness.map(({ labels }) => labels['readiness'])).toEqual([report.readiness]);
    },
  );

  it('give labels back as they were, but for what would be obeyed', () => {
    const samples = readPrometheus(reportOutput('prometheus', verifiedOf(hostileReport())));
    const info = samples.find(({ name }) => name === 'gatecheck_report_info');
    expect(info?.labels['signer']).toContain('\nX: 1\\n{a="b"}');
    expect(info?.labels['signer']).toContain('[U+202E]gnp');
  });

  it('say of waived and attested rules that they are not passed', () => {
    const samples = readPrometheus(reportOutput('prometheus', verifiedOf(mixed)));
    const state = samples.find(({ labels, value }) => labels['rule'] === ids.waived && value === 1);
    expect(state?.labels['state']).toBe('waived');
    const { required } = readinessOf({
      practice: false,
      complete: true,
      takenAway: 0,
      nodes: ['gdn-1'],
      rules: mixed.rules,
      groups: mixed.groups,
      checks: [],
    });
    const count = samples.find(
      ({ name, labels }) =>
        name === 'gatecheck_rules' && labels['need'] === 'required' && labels['state'] === 'pass',
    );
    expect(count?.value).toBe(required.pass);
  });
});

describe('the CSV of checks', () => {
  const rowsOf = (report: Report): string[][] => {
    const script = 'import sys,csv,json;print(json.dumps(list(csv.reader(sys.stdin))))';
    const text = reportOutput('csv', verifiedOf(report)).replace(/^\ufeff/, '');
    const options = { input: text, encoding: 'utf8', timeout: 60_000 } as const;
    return JSON.parse(execFileSync('python3', ['-I', '-c', script], options)) as string[][];
  };

  it('has a row for each check, and one for each rule without', () => {
    const [head = [], ...rows] = rowsOf(mixed);
    const place = head.indexOf('check_id');
    expect(
      rows
        .map((row) => row[place])
        .filter((id) => id !== 'none')
        .sort(),
    ).toEqual(mixed.checks.map(({ id }) => id).sort());
    for (const row of rows) expect(row).toHaveLength(head.length);
  });

  it('names what a terminal would obey, also where a service should stand', () => {
    const rules = mixed.rules.map((rule) => ({ ...rule, service: '53/udp\u0001\r\n\u202ex' }));
    const [head = [], ...rows] = rowsOf({ ...mixed, rules });
    const services = rows.map((row) => row[head.indexOf('service')]);
    expect(new Set(services)).toEqual(new Set(['53/udp[U+0001] [U+202E]x']));
  });

  it('has no field that a spreadsheet would calculate', () => {
    const rows = rowsOf(hostileReport());
    const names = rows[0] ?? [];
    expect(rows).toHaveLength(rowsOf(mixed).length);
    for (const row of rows.slice(1))
      for (const [index, field] of row.entries())
        expect([names[index], field]).not.toEqual([names[index], expect.stringMatching(/^[=+\-@\t\r]/)]);
  });
});
