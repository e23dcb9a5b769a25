import { describe, expect, it } from 'vitest';
import { fakeDraft, fakeRun } from '../../../renderer/api/fake-run.ts';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { obstaclesOf, requiredStand } from '../../../renderer/steps/report/obstacles.ts';
import { withDecision } from '../../../renderer/steps/report/settle-form.tsx';
import { verifyCommand } from '../../../renderer/steps/report/sign-panel.tsx';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { requiredUnits } from '../../../shared/verdicts/readiness.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';

const catalog = findCatalog('panzura-cloudfs')!;

function draftOf(site: SiteFile, blocked = true) {
  const run = fakeRun(site, blocked);
  if (run === null) throw new Error('The site is not valid.');
  return fakeDraft(run, run.checks, false);
}

describe('obstacles', () => {
  const draft = draftOf(sampleSite);
  const groups = obstaclesOf(draft, catalog);
  const all = groups.flatMap((group) => group.obstacles);

  it('are exactly the required rules and groups that neither pass nor are settled', () => {
    const open = requiredUnits(draft.rules, draft.groups).filter((unit) => unit.verdict !== 'pass');
    expect(all.map((one) => one.id).sort()).toEqual(open.map((unit) => unit.id).sort());
    expect(all.length).toBeGreaterThan(3);
  });

  it('without an address wait for who knows it, and offer no waiver', () => {
    const licensing = all.find((one) => one.title === 'Licensing');
    expect(licensing).toMatchObject({
      ...{ emptySide: true, observation: 'not-run' },
      owner: { kind: 'named', name: 'Panzura support' },
    });
  });

  it('without any check say so, and never count as passed', () => {
    const run = fakeRun(sampleSite, false)!;
    const unchecked = fakeDraft(run, [], false);
    const stand = requiredStand(unchecked);
    expect(stand.filter((one) => one.verdict === 'pass')).toEqual([]);
    expect(obstaclesOf(unchecked, catalog).flatMap((group) => group.obstacles)).toHaveLength(stand.length);
  });

  it('leave the list when a person attests or waives them, and are shown as that', () => {
    const ntp = all.find((one) => one.title === 'NTP');
    const kerberos = all.find((one) => one.title === 'Kerberos');
    if (ntp === undefined || kerberos === undefined) throw new Error('The script has no such obstacle.');
    const decided = { by: 'M. Brzęczyk', words: 'ntpq lists the node', at: '2026-11-24T20:00:00Z' };
    const attested = withDecision(sampleSite, ntp, 'attest', { ...decided, expires: '' });
    const site = withDecision(attested, kerberos, 'waive', { ...decided, expires: '2026-12-24T12:00:00Z' });
    const after = draftOf(site);
    const left = obstaclesOf(after, catalog).flatMap((group) => group.obstacles.map((one) => one.id));
    expect(left.sort()).toEqual(
      all
        .map((one) => one.id)
        .filter((id) => id !== ntp.id && id !== kerberos.id)
        .sort(),
    );
    expect(
      requiredStand(after)
        .flatMap((one) => one.settled ?? [])
        .sort(),
    ).toEqual(['attested', 'waived']);
  });
});

describe('a decision', () => {
  it('replaces an earlier one on the same rule and names its digest', () => {
    const rule = { id: 'dns.x', digest: 'd' };
    const first = withDecision(sampleSite, rule, 'waive', { by: 'A', words: 'x', at: 't1', expires: 'e1' });
    const second = withDecision(first, rule, 'waive', { by: 'B', words: 'y', at: 't2', expires: 'e2' });
    expect(second.waivers).toEqual([
      { rule: 'dns.x', digest: 'd', by: 'B', reason: 'y', at: 't2', expires: 'e2' },
    ]);
  });
});

it('the verify command names the files as written', () => {
  const files = ['a.readiness.json', 'a.readiness.json.sig', 'a.readiness.pdf'].map((name) => ({
    id: name,
    name,
  }));
  expect(verifyCommand({ folder: '/x', files }, 'm@example.com')).toBe(
    'ssh-keygen -Y verify -f allowed_signers -I m@example.com -n gatecheck -s a.readiness.json.sig < a.readiness.json',
  );
});
