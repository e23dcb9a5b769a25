import { unzipSync } from 'fflate';
import { visibleText } from '../../shared/documents/tables/visible-text.ts';
import { mostUnpacked } from '../by-size.ts';
import { XlsxError } from './xlsx-error.ts';

/** What a workbook may weigh: an archive can claim, and blow up to, far more than it holds. */
const limits = {
  archiveBytes: 50_000_000,
  files: 2_000,
  /** Of all parts that are read, when unpacked. */
  allBytes: 100_000_000,
} as const;

/** Parts that are read: XML and relations; pictures, macros and settings stay packed. */
const read = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/.*\.(?:xml|rels))$/i;

/** A part's name as messages give it: without what a terminal would obey, and not as long as the format allows. */
function shown(name: string): string {
  return visibleText(name).slice(0, 100);
}

/** The XML parts of a workbook by their path. Sizes are judged before anything is unpacked. */
export function unzipParts(bytes: Uint8Array): ReadonlyMap<string, string> {
  if (bytes.length > limits.archiveBytes)
    throw new XlsxError(`The file has ${bytes.length} bytes: too much for a filled-in request.`);
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    throw new XlsxError('The file is not an Excel workbook (.xlsx).');
  const most = mostUnpacked(bytes.length, limits.allBytes);
  let files = 0;
  let all = 0;
  const seen = new Set<string>();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize, compression }) => {
        if (++files > limits.files) throw new XlsxError('The file has too many parts.');
        if (!read.test(name)) return false;
        // Which one counts, two programs could see differently.
        if (seen.has(name.toLowerCase())) throw new XlsxError(`The file has part ${shown(name)} twice.`);
        seen.add(name.toLowerCase());
        if (compression !== 0 && compression !== 8)
          throw new XlsxError(`Part ${shown(name)} is packed in a way that is not known.`);
        all += originalSize;
        if (all > most) throw new XlsxError(`Part ${shown(name)} is too large: ${originalSize} bytes.`);
        return true;
      },
    });
    return new Map(Object.entries(parts).map(([name, part]) => [name, decoder.decode(part)]));
  } catch (error) {
    if (error instanceof XlsxError) throw error;
    const reason = error instanceof Error ? error.message : 'unknown';
    throw new XlsxError(`The file is damaged or protected with a password (${reason}).`);
  }
}
