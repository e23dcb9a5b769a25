import type { RequestPreview } from '../../shared/ipc/contract.ts';

/** A PDF for the plain browser, where nothing can lay out the real one: a page of bars, one for each line. */

const size = { width: 842, height: 595 };
const linesOnPage = 12;
const rowHeight = 40;
const firstRow = 90;

function pageText(numbers: readonly number[]): string {
  return numbers
    .map((_, index) => {
      const y = size.height - firstRow - (index + 1) * rowHeight + 8;
      return `0.85 g 40 ${y} ${size.width - 80} ${rowHeight - 12} re f`;
    })
    .join('\n');
}

function pdfOf(pages: readonly (readonly number[])[]): Uint8Array {
  const kids = pages.map((_, index) => `${3 + 2 * index} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    ...pages.flatMap((numbers, index) => {
      const text = pageText(numbers);
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${size.width} ${size.height}] /Contents ${4 + 2 * index} 0 R >>`,
        `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
      ];
    }),
  ];
  let text = '%PDF-1.7\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return new TextEncoder().encode(text + end);
}

export function fakePreview(lines: number, draft: boolean): RequestPreview {
  const numbers = Array.from({ length: lines }, (_, index) => index + 1);
  const pages = [[], ...chunks(numbers)];
  return {
    bytes: pdfOf(pages),
    status: draft ? 'draft' : 'for-decision',
    createdAt: '2026-11-24T20:40:52Z',
    pages: pages.length,
    places: numbers.map((number) => ({
      number,
      page: 2 + Math.floor((number - 1) / linesOnPage),
      top: firstRow + ((number - 1) % linesOnPage) * rowHeight,
      height: rowHeight,
    })),
    remarks: [],
  };
}

function chunks(numbers: readonly number[]): number[][] {
  const pages: number[][] = [];
  for (let at = 0; at < numbers.length; at += linesOnPage) pages.push(numbers.slice(at, at + linesOnPage));
  return pages;
}
