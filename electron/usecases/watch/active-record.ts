import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ActiveRecord } from '../../../shared/documents/active/schema.ts';
import { activeSchema } from '../../../shared/documents/active/schema.ts';
import { activeField, activeLines } from '../../../shared/documents/active/active-lines.ts';
import { composeChangeRequest } from '../../../shared/documents/change-request/compose.ts';
import type { EarlierRequest } from '../../../shared/documents/change-request/earlier-request.ts';
import { canonicalJson } from '../../../shared/lib/digest.ts';
import { version } from '../../../shared/lib/version.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { fillTextFields } from '../../forms/fill-text-fields.ts';
import type { FilledReading } from '../../forms/read-filled.ts';
import { StoreError } from '../../store/store-error.ts';
import { readWholeFile } from '../../store/text-file.ts';
import { writeAtomically } from '../../store/write-atomically.ts';
import { readEarlierRequest } from '../held-against.ts';
import type { PlannedSite } from '../plan-site.ts';
import { problemOf, UseCaseError } from '../problem.ts';
import type { RequestChangePorts } from '../request-change.ts';
import { maxFilledBytes } from '../sent-form.ts';

export interface ActiveRecordInput {
  readonly site: Site;
  readonly siteName: string;
  readonly planned: Pick<PlannedSite, 'catalog' | 'ruleSet'>;
  /** The JSON file of the request that was sent. */
  readonly requestPath: string;
  /** The form that the customer filled in; null: the blank one. */
  readonly filledPath: string | null;
}

export interface ActiveRecordPorts {
  readonly renderPdf: RequestChangePorts['renderPdf'];
  readonly readFilled: (bytes: Uint8Array) => Promise<FilledReading>;
}

/** Everything that the record needs beside the report: read before anything is sent. */
export interface PreparedRecord {
  readonly request: EarlierRequest;
  /** Stem of the file names, e.g. `FCR-2026-014_A`. */
  readonly stem: string;
  readonly form: {
    /** Null: none is at hand. */
    readonly bytes: Uint8Array | null;
    readonly from: string | null;
    readonly says: string;
  };
}

/**
 * Reads the request and the form that the times will be added to.
 *
 * @throws UseCaseError `bad-input` when they are none, or do not belong together
 */
export async function prepareRecord(
  input: ActiveRecordInput,
  ports: ActiveRecordPorts,
): Promise<PreparedRecord> {
  const { requestPath, filledPath, site } = input;
  const request = await readEarlierRequest(requestPath);
  const { file } = request;
  if (file.kind === 'removal' || file.status === 'draft')
    throw new UseCaseError(
      'bad-input',
      `${basename(requestPath)} is a ${file.kind === 'removal' ? 'removal' : 'draft'}: nothing of it is to be opened.`,
      'Give the request that was sent for decision.',
    );
  const names = new Set(site.nodes.map(({ name }) => name));
  if ((file.number ?? '') !== site.request.number.trim() || !file.nodes.some(({ name }) => names.has(name)))
    throw new UseCaseError(
      'bad-input',
      `${basename(requestPath)} is no request of this site.`,
      'Give the site and the request that belong together.',
    );
  const stem = basename(requestPath).replace(/\.json$/i, '');
  if (filledPath !== null) {
    const bytes = await readForm(filledPath);
    const against = await whyNotTheForm(bytes, request, ports);
    if (against !== null)
      throw new UseCaseError('bad-input', `${basename(filledPath)} ${against}`, 'Give the filled PDF form.');
    const says = 'Every byte of the form that came back stays; the times were added to its end.';
    return { request, stem, form: { bytes, from: filledPath, says } };
  }
  return { request, stem, form: await blankForm(input, request, ports) };
}

async function readForm(path: string): Promise<Uint8Array> {
  try {
    return await readWholeFile(path, maxFilledBytes);
  } catch (error) {
    if (error instanceof StoreError) throw new UseCaseError('bad-input', error.message, error.cure);
    throw error;
  }
}

async function whyNotTheForm(
  bytes: Uint8Array,
  request: EarlierRequest,
  { readFilled }: ActiveRecordPorts,
): Promise<string | null> {
  const reading = await readFilled(bytes);
  if (!reading.ok) return `cannot be read. ${reading.message}`;
  if (reading.file.kind !== 'pdf') return 'is no PDF: times are added to PDF forms alone.';
  const { attachments, fields } = reading.file.form;
  if (!attachments.some((one) => sha256(one.bytes) === request.sha256))
    return 'is not the form of that request: the request inside is another one, or is gone.';
  return fields.some(({ name }) => name.startsWith('impl.')) ? null : 'has no implementation record.';
}

/** The PDF that lies beside the request, else the same one made again. */
async function blankForm(
  { requestPath, site, siteName, planned }: ActiveRecordInput,
  request: EarlierRequest,
  ports: ActiveRecordPorts,
): Promise<PreparedRecord['form']> {
  const beside = requestPath.replace(/\.json$/i, '.pdf');
  const bytes = beside === requestPath ? null : await readWholeFile(beside, maxFilledBytes).catch(() => null);
  if (bytes !== null && (await whyNotTheForm(bytes, request, ports)) === null)
    return { bytes, from: beside, says: 'The times were added to the form as it was sent.' };
  const { file, sha256: digest } = request;
  const { catalog, ruleSet } = planned;
  if (file.software.version === version && file.kind === 'request') {
    const { createdAt, practice } = file;
    const made = composeChangeRequest({ catalog, site, ruleSet, createdAt, version, practice, siteName });
    if (made.digest === digest) {
      const pdf = await ports.renderPdf(made.document, 'a4');
      return { bytes: pdf.bytes, from: null, says: 'The form was made again from the site: it is blank.' };
    }
  }
  return {
    bytes: null,
    from: null,
    says: 'No form was written: the PDF that was sent is not beside its JSON, and it cannot be made again.',
  };
}

export interface WrittenRecord {
  readonly record: ActiveRecord;
  readonly files: readonly string[];
}

/** Writes `STEM.active.json` and `STEM_active.pdf` into the folder; files that are there stay. */
export async function writeActiveRecord(
  { request, stem, form }: PreparedRecord,
  report: Report,
  folder: string,
  now: string,
): Promise<WrittenRecord> {
  const lines = activeLines(request.file, report);
  const values = new Map(
    lines.flatMap(({ id, entry }) => (entry === null ? [] : [[activeField(id), entry] as const])),
  );
  let { says } = form;
  let filled: ReturnType<typeof fillTextFields> | null = null;
  try {
    if (form.bytes !== null) filled = fillTextFields(form.bytes, values);
  } catch (error) {
    says = `No form was written. ${problemOf(error).message}`;
  }
  const count = await freeNumber(folder, stem);
  const ending = count === 1 ? '' : `-${count}`;
  const pdf = filled === null ? null : `${stem}_active${ending}.pdf`;
  const added = new Set(filled?.filled);
  const record: ActiveRecord = {
    format: 'gatecheck/active@1',
    practice: report.practice,
    createdAt: now,
    software: { name: 'gatecheck', version },
    request: {
      number: request.file.number,
      revision: request.file.revision,
      digest: request.sha256,
    },
    report: { id: report.id, sha256: sha256(reportBytes(report)) },
    form: {
      written: pdf,
      from: form.from === null ? null : basename(form.from),
      sha256: form.bytes === null ? null : sha256(form.bytes),
      says,
    },
    lines: lines.map((line) => ({
      ...line,
      entry: added.has(activeField(line.id)) ? line.entry : null,
      kept: filled?.kept.get(activeField(line.id)) ?? null,
    })),
  };
  const files: string[] = [];
  const write = async (name: string, bytes: Uint8Array): Promise<void> => {
    const path = join(folder, name);
    await writeAtomically(path, bytes);
    files.push(path);
  };
  const text = `${canonicalJson(activeSchema.parse(record))}\n`;
  if (pdf !== null && filled !== null) await write(pdf, filled.bytes);
  await write(`${stem}.active${ending}.json`, Buffer.from(text, 'utf8'));
  return { record, files };
}

/** The first number under which neither file is there. */
async function freeNumber(folder: string, stem: string): Promise<number> {
  for (let count = 1; ; count++) {
    const ending = count === 1 ? '' : `-${count}`;
    const names = [`${stem}_active${ending}.pdf`, `${stem}.active${ending}.json`];
    const there = await Promise.all(
      names.map((name) =>
        access(join(folder, name)).then(
          () => true,
          () => false,
        ),
      ),
    );
    if (!there.includes(true)) return count;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
