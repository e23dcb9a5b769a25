import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { messageInWords, placeInWords } from '../../../shared/site/place-words.ts';
import { previewed } from '../../renderer/samples.ts';

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

describe('a message in the window', () => {
  it('counts nodes as a person does and keeps everything else', () => {
    expect(messageInWords('"a" is the name of nodes[0] already.')).toBe('"a" is the name of node 1 already.');
    expect(messageInWords('It is also at nodes[1].lan.address.')).toBe(
      'It is also at node 2, LAN address and prefix.',
    );
    expect(messageInWords('10.20.300.4 is no address.')).toBe('10.20.300.4 is no address.');
  });
});
