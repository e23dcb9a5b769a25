import { assertNever } from '../../shared/lib/assert-never.ts';
import type {
  Block,
  Cell,
  CheckBox,
  DocumentModel,
  Field,
  Paragraph,
  Row,
  Run,
  Table,
} from '../../shared/documents/model.ts';

/** A document model as a page of HTML: the same texts and cells in tables of the browser's own, boxes for what is filled in. */
export function documentHtml(model: DocumentModel): string {
  return [
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(model.title)}</title>`,
    `<style>${style(model)}</style>`,
    ...model.blocks.map(blockHtml),
    '</html>',
  ].join('\n');
}

function style({ orientation }: DocumentModel): string {
  return `@page{size:A4 ${orientation};margin:12mm}
body{margin:0;font:7.4pt/9.2pt "Noto Sans",sans-serif;color:#111}
table{border-collapse:collapse;width:100%;table-layout:fixed}thead{display:table-header-group}
tr{break-inside:avoid}th{background:#eef1f4;text-align:left;vertical-align:bottom;border:solid #111;border-width:.8pt 0}
td{border-bottom:.35pt solid #9aa3ad;vertical-align:top}td,th{padding:.65mm 1.2mm}
.bar{border-left:1.6pt solid}.id{font-size:6.5pt}.pill{border:.7pt solid;padding:0 1mm}
input[type=text]{width:95%;height:4mm;border:.5pt solid #5b6670;background:#f5f7f9}
.columns{display:flex;gap:5mm}.new-page{break-before:page}.box{border:.8pt solid}`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function runHtml(run: Run): string {
  switch (run.kind) {
    case 'text':
      return run.bold === true ? `<b>${escaped(run.text)}</b>` : escaped(run.text);
    case 'direction':
      return `<span class="pill">${run.direction.toUpperCase()}</span>`;
    case 'change':
      return `<span class="pill">${run.change}</span>`;
    case 'assumed':
      return '<span class="pill">A</span>';
    case 'mark':
      return `<span class="pill">${run.mark}</span>`;
    case 'missing':
      return `<span class="pill">${escaped(run.text)}</span>`;
    case 'page-of':
      return '';
    case 'check-box':
      return checkBoxHtml(run.box, run.label);
    default:
      return run satisfies never;
  }
}

function checkBoxHtml({ group, value, tip }: CheckBox, label: string): string {
  return `<input type="checkbox" name="${escaped(group)}" value="${escaped(value)}" title="${escaped(tip)}">${escaped(label)}`;
}

function paragraphHtml({ style: look, runs }: Paragraph): string {
  return `<div class="${look}">${runs.map(runHtml).join('')}</div>`;
}

function fieldHtml({ name, tip, caption }: Field): string {
  return `${caption === null ? '' : escaped(caption)}<input type="text" name="${escaped(name)}" title="${escaped(tip)}">`;
}

function cellHtml(cell: Cell): string {
  const inner = cell.blocks.map((block) =>
    block.kind === 'field' ? fieldHtml(block) : paragraphHtml(block),
  );
  return `<td${cell.bar === true ? ' class="bar"' : ''}>${inner.join('')}</td>`;
}

function rowHtml({ cells }: Row): string {
  return `<tr>${cells.map(cellHtml).join('')}</tr>`;
}

function tableHtml({ columns, groups }: Table): string {
  const widths = columns.map(({ width }) => ('mm' in width ? `<col style="width:${width.mm}mm">` : '<col>'));
  const head = columns.map(({ head: lines }) => `<th scope="col">${lines.map(escaped).join('<br>')}</th>`);
  const bodies = groups.map(({ heading, rows }) => {
    const title =
      heading === null
        ? ''
        : `<tr><th colspan="${columns.length}" scope="rowgroup">${paragraphHtml(heading)}</th></tr>`;
    return `<tbody>${title}${rows.map(rowHtml).join('\n')}</tbody>`;
  });
  return `<table><colgroup>${widths.join('')}</colgroup><thead><tr>${head.join('')}</tr></thead>${bodies.join('')}</table>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return paragraphHtml(block);
    case 'field':
      return fieldHtml(block);
    case 'table':
      return tableHtml(block);
    case 'topology':
      return `<p>${escaped(block.says)}</p>`;
    case 'heading':
      return `<h2>${escaped(`${block.number ?? ''} ${block.text}`)}</h2>`;
    case 'steps':
      return `<ol>${block.items.map((item) => `<li>${paragraphHtml(item)}</li>`).join('')}</ol>`;
    case 'pairs':
      return `<dl>${block.rows.map(({ label, value }) => `<dt>${escaped(label)}<dd>${value.map(paragraphHtml).join('')}`).join('')}</dl>`;
    case 'columns':
      return `<div class="columns">${block.columns.map(({ blocks, share }) => `<div style="flex:${share}">${blocks.map(blockHtml).join('')}</div>`).join('')}</div>`;
    case 'box':
      return `<div class="box">${block.blocks.map(blockHtml).join('')}</div>`;
    case 'at-foot':
      return block.blocks.map(blockHtml).join('');
    case 'qr':
      return `<p>${escaped(block.says)}</p>`;
    case 'one-page':
      return (block.choices[0] ?? []).map(blockHtml).join('');
    case 'space':
      return `<div style="height:${block.mm}mm"></div>`;
    case 'rule':
      return '<hr>';
    case 'page-break':
      return '<div class="new-page"></div>';
    default:
      return assertNever(block);
  }
}
