import { describe, expect, test } from 'vitest';
import { explainSwitch } from '../../../shared/rules/explain-switch.ts';
import { fixtureSite, panzura, siteOf, smallSite } from '../../helpers/site-fixtures.ts';

describe('before a switch', () => {
  const site = siteOf(
    smallSite({
      features: { nfs: true, nfsKerberos: true },
      endpoints: { domainControllers: ['10.20.5.11'] },
    }),
  );

  test('a feature says which rules come', () => {
    const { added, removed, changed } = explainSwitch(panzura(), site, {
      kind: 'feature',
      feature: 'smb',
      on: true,
    });
    expect(added.map((rule) => rule.id)).toEqual([
      'smb.gdn-1.in.lan.445-tcp.v4',
      'smb.gdn-1.in.lan.445-udp.v4',
    ]);
    expect(removed).toEqual([]);
    // Kerberos was optional for NFSv4 alone; with SMB it is required.
    expect(changed.map(({ before, after }) => [after.id, before.level, after.level])).toEqual([
      ['kerberos.gdn-1.out.lan.88-tcp.v4', 'optional', 'required'],
      ['kerberos.gdn-1.out.lan.88-udp.v4', 'optional', 'required'],
    ]);
  });

  test('a feature says which rules go', () => {
    const { added, removed } = explainSwitch(panzura(), site, { kind: 'feature', feature: 'nfs', on: false });
    expect(added).toEqual([]);
    expect([...new Set(removed.map((rule) => rule.entry))]).toEqual(['nfs', 'nfs-server', 'kerberos']);
  });

  test('the mode moves rules to the WAN port', () => {
    const { added, removed } = explainSwitch(panzura(), fixtureSite('szczecin-dc1'), {
      kind: 'deployment',
      deployment: 'one-arm',
    });
    expect(removed.every((rule) => rule.port === 'wan')).toBe(true);
    expect(added.every((rule) => rule.port === 'lan')).toBe(true);
    expect(added.map((rule) => rule.id)).toContain('licensing.szz-1.out.lan.443-tcp.name');
  });

  test('a switch to where it is changes nothing', () => {
    expect(explainSwitch(panzura(), site, { kind: 'feature', feature: 'nfs', on: true })).toEqual({
      added: [],
      removed: [],
      changed: [],
    });
  });

  test('the mode can be tried before the node has a WAN address: the side is to be supplied', () => {
    const { added } = explainSwitch(panzura(), site, { kind: 'deployment', deployment: 'inline' });
    expect(added.find((rule) => rule.entry === 'licensing')).toMatchObject({ port: 'wan', from: [] });
  });
});
