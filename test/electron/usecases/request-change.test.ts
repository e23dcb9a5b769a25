import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RequestChangeInput } from '../../../electron/usecases/request-change.ts';
import { requestChange } from '../../../electron/usecases/request-change.ts';
import type { RenderedPdf } from '../../../electron/pdf/render-document.ts';
import { plannedSite } from '../../helpers/site-run.ts';

const noPdf: RenderedPdf = { bytes: new Uint8Array([37]), missingCharacters: [], pages: 1, anchors: [] };

function input(name: string, change?: (json: Record<string, unknown>) => void): RequestChangeInput {
  const { catalog, site, ruleSet } = plannedSite(name, change);
  return {
    catalog,
    site,
    ruleSet,
    outDir: '/out',
    formats: ['pdf', 'json'],
    paper: 'a4',
    now: '2026-11-17T08:40:00Z',
    version: '0.1.0',
    practice: false,
    siteName: name,
  };
}

async function run(
  wanted: RequestChangeInput,
  renderPdf: () => Promise<RenderedPdf> = () => Promise.resolve(noPdf),
): Promise<{ result: Awaited<ReturnType<typeof requestChange>>; written: Map<string, Uint8Array> }> {
  const written = new Map<string, Uint8Array>();
  const result = await requestChange(wanted, {
    renderPdf,
    writeFile: (file, bytes) => {
      written.set(file, bytes);
      return Promise.resolve();
    },
  });
  return { result, written };
}

describe('making a change request', () => {
  it('writes the wanted formats under its number and revision', async () => {
    const { result, written } = await run(input('gdansk-dc1'));
    expect(result.status).toBe('for-decision');
    expect([...written.keys()]).toEqual(['/out/FCR-2026-014_A.pdf', '/out/FCR-2026-014_A.json']);
    const json = written.get('/out/FCR-2026-014_A.json') ?? new Uint8Array();
    expect(createHash('sha256').update(json).digest('hex')).toBe(result.digest);
  });

  it('says in the file name that a draft is one', async () => {
    const { result } = await run(input('draft'));
    expect(result.status).toBe('draft');
    expect(result.files.every((file) => file.includes('_DRAFT.'))).toBe(true);
  });

  it('names the files after the site when no number was given', async () => {
    const { result } = await run(
      input('gdansk-dc1', (json) => {
        json['request'] = {};
      }),
    );
    expect(result.files).toEqual(['/out/gdansk-dc1.request_A.pdf', '/out/gdansk-dc1.request_A.json']);
  });

  it('writes nothing at all when the PDF cannot be made', async () => {
    const written: string[] = [];
    const making = requestChange(
      { ...input('gdansk-dc1'), formats: ['json', 'pdf'] },
      {
        renderPdf: () => Promise.reject(new Error('no room')),
        writeFile: (file) => {
          written.push(file);
          return Promise.resolve();
        },
      },
    );
    await expect(making).rejects.toThrow('no room');
    expect(written).toEqual([]);
  });

  it('tells which character the PDF could not print', async () => {
    const pdf = { ...noPdf, missingCharacters: [{ character: 'ก', codePoint: 'U+0E01', text: 'ก' }] };
    const { result } = await run(input('gdansk-dc1'), () => Promise.resolve(pdf));
    expect(result.remarks).toHaveLength(1);
    expect(result.remarks[0]).toContain('U+0E01');
  });
});
