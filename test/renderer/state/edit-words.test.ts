import { expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { editWords } from '../../../renderer/state/edit-words.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { previewed } from '../samples.ts';

const { catalog } = previewed();
const words = (change: Partial<SiteFile>): string =>
  editWords(sampleSite, { ...sampleSite, ...change }, catalog);
const back = (change: Partial<SiteFile>): string =>
  editWords({ ...sampleSite, ...change }, sampleSite, catalog);

const { endpoints = {}, features = {}, nodes } = sampleSite;
const more = (role: string, addresses: readonly string[]) => ({
  endpoints: { ...endpoints, [role]: [...(endpoints[role] ?? []), ...addresses] },
});

it.each([
  [
    { features: { ...features, nfs: features['nfs'] !== true } },
    features['nfs'] === true ? 'NFS switched off' : 'NFS switched on',
  ],
  [{ deployment: 'one-arm' as const }, 'switched from Inline to One-Arm'],
  [more('dnsServers', ['10.48.5.60', '10.48.5.61']), '2 addresses added to DNS servers'],
  [{ endpoints: { ...endpoints, dnsServers: [] } }, /^\d address(es)? removed from DNS servers$/],
  [
    { endpoints: { ...more('dnsServers', ['10.48.5.60']).endpoints, ...{ winsServers: ['10.48.5.9'] } } },
    '2 addresses added',
  ],
  [{ customer: { ...sampleSite.customer, name: 'Aurora' } }, 'customer changed'],
  [
    { nodes: nodes.map((node) => ({ ...node, lan: { ...node.lan, gateway: '10.48.16.2' } })) },
    'szz-1 changed',
  ],
  [{ nodes: [...nodes, { name: 'szz-2', lan: { address: '' } }] }, '1 node added'],
  [{ entries: { ...sampleSite.entries, dns: { port: 'wan' as const } } }, /decided$/],
  [{ zones: [{ name: 'CORE', addresses: [] }], proxy: null }, /changed$/],
] as const)('says what an edit did: %j', (change, said) => {
  const edit = words(change as Partial<SiteFile>);
  if (typeof said === 'string') expect(edit).toBe(said);
  else expect(edit).toMatch(said);
});

it('says an addition taken back as a removal', () => {
  expect(back(more('ntpServers', ['10.48.5.60']))).toBe('1 address removed from NTP servers');
});

it('counts features that were answered together', () => {
  expect(words({ features: { ...features, hpCloud: false, dhcp: false, pftp: false } })).toMatch(
    /^\d features decided$/,
  );
});
