import { describe, expect, it } from 'vitest';
import { whyNotByReport } from '../../../shared/documents/change-request/only-blocked.ts';
import { requestSchema } from '../../../shared/documents/change-request/request-json.ts';
import { whyNoRequest } from '../../../shared/documents/change-request/revise.ts';
import { firewallInput } from '../../../shared/documents/firewall/normalise.ts';
import type { Check } from '../../../shared/plan/types.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import { sha256Hex } from '../../../shared/lib/digest.ts';
import { passing, plannedSite } from '../../helpers/site-run.ts';
import { sampleReport } from '../report/sample-report.ts';
import { textsOf } from './request-of-site.ts';
import { asEarlier, blockedOf, removalOf, requestOf } from './revised-request.ts';

const planned = plannedSite('gdansk-dc1');
/** The sample run was on 2026-11-24. */
const soonAfter = '2026-11-25T08:00:00Z';

function reportOf(
  see: (check: Check) => Observation = passing,
  change: (run: RunRecord) => RunRecord = (run) => run,
) {
  const report = sampleReport(planned, see, change);
  return { report, sha256: sha256Hex(reportBytes(report)) };
}

function request(
  see: (check: Check) => Observation = passing,
  change: (run: RunRecord) => RunRecord = (run) => run,
  createdAt = soonAfter,
) {
  return blockedOf(planned, reportOf(see, change), createdAt);
}

type Made = ReturnType<typeof request>;
const openIds = ({ file }: Made): string[] => (file.open ?? []).map(({ id }) => id);
const todayOf = ({ file }: Made, entry: string): (string | undefined)[] =>
  file.lines.filter((line) => line.entry === entry).map(({ today }) => today);
const pagesOf = ({ document }: Made): string => textsOf(document.blocks).join('\n');

describe('a request for what does not work yet', () => {
  const made = request((check) => (check.rule.startsWith('dns.') ? 'filtered' : passing(check)));
  const full = requestOf(planned).file.lines;

  it('asks for the rest of the full list, under its numbers', () => {
    const numbers = [...made.file.lines, ...(made.file.open ?? [])].map(({ id, number }) => [number, id]);
    expect(numbers.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual(
      full.map(({ id, number }) => [number, id]),
    );
    expect(openIds(made)).toContain('ntp.gdn-1.out.lan.v4.required');
    expect(todayOf(made, 'dns')).toContain('blocked');
  });

  it('puts what is open into annex A with evidence, place, time, report and digest', () => {
    const { report } = made.file;
    const pages = pagesOf(made);
    expect(report).toMatchObject({ id: '4f1c09ae-77d2-4d4c-9c53-1c3a5b2d8c1e' });
    expect(pages).toContain(report?.id ?? 'no id');
    expect(pages.replaceAll(' ', '')).toContain(report?.sha256 ?? 'no digest');
    for (const id of openIds(made)) expect(pages).toContain(id);
    expect(pages).toMatch(/2026-11-24, 20:\d\d:\d\d UTC/);
  });

  it('gives the counts on page 1 and in section 4, and marks every row', () => {
    const open = made.file.open?.length ?? 0;
    const blocked = made.file.lines.filter(({ today }) => today === 'blocked').length;
    const rest = made.file.lines.length;
    const partly = made.file.lines.filter(({ today }) => today === 'in-part').length;
    expect(pagesOf(made)).toContain(
      `Of ${full.length} lines, ${open} work already (annex A) and are not asked for. The other ${rest} follow: ${blocked} blocked, ${rest - blocked - partly} not tested, ${partly} not tested in full.`,
    );
    expect(made.file.lines.every(({ today }) => today !== undefined)).toBe(true);
    expect(made.stem).toBe('FCR-2026-014_A_blocked');
    expect(requestSchema.parse(JSON.parse(made.json))).toEqual(made.file);
  });

  it('writes firewall rules for what it asks for, and for nothing else', () => {
    const { rules, header } = firewallInput(made.facts, made.digest);
    expect(rules.map(({ id }) => id)).toEqual(made.file.lines.map(({ id }) => id));
    expect(header.join('\n')).toContain('ONLY WHAT DOES NOT WORK YET');
  });

  it('can be what a later delta starts from: what is open stands', () => {
    const standing = asEarlier(made).file;
    expect((standing.open ?? []).length + standing.lines.length).toBe(full.length);
  });
});

describe('a line is not called open', () => {
  const ntp = 'ntp.gdn-1.out.lan.v4.required';
  const onNtp = (change: (check: RunRecord['checks'][number]) => Partial<RunRecord['checks'][number]>) =>
    request(passing, (run) => ({
      ...run,
      checks: run.checks.map((check) =>
        check.rule.startsWith('ntp.') ? { ...check, ...change(check) } : check,
      ),
    }));

  it('when all of its checks passed, it is', () => {
    expect(openIds(onNtp(() => ({})))).toContain(ntp);
  });

  it('when one of its two servers does not answer', () => {
    const made = request((check) => (check.target.host === '10.20.5.54' ? 'filtered' : passing(check)));
    expect(openIds(made)).not.toContain('dns.gdn-1.out.lan.v4.required');
    expect(todayOf(made, 'dns')).toContain('blocked');
  });

  it('when one of its two servers was not tried', () => {
    const made = request((check) => (check.target.host === '10.20.5.54' ? 'not-run' : passing(check)));
    expect(openIds(made)).not.toContain('dns.gdn-1.out.lan.v4.required');
    expect(todayOf(made, 'dns')).toEqual(['in-part']);
  });

  it('when another check of the same flow was not run', () => {
    const made = request(passing, (run) => ({
      ...run,
      checks: run.checks.flatMap((check) =>
        check.rule.startsWith('ntp.')
          ? [check, { ...check, id: `${check.id}-more`, observation: 'not-run' as const }]
          : [check],
      ),
    }));
    expect(openIds(made)).not.toContain(ntp);
    expect(todayOf(made, 'ntp')).toEqual(['in-part']);
  });

  it('when the check is a week old, and up to then it is', () => {
    const day = (date: string): Made => request(passing, undefined, date);
    expect(openIds(day('2026-12-01T20:00:00Z'))).toContain(ntp);
    const late = day('2026-12-02T20:00:00Z');
    expect(openIds(late)).toEqual([]);
    expect(late.file.lines.every(({ today }) => today === 'not-tested')).toBe(true);
    expect(late.file.report?.remarks.join()).toContain('not from the last 7 days');
  });

  it('when the check lies in the future', () => {
    expect(openIds(request(passing, undefined, '2026-11-20T08:00:00Z'))).toEqual([]);
  });

  it('when the check was carried over from a run that is older', () => {
    const carriedOverFrom = { report: 'older', startedAt: '2026-11-10T08:00:00Z' };
    expect(openIds(onNtp(() => ({ carriedOverFrom })))).not.toContain(ntp);
  });

  it('when its address is another one now', () => {
    const moved = plannedSite('gdansk-dc1', (json) => {
      json['endpoints'] = { ...(json['endpoints'] as object), ntpServers: ['10.20.5.124'] };
    });
    const made = blockedOf(moved, reportOf(), soonAfter);
    expect(openIds(made)).not.toContain(ntp);
    expect(todayOf(made, 'ntp')).toEqual(['not-tested']);
    expect(made.file.report?.remarks.join()).toContain('1 rule changed since the report');
  });

  it('when the attempts differed', () => {
    const made = onNtp(() => ({ flaky: true }));
    expect(openIds(made)).not.toContain(ntp);
    expect(todayOf(made, 'ntp')).toEqual(['in-part']);
  });

  it('when the port is open and no more is known', () => {
    expect(todayOf(request(), 'icap')).toEqual(['in-part']);
  });

  it('when one host of a network was tried', () => {
    expect(todayOf(request(), 'smb')).not.toContain(undefined);
    expect(openIds(request()).filter((id) => id.startsWith('smb.'))).toEqual([]);
  });

  it('when something on that port answers for everyone', () => {
    const before = openIds(request()).filter((id) => id.startsWith('licensing.'));
    expect(before).toHaveLength(1);
    const made = request(passing, (run) => ({
      ...run,
      controls: run.controls.map((control) =>
        control.port === 443 ? { ...control, observation: 'open' } : control,
      ),
    }));
    expect(openIds(made).filter((id) => id.startsWith('licensing.'))).toEqual([]);
    expect(todayOf(made, 'licensing')).toEqual(['in-part']);
  });
});

describe('a line is not called blocked', () => {
  it('when nothing was sent: the name does not resolve', () => {
    const made = request((check) => (check.rule.startsWith('licensing.') ? 'unresolved' : passing(check)));
    expect(todayOf(made, 'licensing')).toEqual(['not-tested']);
  });

  it('when nobody can tell: the datagram stayed unanswered', () => {
    const made = request((check) => (check.rule.startsWith('ntp.') ? 'no-answer' : passing(check)));
    expect(todayOf(made, 'ntp')).toEqual(['not-tested']);
  });
});

describe('a flow between two nodes of the site', () => {
  it('is open only if the rule of the other node passed too', () => {
    const pair = plannedSite('szczecin-dc1');
    const line = requestOf(pair).file.lines.find(({ mirrors }) => mirrors.length > 0);
    expect(line).toBeDefined();
    const mirrors = new Set(line?.mirrors);
    const made = (see: (check: Check) => Observation): Made => {
      const report = sampleReport(pair, see);
      return blockedOf(pair, { report, sha256: sha256Hex(reportBytes(report)) }, soonAfter);
    };
    expect(openIds(made(passing))).toContain(line?.id);
    const untried = made((check) => (mirrors.has(check.rule) ? 'not-run' : passing(check)));
    expect(openIds(untried)).not.toContain(line?.id);
  });
});

describe('a report is not taken', () => {
  it('from practice, nor from another site with the same addresses', () => {
    const { report, sha256 } = reportOf();
    const why = (change: object): string =>
      whyNotByReport({ site: planned.site, practice: false }, { report: { ...report, ...change }, sha256 })
        ?.message ?? '';
    expect(why({})).toBe('');
    expect(why({ practice: true })).toContain('practice run');
    expect(why({ redactedFrom: { id: 'r', sha256 } })).toContain('redacted copy');
    const customer = { ...report.site.customer, name: 'Somebody else' };
    expect(why({ site: { ...report.site, customer } })).toContain('of "Somebody else"');
  });

  it('for a removal, nor together with an earlier request', () => {
    const checked = reportOf();
    const removal = removalOf('gdansk-dc1').facts.site;
    expect(whyNotByReport({ site: removal, practice: false }, checked)?.message).toContain('removal');
    const since = asEarlier(requestOf(planned));
    expect(whyNoRequest({ site: planned.site, practice: false, since, checked })?.cure).toContain('not both');
  });
});
