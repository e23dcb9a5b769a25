import { internalsOf } from './pdfkit-internals.ts';

/** Title, author and subject enter pdfkit's XMP as they are; `A & B <x>` would break it. */
export function escapeMetadata(doc: PDFKit.PDFDocument): void {
  const inner = internalsOf(doc);
  const addInfo = inner._addInfo.bind(inner);
  inner._addInfo = () => {
    const { info } = inner;
    inner.info = Object.fromEntries(
      Object.entries(info).map(([key, value]) => [key, typeof value === 'string' ? escapeXml(value) : value]),
    );
    addInfo();
    inner.info = info;
  };
}

function escapeXml(text: string): string {
  return Array.from(text)
    .filter((character) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(character))
    .join('')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
