import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Other programs than ours that fill a form in, as a customer's would: pdftk, pikepdf (qpdf's library), pypdf. */

/** Field name to what is typed, or to the value of the marked box. */
export type Values = Readonly<Record<string, string>>;

function inFolder<T>(
  work: (file: (name: string) => string, run: (tool: string, ...args: string[]) => void) => T,
): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-fill-'));
  try {
    return work(
      (name) => path.join(folder, name),
      (tool, ...args) => {
        execFileSync(tool, args, { timeout: 60_000, stdio: ['ignore', 'ignore', 'pipe'] });
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function byScript(script: string): (pdf: Uint8Array, values: Values) => Uint8Array {
  return (pdf, values) =>
    inFolder((file, run) => {
      writeFileSync(file('in.pdf'), pdf);
      writeFileSync(file('values.json'), JSON.stringify(values));
      const program = fileURLToPath(new URL(script, import.meta.url));
      run('/usr/bin/python3', program, file('in.pdf'), file('out.pdf'), file('values.json'));
      return readFileSync(file('out.pdf'));
    });
}

export const fillWithPikepdf = byScript('fill_pikepdf.py');
export const fillWithPypdf = byScript('fill_pypdf.py');

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** pdftk takes an XFDF file, in which the levels of a name are nested. */
export function fillWithPdftk(pdf: Uint8Array, values: Values): Uint8Array {
  const fields = Object.entries(values).map(([name, value]) =>
    name
      .split('.')
      .reduceRight(
        (inner, part) => `<field name="${xml(part)}">${inner}</field>`,
        `<value>${xml(value)}</value>`,
      ),
  );
  return inFolder((file, run) => {
    writeFileSync(file('in.pdf'), pdf);
    writeFileSync(
      file('values.xfdf'),
      `<?xml version="1.0" encoding="UTF-8"?><xfdf xmlns="http://ns.adobe.com/xfdf/"><fields>${fields.join('')}</fields></xfdf>`,
    );
    run('pdftk', file('in.pdf'), 'fill_form', file('values.xfdf'), 'output', file('out.pdf'));
    return readFileSync(file('out.pdf'));
  });
}

/** Runs pikepdf statements on a file, whose pages are `pdf.pages`: what somebody with a PDF library would do to it. */
export function alterWithPikepdf(pdf: Uint8Array, ...statements: readonly string[]): Uint8Array {
  return inFolder((file, run) => {
    writeFileSync(file('in.pdf'), pdf);
    const program = [
      'import sys, pikepdf, re',
      'pdf = pikepdf.open(sys.argv[1])',
      ...statements,
      'pdf.save(sys.argv[2])',
    ].join('\n');
    run('/usr/bin/python3', '-c', program, file('in.pdf'), file('out.pdf'));
    return readFileSync(file('out.pdf'));
  });
}

/** Saves it anew with qpdf, e.g. with everything packed into object streams, or encrypted. */
export function withQpdf(pdf: Uint8Array, ...options: readonly string[]): Uint8Array {
  return inFolder((file, run) => {
    writeFileSync(file('in.pdf'), pdf);
    run('qpdf', ...options, file('in.pdf'), file('out.pdf'));
    return readFileSync(file('out.pdf'));
  });
}

interface PdfJsBox {
  readonly id: string;
  readonly type: string;
  readonly exportValues?: string;
}

/** pdf.js, the viewer of Firefox: what is typed there is saved as an update at the file's end. */
export async function fillWithPdfJs(pdf: Uint8Array, values: Values): Promise<Uint8Array> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await getDocument({ data: pdf.slice(), verbosity: 0 }).promise;
  try {
    // Its types say no more than Object.
    const fields: unknown = (await document.getFieldObjects()) ?? {};
    const known = fields as Readonly<Record<string, readonly PdfJsBox[]>>;
    for (const [name, value] of Object.entries(values)) {
      for (const { id, type, exportValues } of known[name] ?? []) {
        const isBox = type === 'checkbox' || type === 'radiobutton';
        if (isBox) document.annotationStorage.setValue(id, { value: exportValues === value });
        else if (type === 'text') document.annotationStorage.setValue(id, { value });
      }
    }
    return await document.saveDocument();
  } finally {
    await document.loadingTask.destroy();
  }
}
