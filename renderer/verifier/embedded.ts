import type { EmbeddedReport } from '../../shared/report/embedded-report.ts';
import { embeddedReportSchema } from '../../shared/report/embedded-report.ts';
import { maxReportBytes } from '../../shared/report/parse-report.ts';
import type { GivenFile } from './given-file.ts';
import { isReportOrSignature } from './sort-files.ts';

/** What travels with a page. */
export type Embedded =
  | { readonly kind: 'none' }
  /** There is something, and it cannot be read: that must not look like an empty page. */
  | { readonly kind: 'broken' }
  | {
      readonly kind: 'report';
      readonly files: readonly GivenFile[];
      /** SHA-256 of the page before the report was put into it, as the page says. */
      readonly verifier: string;
      readonly leftOut: readonly string[];
    };

function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

function fileOf({ name, base64 }: EmbeddedReport['files'][number]): GivenFile {
  // Base64 is a third longer than what it holds.
  return { name, bytes: (base64.length / 4) * 3 > maxReportBytes + 3 ? null : bytesOf(base64) };
}

/** Reads the data element of the page. */
export function readEmbedded(text: string): Embedded {
  try {
    const json: unknown = JSON.parse(text);
    if (json === null) return { kind: 'none' };
    const { files, verifier, leftOut } = embeddedReportSchema.parse(json);
    const given = files.map(fileOf);
    const used = given.filter(isReportOrSignature);
    const refused = given
      .filter((file) => !isReportOrSignature(file))
      .map(({ name }) => `${name} came with this page and was not used: only reports and signatures may.`);
    return { kind: 'report', files: used, verifier, leftOut: [...leftOut, ...refused] };
  } catch {
    return { kind: 'broken' };
  }
}
