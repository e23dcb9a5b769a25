import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { previewOf } from '../../../renderer/state/preview.ts';
import {
  fixesOf,
  moveEndpoint,
  removeEndpoint,
  replaceEndpoint,
  withDetail,
} from '../../../renderer/steps/endpoints/endpoint-edits.ts';
import {
  asksWhich,
  readPaste,
  waitingPaste,
  withPasted,
  withReplaced,
} from '../../../renderer/steps/endpoints/paste-edits.ts';
import { carriedByProxy, portOf } from '../../../renderer/steps/endpoints/proxy-edits.ts';

const roles = [
  { role: 'dnsServers', title: 'DNS servers' },
  { role: 'winsServers', title: 'WINS servers' },
];

const read = (text: string, choices: Record<string, { role?: string; taken?: boolean }> = {}) =>
  readPaste({ text, choices }, 'winsServers', roles, sampleSite);

describe('a pasted list', () => {
  it('gives what speaks for no role to the one that is looked at, and says so', () => {
    const { items } = read('10.0.0.1\n\ndns 10.0.0.2');
    expect(items.map(({ role, byPlace, found }) => [found.line, role, byPlace])).toEqual([
      [1, 'winsServers', true],
      [3, 'dnsServers', false],
    ]);
  });

  it('adds the good ones with their names in one step, and keeps the others with the role they had', () => {
    const { items } = read('10.0.0.2 dns9.example.com\ndns 10.48.300.4\n10.0.0.1', {
      '2 10.48.300.4': { role: 'dnsServers' },
    });
    const site = withPasted(sampleSite, items);
    expect(site.endpoints?.['winsServers']).toEqual(['10.0.0.1']);
    expect(site.endpoints?.['dnsServers']).toEqual([
      ...(sampleSite.endpoints?.['dnsServers'] ?? []),
      { address: '10.0.0.2', label: 'dns9.example.com' },
    ]);
    expect(sampleSite.endpoints?.['winsServers']).toBeUndefined();
    const waiting = waitingPaste(items);
    expect(waiting.text).toBe('10.48.300.4');
    expect(readPaste(waiting, 'winsServers', roles, site).items[0]?.role).toBe('dnsServers');
  });

  it('takes a doubtful one only at the word of the person', () => {
    expect(read('169.254.1.1').items[0]?.addable).toBe(false);
    expect(read('169.254.1.1', { '1 169.254.1.1': { taken: true } }).items[0]?.addable).toBe(true);
  });

  it('puts right, or leaves out, at its place in the text and nowhere else', () => {
    const text = 'a 10.1.1.1, 10.1.1.300 b\n10.1.1.300';
    const found = read(text).items.find(
      ({ found: one }) => one.line === 1 && one.state.kind === 'wrong',
    )?.found;
    if (found === undefined) throw new Error('Nothing was found.');
    expect(withReplaced(text, found, '10.1.1.30')).toBe('a 10.1.1.1, 10.1.1.30 b\n10.1.1.300');
    expect(withReplaced(text, found, null)).toBe('a 10.1.1.1,  b\n10.1.1.300');
  });
});

describe('a cure', () => {
  it('offers network and host for host bits', () => {
    expect(fixesOf('10.48.5.129/25').map((fix) => fix.address)).toEqual(['10.48.5.128/25', '10.48.5.129']);
  });

  it('takes the host out of a URL or a port', () => {
    expect(fixesOf('https://s3.example.com/bucket').map((fix) => fix.address)).toEqual(['s3.example.com']);
    expect(fixesOf('10.0.0.1:443').map((fix) => fix.address)).toEqual(['10.0.0.1']);
  });

  it('drops leading zeros', () => {
    expect(fixesOf('010.1.02.3').map((fix) => fix.address)).toEqual(['10.1.2.3']);
  });

  it('invents nothing: a number that is too large has no cure', () => {
    expect(fixesOf('10.48.300.4')).toEqual([]);
    expect(fixesOf('nonsense')).toEqual([]);
  });
});

describe('endpoints of a draft', () => {
  it('keep their label when the address changes', () => {
    const site = replaceEndpoint(sampleSite, 'peerNodes', 0, '10.20.0.11');
    expect(site.endpoints?.['peerNodes']).toEqual([{ address: '10.20.0.11', label: 'gdn-1' }]);
  });

  it('are removed one by one', () => {
    const before = sampleSite.endpoints?.['dnsServers'] ?? [];
    expect(removeEndpoint(sampleSite, 'dnsServers', 0).endpoints?.['dnsServers']).toEqual(before.slice(1));
  });
});

describe('details of an endpoint', () => {
  it('make an object of an address, and leave its address alone when the last one goes', () => {
    const named = withDetail(sampleSite, 'dnsServers', 0, { label: 'dns-a' });
    expect(named.endpoints?.['dnsServers']?.[0]).toEqual({ address: '10.48.5.53', label: 'dns-a' });
    expect(withDetail(named, 'dnsServers', 0, { label: '' }).endpoints?.['dnsServers']?.[0]).toBe(
      '10.48.5.53',
    );
  });

  it('go with it into another role, where its address stands once', () => {
    const moved = moveEndpoint(sampleSite, 'peerNodes', 0, 'dnsServers');
    expect(moved.endpoints?.['peerNodes']).toEqual([]);
    expect(moved.endpoints?.['dnsServers']?.at(-1)).toEqual({ address: '10.20.0.10', label: 'gdn-1' });
    expect(moveEndpoint(sampleSite, 'ntpServers', 0, 'dnsServers').endpoints?.['dnsServers']).toEqual(
      sampleSite.endpoints?.['dnsServers'],
    );
  });

  it('ask which of two is meant where a network has host bits, as a decision and not as a fault', () => {
    expect(read('10.48.5.129/25').items.map(({ found }) => asksWhich(found))).toEqual([true]);
    expect(read('10.48.300.4').items.map(({ found }) => asksWhich(found))).toEqual([false]);
  });
});

describe('a proxy', () => {
  it('carries TCP that the node starts, of what is on, and nothing else', () => {
    const preview = previewOf(sampleSite);
    if (preview === null) throw new Error('The catalogue is missing.');
    const titles = carriedByProxy(preview).map(({ title }) => title);
    expect(titles).toContain('Object store');
    expect(titles).not.toContain('NTP');
    const site = {
      ...sampleSite,
      proxy: { host: '10.48.5.80', port: 3128, entries: carriedByProxy(preview).map(({ id }) => id) },
    };
    expect(previewOf(site)?.findings).toEqual(preview.findings);
  });

  it('has a port from 1 to 65535', () => {
    expect(['3128', ' 80 ', '0', '65536', '80a', ''].map(portOf)).toEqual([3128, 80, null, null, null, null]);
  });
});
