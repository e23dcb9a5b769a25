import { describe, expect, it } from 'vitest';
import { requestCsv } from '../../../shared/documents/csv.ts';
import { requestMailText } from '../../../shared/documents/mail-text.ts';
import { requestMarkdown } from '../../../shared/documents/markdown.ts';
import { expectGolden } from '../../helpers/golden.ts';
import { requestOfSite } from './request-of-site.ts';

describe('the text forms of a request', () => {
  for (const site of ['gdansk-dc1', 'szczecin-dc1', 'draft']) {
    it(`say of ${site} what they said before`, () => {
      const { file, digest } = requestOfSite(site);
      expectGolden(`request-${site}.csv`, requestCsv(file, digest));
      expectGolden(`request-${site}.md`, requestMarkdown(file, digest));
      expectGolden(`request-${site}.mail.txt`, requestMailText(file, digest));
    });
  }

  it('keep every line of a mail within 72 columns, but where a word alone is longer', () => {
    const { file, digest } = requestOfSite('gdansk-dc1');
    for (const line of requestMailText(file, digest).split('\n'))
      if (line.trim().includes(' ')) expect(Array.from(line).length, line).toBeLessThanOrEqual(72);
  });
});
