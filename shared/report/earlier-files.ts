import { z } from 'zod';
import { complexityOf } from './json-bounds.ts';
import { maxReportBytes, parseReport } from './parse-report.ts';
import type { Report, ReportReference } from './schema.ts';
import type { SignatureCheck } from './types.ts';

/** What the chain needs to know of an earlier report, whichever version wrote it. */
const headSchema = z.object({
  format: z.string().startsWith('gatecheck/report@'),
  id: z.string(),
  createdAt: z.string(),
  previous: z.object({ id: z.string(), sha256: z.string() }).nullable(),
  signer: z.object({ fingerprint: z.string() }),
});

function reportIn(text: string): Report | null {
  const parsed = parseReport(text);
  return parsed.ok ? parsed.value.report : null;
}

/** A report that is at hand beside the one that is verified. */
export interface EarlierFile {
  /** Of its bytes, hexadecimal. */
  readonly sha256: string;
  readonly head: z.infer<typeof headSchema>;
  /** The report; null: this version cannot read it. */
  readonly whole: () => Report | null;
  /** What the signature beside it gave; null: there is none. */
  readonly signature: SignatureCheck | null;
}

/**
 * Reads a file that lies beside a report; null: it is no report.
 *
 * @param text null: the bytes are no UTF-8
 * @param keep false: nothing of it is compared but the chain, so that the text need not be kept
 */
export function readEarlier(
  text: string | null,
  sha256: string,
  signature: SignatureCheck | null,
  keep: boolean,
): EarlierFile | null {
  if (text === null || text.length > maxReportBytes || complexityOf(text).why !== null) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const head = headSchema.safeParse(json);
  if (!head.success) return null;
  return { sha256, head: head.data, whole: keep ? () => reportIn(text) : () => null, signature };
}

/** First letters of a report's id, as people know it. */
export function nameOf(id: string): string {
  return `report ${id.slice(0, 8)}`;
}

/** The reports at hand by the ids that they bear; one id may stand in several files. */
export class EarlierFiles {
  readonly #byId = new Map<string, EarlierFile[]>();

  constructor(files: readonly EarlierFile[]) {
    for (const file of files) {
      const known = this.#byId.get(file.head.id) ?? [];
      this.#byId.set(file.head.id, [...known, file]);
    }
  }

  /** `other`: a report with that id, but other bytes, is at hand. */
  find({ id, sha256 }: ReportReference): EarlierFile | 'absent' | 'other' {
    const known = this.#byId.get(id);
    if (known === undefined) return 'absent';
    return known.find((file) => file.sha256 === sha256) ?? 'other';
  }
}

/** What speaks against the signature beside an earlier report; null: nothing does, or there is none to look at. */
export function doubtOf({ head, signature }: EarlierFile): string | null {
  if (signature === null) return null;
  if (!signature.ok) return `the signature beside ${nameOf(head.id)} does not hold for it`;
  return signature.fingerprint === head.signer.fingerprint
    ? null
    : `${nameOf(head.id)} names another key than the one that signed it`;
}
