import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import {
  addEndpoints,
  fixesOf,
  readPasted,
  removeEndpoint,
  replaceEndpoint,
} from '../../../renderer/steps/endpoints/endpoint-edits.ts';

describe('a pasted list', () => {
  it('takes one address a line, and parts them at commas too', () => {
    const found = readPasted('10.0.0.1\n\n 10.0.0.2 , s3.example.com;10.0.1.0/24\n', []);
    expect(found.map(({ line, text, state }) => [line, text, state.kind])).toEqual([
      [1, '10.0.0.1', 'ready'],
      [3, '10.0.0.2', 'ready'],
      [3, 's3.example.com', 'ready'],
      [3, '10.0.1.0/24', 'ready'],
    ]);
  });

  it('marks what is there already, in the list or in the site, as repeated', () => {
    const found = readPasted('10.0.0.1\n10.0.0.2\n10.0.0.2\nS3.example.com', ['10.0.0.1', 's3.example.com']);
    expect(found.map(({ state }) => state.kind)).toEqual(['repeated', 'ready', 'repeated', 'repeated']);
  });

  it('says what is wrong with an address, and lets the good ones through', () => {
    const [bad, good] = readPasted('10.48.300.4\n10.48.5.1', []);
    expect(bad?.state).toMatchObject({
      kind: 'wrong',
      message: '10.48.300.4 is no address: the third number is 300; 255 is the highest.',
    });
    expect(good?.state.kind).toBe('ready');
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

  it('are added at the end and removed one by one', () => {
    const added = addEndpoints(sampleSite, 'winsServers', ['10.0.0.1', '10.0.0.2']);
    expect(added.endpoints?.['winsServers']).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(removeEndpoint(added, 'winsServers', 0).endpoints?.['winsServers']).toEqual(['10.0.0.2']);
    expect(sampleSite.endpoints?.['winsServers']).toBeUndefined();
  });
});
