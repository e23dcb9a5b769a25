import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PdfError, PdfNotWanted, renderInWorker } from '../../../electron/pdf/render-in-worker.ts';
import { buildCommandLine } from '../../helpers/command-line.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { fontsDir, render } from './pdf-tools.ts';

const workerFile = fileURLToPath(new URL('../../../dist/pdf-worker.cjs', import.meta.url));

describe('rendering in a worker', () => {
  let folder: string;
  beforeAll(() => {
    buildCommandLine();
    folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-worker-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives the same bytes as rendering in place', async () => {
    const { document } = requestOfSite('gdansk-dc1');
    const made = await renderInWorker(workerFile, document, { paper: 'a4', fontsDir });
    const here = await render(document);
    expect(Buffer.from(made.bytes).equals(Buffer.from(here.bytes))).toBe(true);
    expect(made.pages).toBe(here.pages);
  });

  it('ends at once when nobody waits for the document any more', async () => {
    const { document } = requestOfSite('gdansk-dc1');
    const options = { paper: 'a4', fontsDir } as const;
    const controller = new AbortController();
    const making = renderInWorker(workerFile, document, options, controller.signal);
    controller.abort();
    await expect(making).rejects.toThrow(PdfNotWanted);
    await expect(renderInWorker(workerFile, document, options, controller.signal)).rejects.toThrow(
      PdfNotWanted,
    );
  });

  it('says why a document cannot be made', async () => {
    const { document } = requestOfSite('gdansk-dc1');
    const making = renderInWorker(workerFile, document, {
      paper: 'a4',
      fontsDir: path.join(folder, 'no-fonts'),
    });
    await expect(making).rejects.toThrow(PdfError);
    await expect(making).rejects.toThrow('no-fonts');
  });
});

describe('the attachment of a change request', () => {
  it('is the request as data, byte for byte', async () => {
    const request = requestOfSite('gdansk-dc1');
    const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-attachment-'));
    try {
      const file = path.join(folder, 'request.pdf');
      writeFileSync(file, (await render(request.document)).bytes);
      execFileSync('pdfdetach', ['-saveall', '-o', folder, file], { timeout: 60_000 });
      expect(readFileSync(path.join(folder, 'FCR-2026-014_A.json'), 'utf8')).toBe(request.json);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
