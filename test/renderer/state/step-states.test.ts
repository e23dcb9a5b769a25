import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { footerOf } from '../../../renderer/state/footer.ts';
import { assumedEntries, neededRoles } from '../../../renderer/state/preview.ts';
import { stepStates } from '../../../renderer/state/step-states.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { newSite } from '../../../shared/site/new-site.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { after, event, previewed, record } from '../samples.ts';

const catalog = findCatalog('panzura-cloudfs')!;
const states = (site: SiteFile, actions: Parameters<typeof after>[0] = []) =>
  stepStates(after(actions, site), previewed(site));

describe('the steps of a new site', () => {
  const fresh = newSite(catalog);

  it('are empty or incomplete, and say what is missing', () => {
    expect(states(fresh)).toMatchObject({
      site: { shape: 'empty' },
      deployment: { shape: 'incomplete', says: '1 thing to put right' },
      features: { shape: 'empty', says: 'not answered yet' },
      request: { shape: 'not-run', says: 'not written yet' },
      checks: { shape: 'not-run', says: 'not run' },
      report: { shape: 'empty', says: 'not signed' },
    });
  });

  it('show rules already, although no node has an address', () => {
    const preview = previewed(fresh);
    expect(preview.rules.rules.length).toBeGreaterThan(5);
    expect(preview.rules.rules.every((rule) => rule.from.length === 0 || rule.to.length === 0)).toBe(true);
  });
});

describe('the steps of a filled site', () => {
  it('name assumed ports, open features and roles without address', () => {
    expect(states(sampleSite)).toMatchObject({
      site: { shape: 'done' },
      deployment: { shape: 'done', says: `${assumedEntries(previewed()).length} ports assumed` },
      features: { shape: 'done', says: '5 on, 8 open' },
      endpoints: { shape: 'incomplete', says: '2 roles without address' },
    });
  });

  it('have no assumed port in One-Arm', () => {
    expect(assumedEntries(previewed({ ...sampleSite, deployment: 'one-arm' }))).toEqual([]);
  });

  it('ask for the licence server by its required rule, for support hosts only as recommended', () => {
    const missing = neededRoles(previewed()).filter((role) => role.missing !== null);
    expect(missing.map(({ role, missing: why }) => [role, why])).toEqual([
      ['supportHosts', 'other'],
      ['licenseServers', 'required'],
    ]);
  });

  it('turn stale when the rules change after the request and the run', () => {
    const written = { folder: '/x', files: [], remarks: [] };
    const actions = [
      {
        kind: 'request-written',
        request: { written, rulesKey: 'older', rules: previewed().rules, number: 'FCR-1', revision: 'A' },
      },
      { kind: 'run-asked', rulesKey: 'older', watch: false },
      event({ kind: 'finished', cancelled: false, readiness: 'not-ready' }),
    ] as const;
    expect(states(sampleSite, actions)).toMatchObject({
      request: { shape: 'stale', says: 'rules changed since' },
      checks: { shape: 'stale', says: 'rules changed since' },
    });
  });

  it('never show a run without checks as passed', () => {
    const actions = [
      { kind: 'run-asked', rulesKey: previewed().rulesKey, watch: false },
      event({ kind: 'finished', cancelled: false, readiness: 'not-ready' }),
    ] as const;
    expect(states(sampleSite, actions).checks).toEqual({ shape: 'incomplete', says: 'nothing was checked' });
  });

  it('show a failed check before an inconclusive one', () => {
    const actions = [
      { kind: 'run-asked', rulesKey: previewed().rulesKey, watch: false },
      event({ kind: 'observed', record: record({ verdict: 'inconclusive' }) }),
      event({ kind: 'observed', record: record({ id: 'other', verdict: 'fail' }) }),
      event({ kind: 'finished', cancelled: false, readiness: 'not-ready' }),
    ] as const;
    expect(states(sampleSite, actions).checks).toEqual({ shape: 'fail', says: '1 check failed' });
  });
});

describe('a draft that cannot be read as a whole', () => {
  it('still shows the rules of the parts that can', () => {
    const broken: SiteFile = {
      ...sampleSite,
      request: { ...sampleSite.request, revision: 'first', window: { start: 'soon', end: '' } },
    };
    const preview = previewed(broken);
    expect(preview.rules.rules.length).toBe(previewed().rules.rules.length);
    expect(preview.findings.map((finding) => finding.path)).toContain('request.revision');
  });

  it('leave a missing SSH user to Checks, where it is asked', () => {
    const nodes = sampleSite.nodes.map((node) => ({
      ...node,
      ssh: { host: '127.0.0.1', port: 22, user: '' },
    }));
    const site: SiteFile = { ...sampleSite, nodes };
    expect(previewed(site).findings.map(({ path }) => path)).toContain('nodes[0].ssh.user');
    expect(states(site).deployment.shape).toBe('done');
  });

  it('names the address that is none, and makes no rule of it', () => {
    const site: SiteFile = {
      ...sampleSite,
      endpoints: { ...sampleSite.endpoints, ntpServers: ['10.48.300.4'] },
    };
    expect(states(site).endpoints).toEqual({ shape: 'incomplete', says: '1 address wrong' });
    const ntp = previewed(site).rules.rules.find((rule) => rule.entry === 'ntp');
    expect(ntp?.to).toEqual([]);
  });
});

describe('the sentence beside Next', () => {
  const sentence = (site: SiteFile, step: 'site' | 'endpoints' | 'features' | 'checks') =>
    footerOf(after([{ kind: 'stepped', step }], site), previewed(site));

  it('names the roles without address and leads to the first', () => {
    expect(sentence(sampleSite, 'endpoints')).toEqual({
      tone: 'unsure',
      says: '2 roles have no address yet: Support hosts and Licence servers.',
      link: { words: 'Show the first', target: 'role-supportHosts' },
    });
  });

  it('names the fields that are empty and leads to the first', () => {
    const site: SiteFile = { ...sampleSite, customer: { name: '', site: 'Szczecin' } };
    expect(sentence(site, 'site').link?.target).toBe('customer-name');
  });

  it('does not call the site complete while its domain cannot be read', () => {
    const site: SiteFile = { ...sampleSite, directory: { domain: 'szczecin..example' } };
    expect(states(site).site).toEqual({ shape: 'incomplete', says: '1 thing to put right' });
    expect(sentence(site, 'site').link?.target).toBe('field-directory.domain');
  });

  it('says that typed addresses are not added yet', () => {
    const paste = { role: 'dnsServers', text: '10.48.5.53' };
    const open = after([
      { kind: 'pasted', paste },
      { kind: 'stepped', step: 'endpoints' },
    ]);
    expect(footerOf(open, previewed()).link?.target).toBe('paste-box');
  });

  it('asks for the choice that the source leaves open', () => {
    const site: SiteFile = { ...sampleSite, features: { ...sampleSite.features, nameServer: true } };
    expect(sentence(site, 'features').says).toContain('the source names no direction and port');
  });

  it('does not claim that a run saw something when nothing could be tried', () => {
    const check = record({ verdict: 'inconclusive', observation: 'not-testable' });
    const open = after([
      { kind: 'run-asked', rulesKey: previewed().rulesKey, watch: false },
      event({ kind: 'started', checks: [check.id] }),
      event({ kind: 'observed', record: check }),
      event({ kind: 'failed', problem: { message: 'No node could be checked.', cure: null, findings: [] } }),
      { kind: 'stepped', step: 'checks' },
    ]);
    expect(open.run.kind).toBe('failed');
    expect(footerOf(open, previewed()).says).toContain('before anything was observed');
  });

  it('says that an unchecked site can only be not ready', () => {
    expect(sentence(sampleSite, 'checks').says).toContain('can only say not ready');
  });
});
