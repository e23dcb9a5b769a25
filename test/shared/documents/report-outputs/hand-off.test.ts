import { describe, expect, it } from 'vitest';
import {
  handOffTextFor,
  handOffTexts,
  handOffsOf,
} from '../../../../shared/documents/report-outputs/hand-off.ts';
import { reportFacts } from '../../../../shared/documents/readiness-report/facts.ts';
import type { Report } from '../../../../shared/report/schema.ts';
import { plannedSite } from '../../../helpers/site-run.ts';
import { provableSite, sampleReport } from '../../report/sample-report.ts';

const named = (report: Report) => ({ report, sha256: 'ab'.repeat(32) });
const facts = (report: Report) => reportFacts(named(report));
const handOffText = (wanted: { report: Report }, id: string): string =>
  handOffTextFor(facts(wanted.report), [id], 'signed');
const words = (text: string): string => text.replace(/\s+/g, ' ');

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
    const long = text.split('\n').filter((line) => line.length > 72 && /\S\s+\S/.test(line.trim().slice(15)));
    expect(long).toEqual([]);
  });

  it('is none for a rule that passes, and for one that is not in the report', () => {
    const passed = report.rules.find(({ verdict }) => verdict === 'pass');
    expect(handOffText(named(report), passed?.id ?? '')).toBe('');
    expect(handOffText(named(report), 'nothing')).toBe('');
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

describe('hand-off texts that are chosen', () => {
  const report = sampleReport(plannedSite('gdansk-dc1'), () => 'filtered');
  const [one, two] = report.rules.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);

  it('are one text in the order asked for, each rule once', () => {
    const both = words(handOffTextFor(facts(report), [two ?? '', one ?? ''], 'signed'));
    expect(both.indexOf(`Rule ${two ?? ''} `)).toBeGreaterThanOrEqual(0);
    expect(both.indexOf(`Rule ${two ?? ''} `)).toBeLessThan(both.indexOf(`Rule ${one ?? ''} `));
  });

  it('of an unsigned report say that it is a draft, and name neither digest nor signer', () => {
    const draft = words(handOffTextFor(facts(report), [one ?? ''], 'draft'));
    expect(draft).toMatch(/^\*\*\* Draft: the report behind this text is not signed yet\. \*\*\*/);
    expect(draft).not.toContain('SHA-256');
    expect(draft).not.toContain('Signed by');
    expect(draft).not.toContain(report.id);
  });

  it('of an any-of group say that one of its rules is enough, and name each', () => {
    const [group] = report.groups.filter(({ verdict }) => verdict !== 'pass');
    if (group === undefined) throw new Error('The sample has no any-of group.');
    const text = words(handOffTextFor(facts(report), [group.id], 'signed'));
    expect(text).toMatch(/^None of several firewall paths (works|could be proven), and one is needed/);
    expect(text).toContain(`is enough (${group.id})`);
    const members = report.rules.filter(({ id }) => group.flows.some((flow) => flow.startsWith(`${id}#`)));
    expect(members.length).toBeGreaterThan(0);
    for (const { to } of members) for (const { address } of to.slice(0, 6)) expect(text).toContain(address);
    expect(text).toContain('Who acts next');
  });
});
