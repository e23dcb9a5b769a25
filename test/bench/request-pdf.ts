import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderInWorker } from '../../electron/pdf/render-in-worker.ts';
import { findCatalog } from '../../shared/catalog/catalogs.ts';
import { composeChangeRequest } from '../../shared/documents/change-request/compose.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import { documentHtml } from './document-html.ts';
import { inSeconds, spreadOf, table } from './measures.ts';
import type { Measured, MeasureOptions } from './request.ts';
import { siteOfLines } from './request-site.ts';
import { watchProgram, type WatchedRun } from './watched-program.ts';

const lines = 5000;
const leastFaster = 3;
const mostMegabytes = 500;
const root = new URL('../../', import.meta.url).pathname;

/**
 * The whole command, from the site file to the form on disk, beside Chromium that prints the same texts and cells: once the
 * table of lines alone, once the whole request. Chromium fills in no fields; ours does.
 */
export async function measureRequestPdf({ quick, say }: MeasureOptions): Promise<Measured> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-bench-'));
  try {
    const site = path.join(folder, 'bench.site.json');
    writeFileSync(site, JSON.stringify(siteOfLines(lines)));
    const { document, ids } = requestModel();
    const isLines = (block: DocumentModel['blocks'][number]): boolean =>
      block.kind === 'table' && block.groups.reduce((sum, { rows }) => sum + rows.length, 0) === lines;
    const onlyTable = document.blocks.filter((block) => isLines(block) && block.kind === 'table');
    const pages = { table: { ...document, blocks: onlyTable.slice(0, 1) }, whole: document };
    for (const [name, model] of Object.entries(pages))
      writeFileSync(path.join(folder, `${name}.html`), documentHtml(model));

    const ours: WatchedRun[] = [];
    const ourTable: number[] = [];
    const tablePdf = path.join(folder, 'our-table.pdf');
    const printed: Record<keyof typeof pages, WatchedRun[]> = { table: [], whole: [] };
    const request = path.join(folder, 'request');
    for (let round = 0; round < (quick ? 1 : 3); round++) {
      ours.push(
        await watchProgram(process.execPath, [
          ...[path.join(root, 'dist/cli.cjs'), 'request', site, '--out', request, '--format', 'pdf'],
        ]),
      );
      ourTable.push(await renderTable(pages.table, tablePdf));
      printed.table.push(await print(folder, 'table'));
      if (round === 0 && !quick) printed.whole.push(await print(folder, 'whole'));
    }
    const pdf = path.join(request, readdirSync(request).find((name) => name.endsWith('.pdf')) ?? '');
    const lost = lostLines(pdf, ids);
    const row = (name: string, runs: readonly WatchedRun[], file: string): string[] => [
      ...[name, inSeconds(runs.map(({ ms }) => ms))],
      Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)).toFixed(0),
      ...[`${pageCount(file)}`, (statSync(file).size / 1e6).toFixed(1)],
    ];
    const ratio = median(printed.table) / spreadOf(ourTable).median;
    const most = Math.max(...ours.map(({ peakMegabytes }) => peakMegabytes));
    const text = [
      `A request of ${lines} lines. The table: the same cells, by our writer and by Chromium's \`--headless --print-to-pdf\`, each from its own input. The whole request: \`gatecheck request --format pdf\`, from the site file to the form on disk, beside Chromium that prints the same texts. Chromium's have no fields that can be filled in; ours have ${lines * 7} and more.`,
      '',
      table([
        ['', 'seconds', 'most memory of a process, MB', 'pages', 'file, MB'],
        [
          ...['ours: the table of lines', inSeconds(ourTable), '', `${pageCount(tablePdf)}`],
          (statSync(tablePdf).size / 1e6).toFixed(1),
        ],
        row('Chromium: the table of lines', printed.table, path.join(folder, 'table.pdf')),
        row('ours: the whole request', ours, pdf),
        ...(quick ? [] : [row('Chromium: the whole request', printed.whole, path.join(folder, 'whole.pdf'))]),
      ]),
      '',
      `Chromium takes ${ratio.toFixed(1)} times as long for the table alone${quick ? '' : `, ${(median(printed.whole) / median(ours)).toFixed(1)} times for the whole`}. \`qpdf --check\` finds no fault in ours, \`pdftotext\` every line, and \`qpdf --json\` all fields of each.`,
    ].join('\n');
    say(text);
    return {
      title: 'PDF',
      text,
      missed: [
        ...(ratio >= leastFaster
          ? []
          : [`the PDF is ${ratio.toFixed(1)} times as fast as Chromium, not ${leastFaster}`]),
        ...(most < mostMegabytes
          ? []
          : [`the PDF takes ${most.toFixed(0)} MB, not less than ${mostMegabytes}`]),
        ...(lost === 0 ? [] : [`${lost} lines or their fields are not in the PDF`]),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(runs: readonly WatchedRun[]): number {
  return spreadOf(runs.map(({ ms }) => ms)).median;
}

function requestModel(): { readonly document: DocumentModel; readonly ids: readonly string[] } {
  const parsed = parseSite(siteOfLines(lines), findCatalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const site = parsed.value;
  const catalog = findCatalog(site.catalog);
  if (catalog === undefined) throw new Error(`No catalogue ${site.catalog}.`);
  const { document, file } = composeChangeRequest({
    catalog,
    site,
    ruleSet: deriveRules(catalog, site),
    createdAt: '2026-11-17T08:40:00Z',
    version: '0.1.0',
    practice: false,
    siteName: 'bench',
  });
  return { document, ids: file.lines.map(({ id }) => id) };
}

function print(folder: string, name: string): Promise<WatchedRun> {
  return watchProgram('chromium', [
    ...[
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-pdf-header-footer',
    ],
    `--user-data-dir=${path.join(folder, 'profile')}`,
    `--print-to-pdf=${path.join(folder, `${name}.pdf`)}`,
    `file://${path.join(folder, `${name}.html`)}`,
  ]);
}

/** The writer in its worker, from the model to the file; milliseconds. */
async function renderTable(model: DocumentModel, file: string): Promise<number> {
  const began = performance.now();
  const fontsDir = path.join(root, 'dist/fonts');
  const { bytes } = await renderInWorker(path.join(root, 'dist/pdf-worker.cjs'), model, {
    paper: 'a4',
    fontsDir,
  });
  writeFileSync(file, bytes);
  return performance.now() - began;
}

function tool(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function pageCount(file: string): number {
  return Number(/Pages:\s+(\d+)/.exec(tool('pdfinfo', file))?.[1]);
}

/** How many lines an independent reader does not find; throws on a damaged file. */
function lostLines(file: string, ids: readonly string[]): number {
  tool('qpdf', '--check', file);
  const text = tool('pdftotext', '-raw', file, '-').replace(/\s+/g, '');
  const { acroform } = JSON.parse(tool('qpdf', '--json', '--json-key=acroform', file)) as {
    acroform: { fields: { fullname: string }[] };
  };
  const fields = new Set(acroform.fields.map(({ fullname }) => fullname));
  const hasFields = (id: string): boolean =>
    ['line.ID.decision', 'line.ID.comment', 'impl.ID.rule', 'impl.ID.by', 'impl.ID.active'].every((name) =>
      fields.has(name.replace('ID', id.replaceAll('.', '-'))),
    );
  return ids.filter((id) => !text.includes(id) || !hasFields(id)).length;
}
