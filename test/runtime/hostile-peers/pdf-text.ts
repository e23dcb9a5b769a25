import { execFileSync } from 'node:child_process';

/** The text of a PDF as a reader's program takes it out. */
export function pdfText(path: string): string {
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
