import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import { renderDocument, type RenderedPdf } from '../../../electron/pdf/render-document.ts';

export const fontsDir = fileURLToPath(new URL('../../../node_modules/@expo-google-fonts', import.meta.url));

export function render(model: DocumentModel, paper: 'a4' | 'letter' = 'a4'): Promise<RenderedPdf> {
  return renderDocument(model, { paper, fontsDir });
}

/** What independent tools say of a PDF (poppler-utils and qpdf). */
export interface PdfSeen {
  readonly info: string;
  /** Text of all pages, in layout order. */
  readonly text: string;
  /** Text of all pages without any white space: finds what is broken over lines. */
  readonly packed: string;
  readonly pages: readonly string[];
  readonly fonts: string;
}

/** Runs `qpdf --check` (which throws on a damaged file), pdfinfo, pdftotext and pdffonts. */
export function look(bytes: Uint8Array): PdfSeen {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-pdf-'));
  const file = path.join(folder, 'document.pdf');
  const run = (tool: string, ...args: string[]): string =>
    execFileSync(tool, args, {
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  try {
    writeFileSync(file, bytes);
    run('qpdf', '--check', file);
    // Reading order inside a cell, not across the page: a broken id stays in one piece.
    const text = run('pdftotext', '-raw', file, '-');
    return {
      info: run('pdfinfo', file),
      text,
      packed: text.replace(/\s+/g, ''),
      pages: text.split('\f').slice(0, -1),
      fonts: run('pdffonts', file),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The tags of a PDF with their text, as a reader for the blind gets them. */
export function tagsOf(bytes: Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-pdf-'));
  const file = path.join(folder, 'document.pdf');
  try {
    writeFileSync(file, bytes);
    return execFileSync('pdfinfo', ['-struct-text', file], {
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function packed(text: string): string {
  return text.replace(/\s+/g, '');
}

export interface SeenField {
  readonly fullname: string;
  readonly fieldtype: string;
  readonly fieldflags: number;
  readonly alternativename: string;
  readonly isradiobutton: boolean;
  readonly annotation: { readonly appearancestate: string };
}

/** The form fields of a PDF, as qpdf sees them; a group of boxes gives one entry a box. */
export function fieldsOf(bytes: Uint8Array): readonly SeenField[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-pdf-'));
  const file = path.join(folder, 'document.pdf');
  try {
    writeFileSync(file, bytes);
    const json = execFileSync('qpdf', ['--json', '--json-key=acroform', file], {
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    const { acroform } = JSON.parse(json) as { acroform: { hasacroform: boolean; fields: SeenField[] } };
    return acroform.fields;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
