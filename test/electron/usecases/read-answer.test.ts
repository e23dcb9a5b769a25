import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFilled } from '../../../electron/forms/read-filled.ts';
import { recordAnswer, siteWith } from '../../../electron/usecases/apply-answer.ts';
import { readAnswer, type AnswerReading } from '../../../electron/usecases/read-answer.ts';
import { UseCaseError } from '../../../electron/usecases/problem.ts';
import { writeXlsx } from '../../../electron/xlsx/write-xlsx.ts';
import { fieldOf } from '../../../shared/documents/answer/filled.ts';
import {
  composeChangeRequest,
  type ChangeRequest,
} from '../../../shared/documents/change-request/compose.ts';
import { columnLetters } from '../../../shared/documents/tables/match-rows.ts';
import { requestSheets, requestWorkbook } from '../../../shared/documents/tables/workbook.ts';
import { version } from '../../../shared/lib/version.ts';
import { plannedSite, type PlannedSite } from '../../helpers/site-run.ts';
import { alterWithPikepdf, fillWithPdftk, fillWithPikepdf } from '../forms/other-tools.ts';
import { render } from '../pdf/pdf-tools.ts';
import { filledByOpenpyxl, type FilledCell } from '../xlsx/other-tools.ts';

let folder = '';
let planned: PlannedSite;
let request: ChangeRequest;
let sent: Uint8Array;

function compose(site: PlannedSite, siteName: string): ChangeRequest {
  const { catalog, ruleSet } = site;
  const createdAt = '2026-11-17T08:40:00Z';
  return composeChangeRequest({
    catalog,
    site: site.site,
    ruleSet,
    createdAt,
    version,
    practice: false,
    siteName,
  });
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-answer-'));
  planned = plannedSite('gdansk-dc1');
  request = compose(planned, 'gdansk-dc1');
  sent = (await render(request.document)).bytes;
  writeFileSync(path.join(folder, 'request.json'), request.json);
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;

/** Reads a file that came back. The PDF that was sent is made again from the site. */
async function read(
  bytes: Uint8Array,
  site = planned,
  requestPath = path.join(folder, 'request.json'),
): Promise<AnswerReading> {
  const filledPath = path.join(folder, `back-${++count}`);
  writeFileSync(filledPath, bytes);
  return readAnswer(
    {
      catalog: site.catalog,
      site: site.site,
      ruleSet: site.ruleSet,
      siteName: 'gdansk-dc1',
      requestPath,
      filledPath,
      now: '2026-11-25T08:00:00Z',
      version,
    },
    { renderPdf: render, readFilled: (file) => Promise.resolve(readFilled(file)) },
  );
}

async function refusal(reading: Promise<AnswerReading>): Promise<string> {
  const error: unknown = await reading.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (!(error instanceof UseCaseError)) throw new Error(`It was not refused: ${String(error)}`);
  expect(error.kind).toBe('bad-input');
  expect(error.cure).not.toBe('');
  return error.message;
}

function approved(): Record<string, string> {
  return Object.fromEntries([
    ['decision.all', 'approve'],
    ...request.file.request.approvers.flatMap((_role, index) => [
      [`approval.${index + 1}.name`, 'N. N.'],
      [`approval.${index + 1}.decision`, 'approved'],
      [`approval.${index + 1}.date`, '2026-11-20'],
    ]),
  ]) as Record<string, string>;
}

describe('a PDF that came back from the customer', () => {
  it('approved and otherwise as it was sent, is approved and unchanged', async () => {
    const { answer, outcome } = await read(fillWithPdftk(sent, approved()));
    expect(answer.integrity).toMatchObject({
      data: { answer: 'unchanged' },
      shown: { answer: 'unchanged' },
      changes: [],
    });
    expect(outcome).toMatchObject({ kind: 'approved', says: [] });
    expect(answer.request.digest).toBe(request.digest);
  });

  it('on Letter is held against the form on Letter', async () => {
    const letter = (await render(request.document, 'letter')).bytes;
    const { answer } = await read(fillWithPikepdf(letter, approved()));
    expect(answer.integrity.shown.answer).toBe('unchanged');
  });

  it('that was sent with the annex of denials is held against the form with that annex', async () => {
    const { catalog, site, ruleSet } = planned;
    const createdAt = '2026-11-17T08:40:00Z';
    const input = { catalog, site, ruleSet, createdAt, version, practice: false, siteName: 'gdansk-dc1' };
    const annexed = composeChangeRequest({ ...input, withDenials: true });
    expect(annexed.json).toBe(request.json);
    const pdf = (await render(annexed.document)).bytes;
    const { answer } = await read(fillWithPikepdf(pdf, approved()));
    expect(answer.integrity.shown.answer).toBe('unchanged');
  });

  it('with a denied line says what that costs, and offers what could be done, without doing it', async () => {
    const kerberos = request.file.lines.find(({ entry }) => entry === 'kerberos');
    const id = fieldOf(kerberos?.id ?? '');
    const { answer, outcome, effect, proposal } = await read(
      fillWithPdftk(sent, {
        ...approved(),
        [`line.${id}.decision`]: 'deny',
        [`line.${id}.comment`]: 'Δεν επιτρέπεται: 許可できません',
      }),
    );
    const line = answer.lines.find((each) => each.id === kerberos?.id);
    expect(line).toMatchObject({ decision: 'deny', comment: 'Δεν επιτρέπεται: 許可できません' });
    expect(outcome.kind).toBe('attention');
    expect(effect.features.find(({ feature }) => feature === 'smb')?.fate).toBe('lost');
    expect(effect.readiness.kind).toBe('at-most-exceptions');
    expect(proposal.offers.map((offer) => offer.kind)).toEqual(
      expect.arrayContaining(['switch-off', 'waiver']),
    );
    expect(proposal).toMatchObject({ ticket: null, addresses: [] });
  });

  it('with another address on a page is changed: the page, what was sent and what came are named', async () => {
    // Every page content has its texts as codes of the embedded font: the digits change places.
    const tampered = alterWithPikepdf(
      fillWithPikepdf(sent, approved()),
      'page = pdf.pages[2]',
      'page.contents_coalesce()',
      'data = page.Contents.read_bytes()',
      'texts = [m for m in re.finditer(rb"<([0-9a-f]{8,})>", data)]',
      'm = texts[60]',
      'new = m.group(1)[4:] + m.group(1)[:4]',
      'page.Contents = pdf.make_stream(data[:m.start(1)] + new + data[m.end(1):])',
    );
    const { answer, outcome } = await read(tampered);
    expect(answer.integrity.shown.answer).toBe('changed');
    expect(answer.integrity.changes[0]).toMatchObject({ place: 'Page 3' });
    expect(answer.integrity.changes[0]?.sent).not.toBe(answer.integrity.changes[0]?.came);
    expect(outcome.kind).toBe('attention');
    expect(answer.integrity.data.answer).toBe('unchanged');
  });

  it('with a note laid over a page is changed', async () => {
    const noted = alterWithPikepdf(
      sent,
      'note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[1, 2, 3, 4], Contents="10.99.0.0/16", DA="/Helv 9 Tf")',
      'pdf.pages[3].Annots.append(pdf.make_indirect(note))',
    );
    const { answer } = await read(noted);
    expect(answer.integrity.changes).toEqual([
      { place: 'Page 4', sent: '', came: 'FreeText at 1 2 3 4: 10.99.0.0/16' },
    ]);
  });

  it('with the boxes of two lines exchanged is changed: a mark means the place where it stands', async () => {
    const swapped = alterWithPikepdf(
      sent,
      'boxes = [a for a in pdf.pages[2].Annots if "/Parent" in a and "/AP" in a and "/approve" in a.AP.N.keys()]',
      'a, b = boxes[1], boxes[2]',
      'a.Rect, b.Rect = list(b.Rect), list(a.Rect)',
    );
    const { answer } = await read(swapped);
    expect(answer.integrity.shown.answer).toBe('changed');
    expect(answer.integrity.changes).toHaveLength(2);
    expect(answer.integrity.changes[0]?.place).toMatch(/^Field line\..*\.decision$/);
  });

  it('with pages drawn anew that show the same texts: cannot tell, never "unchanged"', async () => {
    const anew = alterWithPikepdf(
      sent,
      'page = pdf.pages[1]',
      'page.contents_coalesce()',
      'page.Contents = pdf.make_stream(b"q\\n" + page.Contents.read_bytes() + b"\\nQ 0 0 1 1 re f")',
    );
    const { answer } = await read(anew);
    expect(answer.integrity.shown).toMatchObject({ answer: 'cannot-tell' });
    expect(answer.integrity.shown.says).toContain('2');
  });

  it('whose attached request was altered, or taken out, is changed', async () => {
    const altered = alterWithPikepdf(
      sent,
      'file = pdf.Root.Names.EmbeddedFiles.Names[1].EF.F',
      'data = file.read_bytes()',
      'file.write(data.replace(b"10.20.0.10", b"10.20.0.19"))',
      'assert file.read_bytes() != data',
    );
    expect((await read(altered)).answer.integrity.data.answer).toBe('changed');
    const gone = alterWithPikepdf(sent, 'del pdf.Root.Names.EmbeddedFiles');
    expect((await read(gone)).answer.integrity.data).toMatchObject({
      answer: 'changed',
      says: 'The request that was attached to the file is gone.',
    });
  });

  it('with JavaScript added is changed, and the script is never run', async () => {
    const scripted = alterWithPikepdf(
      sent,
      'pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")',
    );
    const { answer } = await read(scripted);
    expect(answer.integrity.changes[0]?.came).toContain('JavaScript');
  });
});

describe('when the site is not what it was', () => {
  const ticketed = (): PlannedSite =>
    plannedSite('gdansk-dc1', (json) => {
      (json['customer'] as Record<string, unknown>)['ticket'] = 'CHG-LATER';
    });

  it('the pages are held against the blank PDF beside the JSON', async () => {
    const beside = mkdtempSync(path.join(folder, 'beside-'));
    copyFileSync(path.join(folder, 'request.json'), path.join(beside, 'r.json'));
    writeFileSync(path.join(beside, 'r.pdf'), sent);
    const { answer } = await read(fillWithPdftk(sent, approved()), ticketed(), path.join(beside, 'r.json'));
    expect(answer.integrity.shown.answer).toBe('unchanged');
  });

  it.each([
    ['there is none', (): Uint8Array | null => null],
    [
      'a filled one stands there',
      (): Uint8Array | null => fillWithPdftk(sent, { 'decision.all': 'approve' }),
    ],
    ['another file stands there', (): Uint8Array | null => new TextEncoder().encode('%PDF-1.7 nothing')],
  ])(
    'and %s: cannot tell, never "unchanged"',
    async (_name, make) => {
      const beside = mkdtempSync(path.join(folder, 'beside-'));
      copyFileSync(path.join(folder, 'request.json'), path.join(beside, 'r.json'));
      const bytes = make();
      if (bytes !== null) writeFileSync(path.join(beside, 'r.pdf'), bytes);
      const { answer } = await read(fillWithPdftk(sent, approved()), ticketed(), path.join(beside, 'r.json'));
      expect(answer.integrity.shown.answer).toBe('cannot-tell');
      expect(answer.integrity.shown.says).toContain('beside its JSON');
    },
    30_000,
  );
});

describe('a file that is not the answer', () => {
  it('of another revision is refused by its name', async () => {
    const other = plannedSite('gdansk-dc1', (json) => {
      (json['request'] as Record<string, unknown>)['revision'] = 'B';
    });
    const pdf = (await render(compose(other, 'gdansk-dc1').document)).bytes;
    expect(await refusal(read(pdf))).toContain('it is the form of FCR-2026-014, revision B');
  });

  it('of another site is refused before it is read', async () => {
    const other = plannedSite('szczecin-dc1');
    expect(await refusal(read(sent, other))).toContain('the site asks as');
  });

  it('without fields is refused as flattened', async () => {
    const flat = alterWithPikepdf(sent, 'del pdf.Root.AcroForm');
    expect(await refusal(read(flat))).toContain('flattened');
  });

  it('that is no form of ours is refused', async () => {
    expect(await refusal(read(new TextEncoder().encode('%PDF-1.4\n')))).toContain('cannot be read');
    expect(await refusal(read(new TextEncoder().encode('hello')))).toContain('neither a PDF nor an Excel');
  });
});

describe('a workbook that came back', () => {
  it('says every decision; an altered fixed cell is named with its place', async () => {
    const columns =
      requestSheets(request.file, request.digest).find(({ name }) => name === 'Lines')?.columns ?? [];
    const cell = (column: string, row: number, value: string): FilledCell => {
      const index = columns.findIndex(({ key }) => key === column);
      return ['Lines', `${columnLetters(index)}${row}`, value];
    };
    const bytes = writeXlsx(requestWorkbook(request.file, request.digest), 'a4');
    const back = filledByOpenpyxl(bytes, [
      cell('decision', 3, 'Deny'),
      cell('comment', 3, '許可できません'),
      cell('decision', 4, 'Approve'),
      cell('toAddress', 4, '10.99.0.1'),
    ]);
    const { answer, outcome } = await read(back);
    expect(answer.file.kind).toBe('xlsx');
    expect(answer.lines.slice(0, 2).map(({ decision, comment }) => [decision, comment])).toEqual([
      ['deny', '許可できません'],
      ['approve', ''],
    ]);
    expect(answer.integrity.changes).toHaveLength(1);
    expect(answer.integrity.changes[0]).toMatchObject({
      came: '10.99.0.1',
      place: expect.stringContaining('Sheet Lines') as string,
    });
    expect(outcome.kind).toBe('attention');
  }, 60_000);
});

describe.each(['de', 'pl', 'ja'] as const)('a request in another language: %s', (language) => {
  it('is read back from its PDF and from its workbook as in English', async () => {
    const site = { ...planned.site, request: { ...planned.site.request, language } };
    const translated = { ...planned, site };
    const asked = compose(translated, 'gdansk-dc1');
    expect(asked.file.request.language).toBe(language);
    const requestPath = path.join(folder, `request-${language}.json`);
    writeFileSync(requestPath, asked.json);

    const pdf = fillWithPdftk((await render(asked.document)).bytes, approved());
    const fromPdf = await read(pdf, translated, requestPath);
    expect(fromPdf.answer.integrity).toMatchObject({ shown: { answer: 'unchanged' }, changes: [] });
    expect(fromPdf.outcome).toMatchObject({ kind: 'approved', says: [] });

    const sheet = requestSheets(asked.file, asked.digest).find(({ name }) => name === 'Lines');
    const at = sheet?.columns.findIndex(({ key }) => key === 'decision') ?? -1;
    const offered = sheet?.rows[0]?.[at];
    const deny = typeof offered === 'object' && offered.kind === 'fill' ? offered.choices?.[1] : null;
    // In the words that it offers, and in English: people copy from other requests.
    const back = filledByOpenpyxl(writeXlsx(requestWorkbook(asked.file, asked.digest), 'a4'), [
      ['Lines', `${columnLetters(at)}3`, deny ?? ''],
      ['Lines', `${columnLetters(at)}4`, 'Approve'],
    ]);
    const fromWorkbook = await read(back, translated, requestPath);
    expect(fromWorkbook.answer.integrity.changes).toEqual([]);
    expect(fromWorkbook.answer.lines.slice(0, 3).map(({ decision }) => decision)).toEqual([
      'deny',
      'approve',
      null,
    ]);
  }, 60_000);
});

describe('the technician’s yes', () => {
  it('fills what was missing, and never overwrites what is there', async () => {
    const draft = plannedSite('draft');
    const asked = compose(draft, 'draft');
    const pdf = (await render(asked.document)).bytes;
    const requestPath = path.join(folder, 'draft.json');
    writeFileSync(requestPath, asked.json);
    const roles = asked.file.missing.filter(({ key }) => Object.hasOwn(draft.catalog.roles, key));
    const [one] = roles;
    if (one === undefined) throw new Error('The draft misses nothing.');
    const filled = fillWithPdftk(pdf, { [`address.${one.key}.value`]: '192.0.2.77' });
    const { proposal, answer } = await read(filled, draft, requestPath);
    expect(proposal.addresses).toEqual([
      expect.objectContaining({ place: { kind: 'role', role: one.key }, values: ['192.0.2.77'] }),
    ]);
    const after = siteWith(draft.site, proposal);
    expect(after.endpoints[one.key]).toEqual([{ address: '192.0.2.77' }]);
    expect({ ...after, endpoints: {} }).toEqual({ ...draft.site, endpoints: {} });

    const taken = {
      ...draft,
      site: { ...draft.site, endpoints: { ...draft.site.endpoints, [one.key]: [{ address: '10.1.1.1' }] } },
    };
    const second = await read(filled, taken, requestPath);
    expect(second.proposal.addresses).toEqual([]);
    expect(second.proposal.left[0]?.message).toContain('192.0.2.77 was not added');

    const kept = mkdtempSync(path.join(folder, 'kept-'));
    const record = await recordAnswer(kept, 'draft', answer);
    expect(JSON.parse(readFileSync(record.files[0] ?? '', 'utf8'))).toEqual(answer);
    await recordAnswer(kept, 'draft', { ...answer, readAt: '2026-11-26T08:00:00Z' });
    expect(readdirSync(kept)).toHaveLength(2);
    const third = await recordAnswer(kept, 'draft', { ...answer, readAt: '2026-11-27T08:00:00Z' });
    await third.undo();
    expect(readdirSync(kept)).toHaveLength(2);
  }, 60_000);
});
