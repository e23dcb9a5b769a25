import { describe, expect, it } from 'vitest';
import {
  handOffText,
  handOffTexts,
  handOffsOf,
} from '../../../../shared/documents/report-outputs/hand-off.ts';
import { reportFacts } from '../../../../shared/documents/readiness-report/facts.ts';
import type { Report } from '../../../../shared/report/schema.ts';
import { plannedSite } from '../../../helpers/site-run.ts';
import { provableSite, sampleReport } from '../../report/sample-report.ts';

const named = (report: Report) => ({ report, sha256: 'ab'.repeat(32) });
const facts = (report: Report) => reportFacts(named(report));
const words = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ');

describe('the hand-off text of a rule', () => {
  const report = sampleReport(plannedSite('gdansk-dc1'), (check) =>
    check.rule.startsWith('ntp.') ? 'filtered' : 'confirmed',
  );
  const ntp = report.rules.find(({ entry }) => entry === 'ntp');
  const text = handOffText(named(report), ntp?.id ?? '');

  it('names rule, both ends, port, what was seen, who acts next, and the report with its digest', () => {
    const check = report.checks.find(({ rule }) => rule === ntp?.id);
    expect(words(text)).toContain(ntp?.id);
    expect(words(text)).toContain('UDP 123 at "To"');
    expect(words(text)).toContain('gdn-1, LAN port: 10.20.0.10');
    for (const { address } of ntp?.to ?? []) expect(words(text)).toContain(address);
    expect(words(text)).toContain('filtered');
    expect(words(text)).toContain('2026-11-24, 20:40:00 UTC');
    expect(words(text).toLowerCase()).toContain(check?.advice?.owner.toLowerCase());
    expect(words(text)).toContain(check?.explanation);
    expect(words(text)).toContain(report.id);
    expect(words(text)).toContain('ab'.repeat(32));
  });

  it('says what was ruled out only where the record shows it', () => {
    expect(words(text)).toContain('A wrong port of the node: by its own route gdn-1 sends by its LAN port');
    const unproven = sampleReport(
      plannedSite('gdansk-dc1'),
      (check) => (check.rule.startsWith('ntp.') ? 'filtered' : 'confirmed'),
      (run) => ({
        ...run,
        checks: run.checks.map((check) => ({ ...check, facts: { ...check.facts, interfaceProven: false } })),
      }),
    );
    expect(words(handOffText(named(unproven), ntp?.id ?? ''))).not.toContain('A wrong port of the node');
  });

  it('holds no line longer than 72 characters but where a word alone is', () => {
    const long = (text ?? '')
      .split('\n')
      .filter((line) => line.length > 72 && /\S\s+\S/.test(line.trim().slice(15)));
    expect(long).toEqual([]);
  });

  it('is none for a rule that passes, and for one that is not in the report', () => {
    const passed = report.rules.find(({ verdict }) => verdict === 'pass');
    expect(handOffText(named(report), passed?.id ?? '')).toBeNull();
    expect(handOffText(named(report), 'nothing')).toBeNull();
  });

  it('of a practice run says so first', () => {
    const practice = sampleReport(
      provableSite(),
      () => 'filtered',
      (run) => ({ ...run, practice: true }),
    );
    expect(handOffText(named(practice), practice.rules[0]?.id ?? '')).toMatch(/^\*\*\* Practice run\./);
  });
});

describe('all hand-off texts of a report', () => {
  it('are one for each rule that somebody has to act on, required ones first', () => {
    const report = sampleReport(plannedSite('gdansk-dc1'), (check) =>
      check.rule.startsWith('ping.') || check.rule.startsWith('ntp.') ? 'refused' : 'confirmed',
    );
    const handOffs = handOffsOf(facts(report));
    const rules = handOffs.flatMap(({ rule: id }) => report.rules.filter((rule) => rule.id === id));
    expect(rules.length).toBeGreaterThan(1);
    const all = handOffTexts(facts(report));
    for (const { id } of rules) expect(words(all)).toContain(`Rule ${id}`);
    const levels = rules.map(({ level }) => level);
    expect(levels).toEqual([...levels].sort((a, b) => Number(b === 'required') - Number(a === 'required')));
  });

  it('say that there is nothing to hand off when there is nothing', () => {
    const all = handOffTexts(facts(sampleReport(provableSite(), () => 'confirmed')));
    expect(words(all)).toContain('No rule has to be handed off');
  });
});
