import { describe, expect, it } from 'vitest';
import { composeChangeRequest } from '../../../shared/documents/change-request/compose.ts';
import { version } from '../../../shared/lib/version.ts';
import { plannedSite } from '../../helpers/site-run.ts';
import { textsOf } from './request-of-site.ts';

function textsWith(withDenials: boolean): readonly string[] {
  const { catalog, site, ruleSet } = plannedSite('gdansk-dc1');
  const createdAt = '2026-11-17T08:40:00Z';
  const input = { catalog, site, ruleSet, createdAt, version, practice: false, siteName: 'gdansk-dc1' };
  return textsOf(composeChangeRequest({ ...input, withDenials }).document);
}

describe('the annex of denials', () => {
  it('says for each service what is lost and degraded when its lines are denied', () => {
    const texts = textsWith(true);
    expect(texts).toContain(
      'File data in the object store: No file data can be stored or read. The node is of no use.',
    );
    expect(texts.some((text) => text.startsWith('SMB file shares: Users cannot sign in to SMB shares'))).toBe(
      true,
    );
    expect(texts).toContain('not ready; with waivers, ready with exceptions');
    expect(texts).toContain('does not suffer');
  });

  it('is printed only when it is asked for', () => {
    expect(textsWith(false)).not.toContain('not ready; with waivers, ready with exceptions');
  });
});
