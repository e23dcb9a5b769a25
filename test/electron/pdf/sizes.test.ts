import { describe, expect, it } from 'vitest';
import { siteOfLines } from '../../bench/request-site.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { fieldsOf, look, packed, render } from './pdf-tools.ts';

/** 5,000 lines take a minute of all tools together: `npm run bench:request` judges them. */
describe.each([3, 50])('a request of %i lines', (count) => {
  it('is a sound file with every line on one page, in whole, and all its fields', async () => {
    const request = requestOfSite('gdansk-dc1', (json) => {
      for (const key of Object.keys(json)) Reflect.deleteProperty(json, key);
      Object.assign(json, siteOfLines(count));
    });
    expect(request.file.lines).toHaveLength(count);
    const { bytes } = await render(request.document);
    const { pages } = look(bytes);
    // The table of section 4: its pages have this head, and only they.
    const rows = pages.filter((page) => page.includes('From: starts the session')).map(packed);
    const split = request.file.lines.filter(
      ({ id }) => rows.filter((page) => page.includes(packed(id))).length !== 1,
    );
    expect(split.map(({ id }) => id)).toEqual([]);
    const names = new Set(fieldsOf(bytes).map(({ fullname }) => fullname));
    const lost = request.file.lines.flatMap(({ id }) =>
      ['line.ID.decision', 'line.ID.comment', 'impl.ID.rule', 'impl.ID.by', 'impl.ID.active']
        .map((name) => name.replace('ID', id.replaceAll('.', '-')))
        .filter((name) => !names.has(name)),
    );
    expect(lost).toEqual([]);
  });
});
