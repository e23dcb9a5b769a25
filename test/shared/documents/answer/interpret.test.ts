import { describe, expect, it } from 'vitest';
import {
  fieldOf,
  filledForm,
  filledWorkbook,
  type Filled,
} from '../../../../shared/documents/answer/filled.ts';
import { interpretAnswer } from '../../../../shared/documents/answer/interpret.ts';
import { judgeAnswer } from '../../../../shared/documents/answer/judge.ts';
import type { FormField } from '../../../../shared/documents/answer/pdf-form.ts';
import { answerSchema, type Answer, type Integrity } from '../../../../shared/documents/answer/schema.ts';
import type { ChangeRequest } from '../../../../shared/documents/change-request/compose.ts';
import { readFilledWorkbook } from '../../../../shared/documents/tables/read-lines-sheet.ts';
import { requestSheets } from '../../../../shared/documents/tables/workbook.ts';
import { fixedText } from '../../../../shared/documents/tables/types.ts';
import { requestOfSite } from '../request-of-site.ts';

const request = requestOfSite('gdansk-dc1');
const draft = requestOfSite('draft');

const intact: Integrity = {
  data: { answer: 'unchanged', says: 'same' },
  shown: { answer: 'unchanged', says: 'same' },
  changes: [],
};

function read(filled: Filled, of: ChangeRequest = request, integrity = intact): Answer {
  const answer = interpretAnswer({ file: of.file, digest: of.digest }, filled, {
    file: { kind: 'pdf', name: 'back.pdf', sha256: '0'.repeat(64) },
    readAt: '2026-11-25T08:00:00Z',
    software: { name: 'gatecheck', version: '0.1.0' },
    integrity,
  });
  // What is read always fits the published schema.
  expect(answerSchema.parse(answer)).toEqual(answer);
  return answer;
}

function field(name: string, value: string, shown: readonly string[] = []): FormField {
  const button = /\.(?:decision|match)$|^decision\.all$/.test(name);
  return {
    name,
    kind: button ? 'button' : name.endsWith('.signature') ? 'signature' : 'text',
    value,
    shown,
    fixed: '',
  };
}

function form(values: Readonly<Record<string, string>>, of?: ChangeRequest): Answer {
  return read(filledForm(Object.entries(values).map(([name, value]) => field(name, value))), of);
}

const ids = request.file.lines.map(({ id }) => fieldOf(id));
const [first = '', second = ''] = ids;

const allApproved: Readonly<Record<string, string>> = {
  'decision.all': 'approve',
  ...Object.fromEntries(
    request.file.request.approvers.flatMap((_role, index) => [
      [`approval.${index + 1}.decision`, 'approved'],
      [`approval.${index + 1}.date`, '2026-11-20'],
      [`approval.${index + 1}.signature`, 'signed'],
    ]),
  ),
};

describe('a filled form', () => {
  it('with every line approved and every approver agreed stands in nobody’s way', () => {
    const answer = form(allApproved);
    expect(answer.lines.every(({ decision, by }) => decision === 'approve' && by === 'all')).toBe(true);
    expect(answer.approvals[0]).toMatchObject({ decision: 'approved', date: '2026-11-20', signed: true });
    expect(judgeAnswer(answer)).toMatchObject({ kind: 'approved', says: [] });
  });

  it('of which it cannot be told whether it was altered is not approved, whatever it says', () => {
    const answer = form(allApproved);
    for (const part of ['data', 'shown'] as const) {
      const integrity: Integrity = {
        ...intact,
        [part]: { answer: 'cannot-tell', says: 'Nobody can tell.' },
      };
      expect(judgeAnswer({ ...answer, integrity })).toMatchObject({
        kind: 'attention',
        says: ['Nobody can tell.'],
      });
    }
  });

  it('that is a workbook is not approved: the approvals are not in it', () => {
    const answer = form(allApproved);
    const { kind, says } = judgeAnswer({ ...answer, file: { ...answer.file, kind: 'xlsx' }, approvals: [] });
    expect(kind).toBe('attention');
    expect(says.join()).toContain('approvals');
  });

  it('that nobody filled in is open in every line', () => {
    const answer = form({});
    expect(answer.lines.every(({ decision }) => decision === null)).toBe(true);
    const outcome = judgeAnswer(answer);
    expect(outcome.counts).toMatchObject({ open: answer.lines.length, approved: 0 });
    expect(outcome.kind).toBe('attention');
  });

  it('keeps a mark of its own beside the box for all', () => {
    const answer = form({
      ...allApproved,
      [`line.${first}.decision`]: 'deny',
      [`line.${first}.comment`]: 'No DNS from there.',
      [`line.${second}.decision`]: 'in-place',
    });
    expect(answer.lines.slice(0, 3).map(({ decision, by }) => [decision, by])).toEqual([
      ['deny', 'line'],
      ['in-place', 'line'],
      ['approve', 'all'],
    ]);
    expect(judgeAnswer(answer)).toMatchObject({ kind: 'attention', says: ['Line 1 is denied.'] });
    expect(answer.findings).toEqual([]);
  });

  it('that denies without a comment contradicts its own form: the place and the cure are named', () => {
    const answer = form({ ...allApproved, [`line.${first}.decision`]: 'deny' });
    expect(answer.findings).toEqual([
      expect.objectContaining({
        path: expect.stringContaining('Line 1') as string,
        cure: expect.stringContaining('Ask') as string,
      }),
    ]);
  });

  it('that shows two marks in one line decides nothing there, also not by the box for all', () => {
    const fields = Object.entries(allApproved).map(([name, value]) => field(name, value));
    const answer = read(filledForm([...fields, field(`line.${first}.decision`, 'approve', ['deny'])]));
    expect(answer.lines[0]?.decision).toBeNull();
    expect(answer.findings[0]?.message).toContain('approve and deny');
    expect(judgeAnswer(answer).kind).toBe('attention');
  });

  it('that denies a line and records it as implemented says both', () => {
    const answer = form({
      ...allApproved,
      [`line.${first}.decision`]: 'deny',
      [`line.${first}.comment`]: 'no',
      [`impl.${first}.rule`]: 'ASA 7',
    });
    expect(answer.findings.map(({ message }) => message)).toEqual([
      'It is denied, and recorded as implemented.',
    ]);
  });

  it.each([
    ['2026-11-24 20:17:05', '2026-11-24T20:17:05Z'],
    ['2026-11-24T20:17Z', '2026-11-24T20:17:00Z'],
    ['2026-11-24 20:17:05 UTC', '2026-11-24T20:17:05Z'],
    ['2024-02-29 00:00', '2024-02-29T00:00:00Z'],
  ])('reads the time %s', (text, utc) => {
    const answer = form({ ...allApproved, [`impl.${first}.active`]: text, [`impl.${first}.rule`]: 'r' });
    expect(answer.lines[0]?.implementation).toMatchObject({ rule: 'r', active: utc });
    expect(answer.findings).toEqual([]);
  });

  it.each(['yesterday', '24.11.2026 20:17', '2026-02-30 10:00', '2026-11-24 25:00', '2026-11-24'])(
    'does not guess what the time %s means',
    (text) => {
      const answer = form({ ...allApproved, [`impl.${first}.active`]: text });
      expect(answer.lines[0]?.implementation.active).toBeNull();
      expect(answer.findings).toHaveLength(1);
    },
  );

  it('whose approver denied, or has not decided, is not approved', () => {
    expect(judgeAnswer(form({ ...allApproved, 'approval.1.decision': 'denied' })).says.join()).toContain(
      'denied the request',
    );
    const { 'approval.1.decision': gone, ...rest } = allApproved;
    expect(gone).toBe('approved');
    expect(judgeAnswer(form(rest)).says.join()).toContain('has not decided');
  });

  it('with fixed content altered is not approved, whatever its marks say', () => {
    const filled = filledForm(Object.entries(allApproved).map(([name, value]) => field(name, value)));
    const altered: Integrity = {
      ...intact,
      shown: { answer: 'changed', says: 'Fixed content of the pages was altered in 1 place.' },
    };
    expect(judgeAnswer(read(filled, request, altered))).toMatchObject({
      kind: 'attention',
      says: ['Fixed content of the pages was altered in 1 place.'],
    });
  });

  it('cannot steer a terminal or a document by what is typed into it', () => {
    const answer = form({ ...allApproved, [`line.${first}.comment`]: 'a\u001b[2Jb\u202ec\u0000d\r\ne' });
    expect(answer.lines[0]?.comment).toBe('a\ufffd[2Jb\ufffdc\ufffdd\ne');
  });

  it('with a text of megabytes keeps what a person reads, and says so', () => {
    const answer = form({ ...allApproved, [`line.${first}.comment`]: 'x'.repeat(5_000_000) });
    expect(answer.lines[0]?.comment).toHaveLength(4000);
    expect(answer.findings[0]?.message).toContain('5000000 characters');
  });
});

describe('a draft that came back', () => {
  const [missing] = draft.file.missing;
  const key = missing?.key ?? '';

  const supplied = (text: string): Answer => form({ [`address.${key}.value`]: text }, draft);

  it('brings the addresses that were asked for, in normal form, and decides nothing', () => {
    const answer = supplied('10.20.5.10, 10.20.5.11;DNS.Corp.Example\n2001:DB8::0001');
    expect(answer.addresses[0]?.values).toEqual([
      '10.20.5.10',
      '10.20.5.11',
      'dns.corp.example',
      '2001:db8::1',
    ]);
    expect(answer.lines.some(({ awaitsAddress }) => awaitsAddress)).toBe(true);
    expect(judgeAnswer(answer).says.join()).toContain('draft');
  });

  it.each([
    'any',
    '0.0.0.0/0',
    '::/0',
    '*',
    '10.20.300.1',
    '10.20.5.10, any',
    'see mail',
    '224.0.0.1',
    '10.20.5.10/24',
  ])('never takes %s for an address: none of that entry is used', (text) => {
    const answer = supplied(text);
    expect(answer.addresses[0]).toMatchObject({ values: [], text });
    expect(answer.findings[0]).toMatchObject({ path: expect.stringContaining('Address 5.1') as string });
  });
});

describe('a filled workbook', () => {
  it('says the same as the form, under the same names', () => {
    const sheets = requestSheets(request.file, request.digest).map((sheet) => ({
      name: sheet.name,
      rows: [
        [sheet.title],
        sheet.columns.map(({ title, hint }) => (hint === undefined ? title : `${title}\n${hint}`)),
        ...sheet.rows.map((cells, row) =>
          cells.map((cell, column) => {
            const fixed = fixedText(cell);
            if (fixed !== null) return fixed;
            const key = sheet.columns[column]?.key;
            if (sheet.name !== 'Lines' || row > 1) return '';
            return key === 'decision'
              ? row === 0
                ? 'deny'
                : 'In place'
              : key === 'comment'
                ? '外部は不可'
                : '';
          }),
        ),
      ],
    }));
    const book = readFilledWorkbook(sheets, request.file, request.digest);
    expect(book.altered).toEqual([]);
    const answer = read(filledWorkbook(book));
    expect(answer.lines.slice(0, 3).map(({ decision, comment }) => [decision, comment])).toEqual([
      ['deny', '外部は不可'],
      ['in-place', '外部は不可'],
      [null, ''],
    ]);
    expect(answer.approvals).toEqual([]);
  });
});
