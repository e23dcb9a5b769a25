import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { render } from './pdf-tools.ts';

interface Word {
  readonly page: number;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
}

/** Every word of a PDF with its place, as poppler sees it. */
function wordsOf(bytes: Uint8Array): Word[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-words-'));
  try {
    const file = path.join(folder, 'document.pdf');
    writeFileSync(file, bytes);
    const html = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8', timeout: 60_000 });
    let page = 0;
    return html.split('\n').flatMap((line) => {
      if (line.includes('<page ')) page += 1;
      const word = /yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*)<\/word>/.exec(line);
      return word === null
        ? []
        : [{ page, top: Number(word[1]), bottom: Number(word[2]), text: word[3] ?? '' }];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the places of the lines in the PDF', () => {
  it.each(['a4', 'letter'] as const)('are those where the lines stand, on %s', async (paper) => {
    const request = requestOfSite('szczecin-dc1');
    const pdf = await render(request.document, paper);
    const words = wordsOf(pdf.bytes);
    expect(request.facts.lines.length).toBeGreaterThan(10);
    for (const { number, line } of request.facts.lines) {
      const place = pdf.anchors.find(({ name }) => name === `line-${number}`);
      if (place === undefined) throw new Error(`line ${number} has no place`);
      const inside = words
        .filter((word) => word.page === place.page)
        .filter((word) => word.top >= place.top - 1 && word.bottom <= place.top + place.height + 1)
        .map(({ text }) => text);
      expect(inside).toContain(`${number}`);
      expect(inside.join('')).toContain(line.node);
    }
  });
});
