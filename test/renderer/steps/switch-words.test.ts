import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { previewOf } from '../../../renderer/state/preview.ts';
import { heldOnBy, switchWords } from '../../../renderer/steps/features/switch-words.ts';
import { consolidate } from '../../../shared/rules/lines.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';

function shown(site: SiteFile) {
  const preview = previewOf(site);
  if (preview === null) throw new Error('The catalogue is missing.');
  return preview;
}

describe('what a switch says before it is thrown', () => {
  it('counts the rows of the request that throwing it really makes, and names the roles that it will ask for', () => {
    const words = switchWords(shown(sampleSite), 'nfs');
    const thrown = shown({ ...sampleSite, features: { ...sampleSite.features, nfs: true } });
    const more = consolidate(thrown.rules).lines.length - consolidate(shown(sampleSite).rules).lines.length;
    expect(words).toBe(`+${more} rows, asks for NFS clients`);
  });

  it('says of one that is on what goes with it', () => {
    expect(switchWords(shown(sampleSite), 'syslog')).toMatch(/^holds \d+ rows?$/);
  });

  it('says that a decision comes with it where the source is silent', () => {
    expect(switchWords(shown(sampleSite), 'nameServer')).toContain('asks for a decision');
  });

  it('names who needs it', () => {
    const site = { ...sampleSite, features: { ...sampleSite.features, nfs: true, nfsKerberos: true } };
    expect(heldOnBy(shown(site), 'nfs')).toEqual(['Kerberos for NFSv4']);
    expect(heldOnBy(shown(sampleSite), 'nfs')).toEqual([]);
  });
});
