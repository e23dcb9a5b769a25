import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { placeInWords } from '../../../renderer/components/place-words.ts';
import { previewed } from '../samples.ts';

describe('the place of a finding', () => {
  const name = sampleSite.nodes[0]?.name ?? '';
  it.each([
    ['nodes[0].lan.address', `${name} (node 1), LAN address and prefix`],
    ['nodes[0].ssh.user', `${name} (node 1), SSH user`],
    ['nodes[7].name', 'node 8, node name'],
    ['endpoints.dnsServers[1].address', 'DNS servers, row 2'],
    ['directory.domain', 'Domain'],
    ['', 'Site file'],
  ])('%s is named as the window names it', (path, words) => {
    expect(placeInWords(path, previewed())).toBe(words);
  });
});
