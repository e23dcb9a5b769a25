import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEmbedded } from '../../../renderer/verifier/embedded.ts';
import { whyNotRead } from '../../../renderer/verifier/given-file.ts';
import { visible } from '../../../renderer/verifier/page/visible.ts';
import { sortFiles } from '../../../renderer/verifier/sort-files.ts';
import { embedReport } from '../../../shared/report/embedded-report.ts';

const empty = new Uint8Array();
const named = (...names: readonly string[]) => sortFiles(names.map((name) => ({ name, bytes: empty })));

describe('files that were dropped', () => {
  it('belong together by their names', () => {
    const { reports, allowedSigners } = named(
      'a.json.sig',
      'b.json',
      'a.json',
      'b.json.sig',
      'allowed_signers',
    );
    expect(reports.map(({ report, signature }) => [report.name, signature?.name])).toEqual([
      ['b.json', 'b.json.sig'],
      ['a.json', 'a.json.sig'],
    ]);
    expect(allowedSigners.map(({ name }) => name)).toEqual(['allowed_signers']);
  });

  it('belong together although a browser numbered the second download', () => {
    const { reports } = named('a.readiness (1).json', 'a.readiness.json (1).sig', 'b.json');
    expect(reports[0]?.signature?.name).toBe('a.readiness.json (1).sig');
  });

  it('belong together under any names when there is one of each, and never with two reports', () => {
    expect(named('x.json', 'y.sig').reports[0]?.signature?.name).toBe('y.sig');
    expect(named('x.json', 'z.json', 'y.sig').reports.map(({ signature }) => signature)).toEqual([
      null,
      null,
    ]);
  });

  it('that are of no use are named, each with why', () => {
    expect(named('a.json', 'a.json.sig', 'lone.json.sig', 'a.pdf', 'a.html', 'a.zip').notes).toEqual([
      expect.stringContaining('lone.json.sig was not used'),
      expect.stringContaining('a.pdf: a PDF is not compared here'),
      expect.stringContaining('a.html was not used'),
      expect.stringContaining('a.zip was not used'),
    ]);
  });

  it('are not read when they are too many or too large together', () => {
    expect(whyNotRead([{ size: 10 }])).toBeNull();
    expect(whyNotRead(Array.from({ length: 501 }, () => ({ size: 1 })))).toContain('too many');
    expect(whyNotRead(Array.from({ length: 5 }, () => ({ size: 49_000_000 })))).toContain('245 MB');
  });
});

describe('a report inside the page', () => {
  const start = '<script type="application/json" id="embedded">';
  const page = `<p>${start}null</script><script>verify()</script>`;
  const embedded = {
    format: 'gatecheck/embedded@1' as const,
    verifier: 'a'.repeat(64),
    files: [{ name: '</script><script>alert(1)</script><!--.json', base64: btoa('{}') }],
    leftOut: ['a & b\u2028'],
  };

  it('cannot end its element, whatever its name is', () => {
    const filled = embedReport(page, embedded) ?? '';
    const data = filled.slice(filled.indexOf(start) + start.length, filled.indexOf('</script>'));
    expect(data).not.toMatch(/[<>&\u2028]/);
    expect(filled).toBe(`<p>${start}${data}</script><script>verify()</script>`);
    expect(readEmbedded(data)).toMatchObject({
      kind: 'report',
      files: [{ name: embedded.files[0]?.name, bytes: Uint8Array.of(0x7b, 0x7d) }],
      leftOut: embedded.leftOut,
    });
  });

  it('never brings along whom to trust: an allowed_signers file in it is named and not used', () => {
    for (const name of ['allowed_signers', 'key.pub', 'signers.txt']) {
      const files = [...embedded.files, { name, base64: btoa('* ssh-ed25519 AAAA') }];
      const read = readEmbedded(JSON.stringify({ ...embedded, files }));
      expect(read).toMatchObject({
        files: [{ name: embedded.files[0]?.name }],
        leftOut: [...embedded.leftOut, expect.stringContaining(`${name} came with this page`)],
      });
    }
  });

  it('is put into an empty verifier only', () => {
    expect(embedReport('<p>', embedded)).toBeNull();
    expect(embedReport(embedReport(page, embedded) ?? '', embedded)).toBeNull();
    expect(embedReport(page + page, embedded)).toBeNull();
  });

  it('that was damaged does not look like an empty page', () => {
    expect(readEmbedded('null')).toEqual({ kind: 'none' });
    for (const text of [
      '',
      '{}',
      '[]',
      '{"format":"gatecheck/embedded@2"}',
      JSON.stringify({ ...embedded, files: [] }),
    ])
      expect(readEmbedded(text)).toEqual({ kind: 'broken' });
    const bad = { ...embedded, files: [{ name: 'a.json', base64: '!' }] };
    expect(readEmbedded(JSON.stringify(bad))).toEqual({ kind: 'broken' });
  });
});

describe('a text of a report', () => {
  it('shows characters that cannot be seen, or that turn the writing around', () => {
    expect(visible('gdn\u202e1-loop\u0000\u00ad\ud800')).toBe('gdn⟨U+202E⟩1-loop⟨U+0000⟩⟨U+00AD⟩⟨U+D800⟩');
  });

  it('keeps what scripts are written with', () => {
    const text = 'Błażej Żmijewski\nグダニスク\tنمی\u200cخواهم 👩\u200d🔧';
    expect(visible(text)).toBe(text);
  });

  it('is cut when it is very long, and says so', () => {
    expect(visible('x'.repeat(10_000))).toBe(
      `${'x'.repeat(2000)} … (8000 more characters, in the JSON file)`,
    );
  });
});

it('the page is made of text nodes: no source of it writes markup', () => {
  const folder = join(import.meta.dirname, '../../../renderer/verifier');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(sources.length).toBeGreaterThan(15);
  for (const name of sources)
    expect(readFileSync(join(folder, name), 'utf8'), name).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|srcdoc|new Function|eval\(/,
    );
});
