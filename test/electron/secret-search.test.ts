import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { needlesOf, searchFolder, searchProcessList } from '../helpers/secret-search.ts';

/** The search for secrets proves something only when it finds what lies there. */
describe('the search for secrets', () => {
  const secret = 'canary ünder / 4f1d7a20c9';
  const needles = needlesOf({}, { secret });
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatecheck-search-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const pdf = (text: Buffer): Buffer =>
    Buffer.concat([Buffer.from('%PDF-1.7\n<< >>\nstream\n'), deflateSync(text), Buffer.from('\nendstream')]);
  const png = (text: Buffer): Buffer =>
    Buffer.concat([Buffer.from('\x89PNG....zTXtComment\0\0', 'latin1'), deflateSync(text)]);
  const zip = (text: Buffer): Buffer => Buffer.from(zipSync({ 'a.txt': new Uint8Array(text) }, { level: 9 }));
  const bytes = Buffer.from(secret, 'utf8');
  const long = Buffer.concat([Buffer.from('word '.repeat(40)), bytes, Buffer.from(' word'.repeat(40))]);

  it.each<[string, Buffer]>([
    ['as it is', bytes],
    ['in UTF-16', Buffer.from(secret, 'utf16le')],
    ['in hex', Buffer.from(bytes.toString('hex'))],
    ['in base64, at the first place', Buffer.from(bytes.toString('base64'))],
    [
      'in base64, at the second place',
      Buffer.from(Buffer.concat([Buffer.from('x'), bytes]).toString('base64')),
    ],
    [
      'in base64, at the third place',
      Buffer.from(Buffer.concat([Buffer.from('xy'), bytes]).toString('base64')),
    ],
    ['percent-encoded', Buffer.from(`a=${encodeURIComponent(secret)}`)],
    ['as a field of a form', Buffer.from(new URLSearchParams({ a: secret }).toString())],
    ['in a gzip file', gzipSync(long)],
    ['in a gzip file behind something else', Buffer.concat([Buffer.alloc(77, 1), gzipSync(long)])],
    ['in a zip file', zip(long)],
    ['in a stream of a PDF', pdf(long)],
    ['in a text of a PNG', png(long)],
    ['in a PDF in a zip file in a gzip file', gzipSync(zip(pdf(long)))],
    ['far behind in a large file', Buffer.concat([Buffer.alloc(15_999_990, 7), bytes, Buffer.alloc(99)])],
  ])('finds it %s', (_how, content) => {
    writeFileSync(join(folder, 'planted'), content);
    expect(searchFolder(folder, needles).found).not.toEqual([]);
  });

  it('finds nothing where it is not, compressed or not', () => {
    writeFileSync(join(folder, 'clean.gz'), gzipSync(Buffer.from('nothing '.repeat(100))));
    writeFileSync(join(folder, 'clean.zip'), zipSync({ 'a.txt': strToU8('nothing '.repeat(100)) }));
    const { found, looked } = searchFolder(folder, needles);
    expect(found).toEqual([]);
    expect(looked).toHaveLength(2);
  });

  it.skipIf(process.platform !== 'linux')('finds it in an argument and in an environment', async () => {
    const child = spawn('sleep', ['60'], { env: { HIDDEN: secret } });
    const other = spawn('sh', ['-c', 'sleep 60 # $0', secret]);
    try {
      const parts = (): string[] =>
        searchProcessList(needles)
          .found.map(({ place }) => place)
          .filter((place) => [child.pid, other.pid].some((pid) => place.startsWith(`/proc/${pid}/`)))
          .map((place) => place.split('/').at(-1) ?? '');
      await expect.poll(() => [...new Set(parts())].sort()).toEqual(['cmdline', 'environ']);
    } finally {
      child.kill('SIGKILL');
      other.kill('SIGKILL');
    }
  });
});
