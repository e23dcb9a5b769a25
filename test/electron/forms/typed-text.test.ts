import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { render } from '../pdf/pdf-tools.ts';

/** Fills every text field of a page, and marks Approve, as the viewer of Firefox does; the file that it saves. */
async function filled(bytes: Uint8Array, pageNumber: number, texts: readonly string[]): Promise<Uint8Array> {
  const loading = getDocument({ data: bytes.slice(), verbosity: 0 });
  const document = await loading.promise;
  try {
    const page = await document.getPage(pageNumber);
    let next = 0;
    for (const annotation of (await page.getAnnotations()) as Record<string, unknown>[]) {
      const id = String(annotation['id']);
      if (annotation['fieldType'] === 'Tx')
        document.annotationStorage.setValue(id, { value: texts[next++ % texts.length] });
      if (annotation['buttonValue'] === 'approve') document.annotationStorage.setValue(id, { value: true });
    }
    expect(next).toBeGreaterThan(texts.length);
    return await document.saveDocument();
  } finally {
    await loading.destroy();
  }
}

describe('text that people type into the form', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-typed-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const shown = (bytes: Uint8Array): string => {
    const file = path.join(folder, 'filled.pdf');
    writeFileSync(file, bytes);
    execFileSync('qpdf', ['--check', file], { stdio: 'pipe', timeout: 60_000 });
    return execFileSync('pdftotext', ['-raw', file, '-'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };

  it('prints in Polish, Greek and Cyrillic', async () => {
    const texts = ['Błażej Żmijewski', 'Αθηναϊκή Αποθήκη', 'Складское дело'];
    const { bytes } = await render(requestOfSite('gdansk-dc1').document);
    expect(bytes.length).toBeLessThan(300_000);
    const text = shown(await filled(bytes, 3, texts));
    for (const each of texts) expect(text).toContain(each);
  });

  it('prints in Japanese, too, where the site is in Japan, beside all the others', async () => {
    const texts = ['横浜 鈴木 齋藤 髙橋 カタカナ', 'Błażej Żmijewski', 'Αθηναϊκή Складское'];
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['customer'] = { name: 'Aurora', site: '横浜データセンター' };
    });
    const { bytes } = await render(request.document);
    expect(bytes.length).toBeLessThan(2_000_000);
    const text = shown(await filled(bytes, 3, texts));
    for (const each of texts) expect(text).toContain(each);
  });

  it('can be Japanese where only the time zone says so', async () => {
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['customer'] = { name: 'Aurora', site: 'Yokohama', timeZone: 'Asia/Tokyo' };
    });
    const text = shown(await filled((await render(request.document)).bytes, 3, ['佐藤 美咲']));
    expect(text).toContain('佐藤 美咲');
  });
});
