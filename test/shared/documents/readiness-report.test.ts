import { describe, expect, it } from 'vitest';
import { composeReportDocument } from '../../../shared/documents/readiness-report/compose.ts';
import { reportFacts } from '../../../shared/documents/readiness-report/facts.ts';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { plannedSite } from '../../helpers/site-run.ts';
import { provableSite, sampleReport } from '../report/sample-report.ts';
import { textsOf } from './request-of-site.ts';

const inputOf = (report: Report): Parameters<typeof composeReportDocument>[0] => ({
  report,
  sha256: 'ab'.repeat(32),
  json: '{}',
  signature: 'armoured',
});
const pagesOf = (report: Report): { model: DocumentModel; text: string } => {
  const model = composeReportDocument(inputOf(report));
  return { model, text: textsOf(model.blocks).join('\n') };
};

describe('numbers of the rules in a report', () => {
  it('are those of the lines of the request, with a letter for each rule of a line', () => {
    const { rules, request } = reportFacts(inputOf(sampleReport(plannedSite('gdansk-dc1'))));
    for (const { number, line } of request.lines) {
      const own = rules.filter(({ rule }) => line.rules.includes(rule.id)).map((each) => each.number);
      expect(own).toEqual(
        line.rules.length === 1
          ? [`${number}`]
          : line.rules.map((_, index) => `${number}${'abcdefgh'[index] ?? ''}`),
      );
    }
  });

  it('tell rules inside the subnet of the node apart: the request does not ask for them', () => {
    const planned = plannedSite('gdansk-dc1', (json) => {
      json['endpoints'] = { ...(json['endpoints'] as object), ntpServers: ['10.20.0.123'] };
    });
    const { rules } = reportFacts(inputOf(sampleReport(planned)));
    expect(rules.find(({ rule }) => rule.entry === 'ntp')?.number).toBe('S1');
  });

  it('are given to every rule once', () => {
    const { rules } = reportFacts(inputOf(sampleReport(plannedSite('szczecin-dc1'))));
    expect(new Set(rules.map(({ number }) => number)).size).toBe(rules.length);
  });
});

describe('page 1 of a report', () => {
  it('names who must act, for each rule that does not pass and is required', () => {
    const report = sampleReport(provableSite(), (check) =>
      check.rule.startsWith('ntp.') ? 'filtered' : 'confirmed',
    );
    const { text } = pagesOf(report);
    const advice = report.checks.find(({ rule }) => rule.startsWith('ntp.'))?.advice;
    expect(advice?.next.length).toBeGreaterThan(10);
    expect(text).toContain(advice?.next.slice(1));
    expect(text).not.toContain('Nobody: every required rule passes');
  });

  it('names nobody when every required rule passes', () => {
    expect(pagesOf(sampleReport(provableSite(), () => 'confirmed')).text).toContain(
      'Nobody: every required rule passes',
    );
  });

  it('keeps apart what does not count for the verdict', () => {
    const report = sampleReport(plannedSite('gdansk-dc1'), (check) =>
      check.rule.startsWith('ping.') ? 'refused' : 'confirmed',
    );
    const { text } = pagesOf(report);
    expect(text).toMatch(
      /1 rule that is optional or as published does not pass \(\d failed, \d inconclusive\)/,
    );
  });

  it('says that a requirement was taken away, and by whom', () => {
    const planned = plannedSite('gdansk-dc1', (json) => {
      json['entries'] = {
        snmp: { level: { 'out 162/udp': 'optional' }, by: 'Grażyna Źrebiec', reason: 'No traps here.' },
      };
    });
    expect(pagesOf(sampleReport(planned)).text).toContain('by Grażyna Źrebiec, No traps here.');
  });

  it('says when the run was cancelled', () => {
    const report = sampleReport(provableSite(), undefined, (run) => ({ ...run, cancelled: true }));
    expect(pagesOf(report).text).toContain('The run was cancelled before its end.');
  });
});

describe('what people stand in for', () => {
  const ended = sampleReport(
    plannedSite('gdansk-dc1', (json) => {
      json['waivers'] = [
        {
          rule: 'ntp.gdn-1.out.lan.123-udp.v4',
          digest: 'x',
          by: 'Anna',
          reason: 'Later.',
          at: '2026-01-01T00:00:00Z',
          expires: '2026-02-01T00:00:00Z',
        },
      ];
    }),
  );

  it('stands on page 1 with the day on which it ends', () => {
    const { rules } = plannedSite('gdansk-dc1').ruleSet;
    const ntp = rules.find(({ entry }) => entry === 'ntp');
    const planned = plannedSite('gdansk-dc1', (json) => {
      json['waivers'] = [
        {
          rule: ntp?.id,
          digest: ntp?.digest,
          by: 'Anna',
          reason: 'Later.',
          at: '2026-11-01T00:00:00Z',
          expires: '2027-05-31T00:00:00Z',
        },
      ];
    });
    const report = sampleReport(planned, (check) => (check.rule === ntp?.id ? 'filtered' : 'confirmed'));
    expect(report.readiness).toBe('ready-with-exceptions');
    const { text } = pagesOf(report);
    expect(text).toContain('Review the waivers before 2027-05-31, 00:00:00 UTC');
    expect(text).toContain('counts');
  });

  it('is listed with "ended" when its time is over, and does not count', () => {
    const { text } = pagesOf(ended);
    expect(text).toContain('ended');
    expect(ended.rules.find(({ entry }) => entry === 'ntp')?.settled).toBeNull();
  });
});

describe('every rule of a report', () => {
  it('has one place with its evidence, to which the table of all rules points', () => {
    const words = ['confirmed', 'filtered', 'no-answer', 'not-testable'] as const;
    let next = 0;
    const report = sampleReport(plannedSite('szczecin-dc1'), () => words[next++ % words.length] ?? 'not-run');
    const model = JSON.stringify(pagesOf(report).model.blocks);
    for (const { id } of report.rules) {
      const anchors = model.split(`"anchor":"rule-${id}"`).length - 1;
      // Once where it stands, once in the table of all rules.
      expect([id, anchors]).toEqual([id, 2]);
    }
  });
});

describe('the negative controls in a report', () => {
  it('that never ran are said to guard nothing', () => {
    const report = sampleReport(provableSite(), undefined, (run) => ({
      ...run,
      controls: run.controls.map((one, index) => (index === 0 ? { ...one, observation: 'not-run' } : one)),
    }));
    expect(pagesOf(report).text).toContain(
      'none connected; 1 more did not run, so nothing guards "open" there',
    );
  });
});

describe('checks that were carried over', () => {
  const origin = '0b7e8f5e-1111-4d4c-9c53-1c3a5b2d8c1e';
  const from = {
    id: origin,
    sha256: 'cd'.repeat(32),
    createdAt: '2026-11-20T09:00:00Z',
    signer: 'SHA256:abc',
  };
  const carried = { report: origin, startedAt: '2026-11-20T08:00:00Z' };
  const report = sampleReport(
    provableSite(),
    (check) => (check.rule.startsWith('ntp.') ? 'filtered' : 'confirmed'),
    (run) => ({ ...run, checks: run.checks.map((check) => ({ ...check, carriedOverFrom: carried })) }),
  );
  const { text } = pagesOf({ ...report, carriedFrom: [from] });

  it('say so on page 1 and with every rule, with their date, passed or not', () => {
    const all = report.checks.length;
    expect(text).toContain(`${all} checks of ${all}, made 2026-11-20, from 1 earlier report`);
    expect(text.split('carried over, 2026-11-20').length - 1).toBeGreaterThanOrEqual(report.rules.length);
    expect(text).toContain('carried over from 2026-11-20, 08:00:00 UTC');
  });

  it('name the reports that they come from, with digest and signer', () => {
    expect(text).toContain(
      `${report.checks.length} checks from ${origin}, 2026-11-20, 09:00:00 UTC, signed with SHA256:abc`,
    );
    expect(text).toContain('cdcdcdcd '.repeat(8).trim());
  });
});

describe('the clocks in a report', () => {
  it('say how far each node is from the laptop, and who is behind an NTP server', () => {
    const report = sampleReport(
      provableSite(),
      () => 'confirmed',
      (run) => ({
        ...run,
        checks: run.checks.map((check) =>
          check.rule.startsWith('ntp.')
            ? { ...check, evidence: { offsetMs: 1500, offsetOf: 'node' } }
            : check,
        ),
      }),
    );
    const { text } = pagesOf(report);
    expect(text).toContain('gdn-1: 12 ms ahead of the laptop, give or take 3 ms');
    expect(text).toContain('gdn-1: 1500 ms behind NTP server 10.20.5.123');
  });

  it('that nobody told are said to be unknown', () => {
    const report = sampleReport(
      provableSite(),
      () => 'confirmed',
      (run) => ({
        ...run,
        nodes: run.nodes.map((node) => ({ ...node, clock: null })),
      }),
    );
    expect(pagesOf(report).text).toContain('No node told its time.');
  });
});

describe('the numbers of rules and of lines', () => {
  it('are explained where both are seen, so that request and report agree', () => {
    const report = sampleReport(plannedSite('gdansk-dc1'));
    const { request } = reportFacts(inputOf(report));
    expect(pagesOf(report).text).toContain(`The request has ${request.lines.length} lines`);
  });
});
