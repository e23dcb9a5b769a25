import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { reportDocument } from '../../../electron/pdf/render-report.ts';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { mixedReport } from '../../shared/documents/report-outputs/mixed-report.ts';
import { crowdedReport } from './crowded-report.ts';
import { look, packed, render } from './pdf-tools.ts';

const sha256 = '3c9e51d07a44f2c801be93da66f7205eb4d81f3c92a07e15cd6840fb1e57b81f';
const fingerprint = 'SHA256:Vb3mXw0hQz7LrT2kYcJ9aNfP5uEs8DgI1oKxW4tR6yM';
const folder = mkdtempSync(join(tmpdir(), 'gatecheck-page-one-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function modelOf(report: Report): DocumentModel {
  const signer = { ...report.signer, fingerprint };
  return reportDocument({ report: { ...report, signer }, sha256, signature: 'armoured', slot: null });
}

/** Page 1 alone: what stands behind it takes long to lay out. */
function pageOne(model: DocumentModel): DocumentModel {
  return { ...model, blocks: model.blocks.slice(0, 1) };
}

function run(tool: string, ...args: string[]): string {
  return execFileSync(tool, args, { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The picture of page 1 in grey. */
function picture(bytes: Uint8Array, dpi: number, page = 1): string {
  const pdf = join(folder, 'page.pdf');
  writeFileSync(pdf, bytes);
  run(
    'pdftoppm',
    '-r',
    `${dpi}`,
    '-gray',
    '-f',
    `${page}`,
    '-l',
    `${page}`,
    '-singlefile',
    pdf,
    join(folder, 'page'),
  );
  return join(folder, 'page.pgm');
}

/** As paper and a camera spoil it: less than half of the contrast, noise that is the same each time, half of the size. */
function spoiled(path: string): string {
  const bytes = readFileSync(path);
  const head = /^P5\s+(\d+)\s+(\d+)\s+\d+\s/.exec(bytes.subarray(0, 60).toString('latin1'));
  const [start, width, height] = [head?.[0].length ?? 0, Number(head?.[1]), Number(head?.[2])];
  let state = 1;
  const pixel = (x: number, y: number): number => {
    state = (state * 69_069 + 1) % 4_294_967_296;
    const noise = (Math.floor(state / 65_536) % 81) - 40;
    return Math.max(0, Math.min(255, 80 + (bytes[start + y * width + x] ?? 0) * 0.45 + noise));
  };
  const [w, h] = [Math.floor(width / 2), Math.floor(height / 2)];
  const half = Buffer.alloc(w * h);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const sum =
        pixel(2 * x, 2 * y) + pixel(2 * x + 1, 2 * y) + pixel(2 * x, 2 * y + 1) + pixel(2 * x + 1, 2 * y + 1);
      half[y * w + x] = Math.round(sum / 4);
    }
  const file = join(folder, 'spoiled.pgm');
  writeFileSync(file, Buffer.concat([Buffer.from(`P5\n${w} ${h}\n255\n`), half]));
  return file;
}

function decoded(path: string): string[] {
  return run('zbarimg', '-q', '--raw', '-Sdisable', '-Sqrcode.enable', path)
    .trim()
    .split(/\n(?=gatecheck)/);
}

const mixed = mixedReport();
const expected = `gatecheck report 1\nsha256 ${sha256}\nkey ${fingerprint}`;

describe('the QR code of a report', () => {
  it('is read from page 1 by an independent decoder, at 150 dpi and spoiled as a camera does', async () => {
    const { bytes } = await render(pageOne(modelOf(mixed)));
    expect(decoded(picture(bytes, 150))).toEqual([expected]);
    expect(decoded(spoiled(picture(bytes, 400)))).toEqual([expected]);
  });

  it('is read under a watermark, and says PRACTICE in place of report', async () => {
    const { bytes } = await render(pageOne(modelOf({ ...mixed, practice: true })));
    expect(decoded(picture(bytes, 150))).toEqual([expected.replace('report', 'PRACTICE')]);
  });

  it('stands a second time with the signature, and in words for people who hear the page', async () => {
    const model = modelOf(mixed);
    const from = model.blocks.findIndex((block) => block.kind === 'heading' && block.anchor === 'signature');
    const { bytes } = await render({ ...model, blocks: model.blocks.slice(from) });
    expect(decoded(picture(bytes, 150))).toEqual([expected]);
    const whole = await render(pageOne(model));
    writeFileSync(join(folder, 'tags.pdf'), whole.bytes);
    expect(run('qpdf', '--json', join(folder, 'tags.pdf'))).toContain(
      `"/Alt": "u:QR code: the digest of the JSON, SHA-256 ${sha256}, and the key fingerprint ${fingerprint}."`,
    );
  });
});

describe('page 1 of a report', () => {
  const crowded = crowdedReport();
  const original = { id: 'c0ffee00-1111-4d4c-9c53-1c3a5b2d8c1e', sha256: 'ef'.repeat(32) };

  const pages: readonly (readonly ['a4' | 'letter', string, Report])[] = [
    ['a4', 'as it is', crowded],
    ['letter', 'as it is', crowded],
    ['letter', 'a redacted copy of a practice run', { ...crowded, practice: true, redactedFrom: original }],
    ['a4', 'nothing checked', { ...crowded, checks: [] }],
  ];
  it.each(pages)(
    'is one page on %s with 24 nodes and 40 owners with long names: %s',
    async (paper, _, report) => {
      const pdf = await render(pageOne(modelOf(report)), paper);
      expect(pdf.pages).toBe(1);
      const seen = look(pdf.bytes);
      expect(seen.packed).toContain(packed(fingerprint));
      expect(seen.packed).toContain(packed('it cannot prove that the network told the truth.'));

      expect(seen.packed).toContain(packed('横浜データセンター'));
    },
  );

  it('shows all that fits: one owner keeps every sentence', async () => {
    const { bytes } = await render(pageOne(modelOf(mixed)));
    expect(look(bytes).text).toContain('Ask for the drop in the log');
  });

  it('of a redacted copy names the original in a box, in header and watermark', async () => {
    const { bytes } = await render(pageOne(modelOf({ ...mixed, redactedFrom: original })));
    const { text, packed: whole } = look(bytes);
    expect(whole).toContain(
      packed(
        `Redacted copy: addresses and names are replaced consistently. The original is report ${original.id}, SHA-256`,
      ),
    );
    expect(whole).toContain(original.sha256);
    expect(text).toContain('NOT READY · REDACTED COPY');
    expect(text).not.toContain('Confidential: contains network addresses');
  });
});
