import { execFile } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ReportHistory } from '../../../electron/store/report-history.ts';
import { reportHistory } from '../../../electron/store/report-history.ts';
import { plannedSite } from '../../helpers/site-run.ts';

const root = mkdtempSync(join(tmpdir(), 'gatecheck-history-'));
const { site } = plannedSite('gdansk-dc1');
let folder = '';
let history: ReportHistory;
let count = 0;

beforeEach(() => {
  count += 1;
  folder = join(root, `user-${count}`);
  history = reportHistory(folder);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const at = '2026-11-24T20:41:07Z';
const bytes = (text: string) => new TextEncoder().encode(text);

async function addReport(id: string, of = site): Promise<void> {
  await history.addReport(of, {
    ...{ id, at, siteName: 'gdansk-dc1', readiness: 'not-ready', signer: 'SHA256:example' },
    report: bytes(`report ${id}`),
    signature: bytes('signature'),
  });
}

async function addRun(id: string): Promise<void> {
  const content = JSON.stringify({ id });
  await history.addRun(site, {
    ...{ id, at, siteName: 'gdansk-dc1', outcome: 'cancelled', carriedOut: 3, checks: 9, content },
  });
}

function path(name: string): string {
  const file = readdirSync(join(folder, 'history')).find((one) => one.endsWith(name));
  return join(folder, 'history', file ?? 'nothing');
}

async function faults(withContents = false): Promise<(string | number | null)[][]> {
  const read = await history.read(null, withContents);
  return read.flatMap(({ faults: found }) => found.map(({ line, what }) => [line, what]));
}

/** Rewrites the lines of the history file. */
function edit(change: (lines: string[]) => string[]): void {
  const file = path('.history.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  writeFileSync(
    file,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

describe('the history of a site', () => {
  test('keeps runs and reports in turn, and gives back what they held, byte for byte', async () => {
    await addRun('run-1');
    await addReport('report-1');
    const [one, ...more] = await history.read(site, true);
    expect(more).toEqual([]);
    expect(one?.customer).toBe(site.customer.name);
    expect(one?.lines.map(({ line, kind, id }) => [line, kind, id])).toEqual([
      [1, 'run', 'run-1'],
      [2, 'report', 'report-1'],
    ]);
    const found = await history.findEarlier({ id: 'report-1' });
    expect(found.map(({ report, signature }) => [report.toString(), signature.toString()])).toEqual([
      ['report report-1', 'signature'],
    ]);
    expect(await history.findEarlier({ id: 'run-1' })).toEqual([]);
    const [run] = one?.lines ?? [];
    expect((await history.content(run?.content.sha256 ?? '')).toString()).toBe('{"id":"run-1"}');
    expect(await faults(true)).toEqual([]);
  });

  test('is readable by nobody else', async () => {
    await addReport('report-1');
    const modes = (of: string): void => {
      for (const name of readdirSync(of)) {
        const info = statSync(join(of, name));
        expect([name, (info.mode & 0o777).toString(8)]).toEqual([name, info.isDirectory() ? '700' : '600']);
        if (info.isDirectory()) modes(join(of, name));
      }
    };
    modes(folder);
  });

  test('stays one when waivers, endpoints and nodes change, and is another one for another site', async () => {
    await addReport('report-1');
    const [node] = site.nodes;
    if (node === undefined) throw new Error('The site has no node.');
    const grown = { ...site, waivers: [], endpoints: {}, nodes: [...site.nodes, { ...node, name: 'gdn-9' }] };
    await addReport('report-2', grown);
    await addReport('report-3', { ...site, customer: { ...site.customer, site: 'Poznań DC2' } });
    const read = await history.read(null, false);
    expect(read.map(({ lines }) => lines.map(({ id }) => id)).sort()).toEqual([
      ['report-1', 'report-2'],
      ['report-3'],
    ]);
  });
});

describe('damage is named: ', () => {
  beforeEach(async () => {
    for (const id of ['a', 'b', 'c', 'd']) await addReport(id);
    expect(await faults(true)).toEqual([]);
  });

  test('a line that was changed', async () => {
    edit((lines) => lines.map((line, index) => (index === 1 ? line.replace('not-ready', 'ready') : line)));
    expect(await faults()).toEqual([[3, 'changed']]);
    edit((lines) => lines.map((line, index) => (index === 3 ? line.replace('not-ready', 'ready') : line)));
    expect(await faults()).toEqual([
      [3, 'changed'],
      [4, 'changed'],
    ]);
  });

  test('a line that was taken out, and the end that was cut away, also after more was written', async () => {
    edit((lines) => lines.filter((_, index) => index !== 1));
    expect(await faults()).toEqual([[2, 'missing']]);
    edit((lines) => lines.slice(0, 1));
    expect(await faults()).toEqual([[null, 'shortened']]);
    await addReport('e');
    expect(await faults()).toEqual([[2, 'missing']]);
  });

  test('a file that is gone', async () => {
    rmSync(path('.history.jsonl'));
    expect(await faults()).toEqual([[null, 'shortened']]);
  });

  test('a line that a crash cut off, which stays, and after which it goes on', async () => {
    appendFileSync(path('.history.jsonl'), '{"kind":"report","id":"half');
    expect(await faults()).toEqual([[5, 'cut-off']]);
    await addReport('e');
    const [read] = await history.read(site, false);
    expect(read?.lines.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await faults()).toEqual([[5, 'unreadable']]);
    expect(readFileSync(path('.history.jsonl'), 'utf8')).toContain('"id":"half\n');
  });

  test('a kept report that is gone, or is another one', async () => {
    const [read] = await history.read(site, false);
    const [first, second] = read?.lines ?? [];
    const file = (sha256 = '') => join(folder, 'history', 'contents', `${sha256}.gz`);
    rmSync(file(first?.content.sha256));
    writeFileSync(file(second?.content.sha256), readFileSync(file(read?.lines[2]?.content.sha256)));
    expect(await faults(true)).toEqual([
      [1, 'content-missing'],
      [2, 'content-changed'],
    ]);
    expect(await history.findEarlier({ id: 'b' })).toEqual([]);
  });
});

test('processes that write at the same time lose no line and break no chain', async () => {
  const script = join(root, 'append.mjs');
  const entry = `
    import { reportHistory } from './electron/store/report-history.ts';
    const history = reportHistory(process.argv[2]);
    const site = JSON.parse(process.argv[3]);
    const bytes = new TextEncoder().encode('one and the same');
    for (let i = 0; i < 12; i++)
      await history.addReport(site, { id: process.argv[4] + i, at: '${at}', siteName: 's', readiness: 'ready',
        signer: 'SHA256:x', report: bytes, signature: bytes });`;
  await build({
    stdin: { contents: entry, resolveDir: process.cwd(), loader: 'ts' },
    ...{ outfile: script, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const subject = JSON.stringify({ catalog: site.catalog, customer: site.customer, nodes: site.nodes });
  const run = (name: string) => promisify(execFile)(process.execPath, [script, folder, subject, name]);
  await addReport('before');
  // A lock that a crashed process left behind: there is no process of this number.
  writeFileSync(`${path('.history.jsonl')}.lock`, '4194305');
  await Promise.all(['a', 'b', 'c'].map(run));
  expect(await faults(true)).toEqual([]);
  const [read] = await history.read(site, false);
  expect(read?.lines).toHaveLength(37);
  expect(new Set(read?.lines.map(({ id }) => id)).size).toBe(37);
});
