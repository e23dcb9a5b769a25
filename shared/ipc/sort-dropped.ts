import type { DroppedFile } from './verify-calls.ts';

/** A report among dropped files, with what belongs to it by its name. */
export interface DroppedReport {
  readonly name: string;
  readonly report: Uint8Array;
  readonly signature: Uint8Array | null;
  readonly pdf: Uint8Array | null;
}

export interface SortedDrop {
  readonly reports: readonly DroppedReport[];
  /** PDFs without a report beside them: theirs may lie inside. */
  readonly pdfs: readonly DroppedFile[];
  /** Files that belong to no report, as sentences. */
  readonly unused: readonly string[];
}

const ending = (name: string): string => /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? '';

/** A browser numbers a second download of one name; the copy belongs to its report all the same. */
const plain = (name: string): string => name.replace(/ ?\(\d+\)(?=\.|$)/g, '').toLowerCase();

/**
 * Which of some files belong together: `NAME.json` is a report, `NAME.json.sig` its signature, `NAME.pdf` its PDF. With one
 * report only, a lone signature or PDF of another name counts as its own: whoever renames a file still gets it verified.
 */
export function sortDropped(files: readonly DroppedFile[]): SortedDrop {
  const of = (end: string): DroppedFile[] => files.filter(({ name }) => ending(name) === end);
  const [reports, signatures, pdfs] = [of('.json'), of('.sig'), of('.pdf')];
  const used = new Set<DroppedFile>(reports);
  const belonging = (wanted: string, among: readonly DroppedFile[]): Uint8Array | null => {
    const exact = among.find(({ name }) => name === wanted);
    const same = exact ?? among.find(({ name }) => plain(name) === plain(wanted));
    const found = same ?? (reports.length === 1 && among.length === 1 ? among[0] : undefined);
    if (found === undefined) return null;
    used.add(found);
    return found.bytes;
  };
  const sorted = reports.map(({ name, bytes }) => ({
    name,
    report: bytes,
    signature: belonging(`${name}.sig`, signatures),
    pdf: belonging(`${name.slice(0, -'.json'.length)}.pdf`, pdfs),
  }));
  const left = files.filter((file) => !used.has(file));
  const isPdf = ({ name }: DroppedFile): boolean => ending(name) === '.pdf';
  return {
    reports: sorted,
    pdfs: left.filter(isPdf),
    unused: left.filter((file) => !isPdf(file)).map(whyUnused),
  };
}

function whyUnused({ name }: DroppedFile): string {
  return ending(name) === '.sig'
    ? `${name} was not used: the report that it signs, ${name.replace(/\.sig$/i, '')}, is missing.`
    : `${name} was not used: it is no report, signature or PDF by its name.`;
}
