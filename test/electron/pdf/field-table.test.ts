import { beforeAll, describe, expect, it } from 'vitest';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { fieldsOf, render, type SeenField } from './pdf-tools.ts';

const required = 2;
const radio = 1 << 15;
const severalLines = 1 << 12;

interface Expected {
  readonly type: '/Tx' | '/Btn' | '/Sig';
  readonly required: boolean;
  readonly values?: readonly string[];
}

const text = (isRequired = false): Expected => ({ type: '/Tx', required: isRequired });
const boxes = (isRequired: boolean, ...values: readonly string[]): Expected => ({
  ...{ type: '/Btn', required: isRequired },
  values: values.map((value) => `/${value}`),
});

/** Every kind of field of the form by the pattern of its name: the table of the form's design. */
const table: readonly (readonly [RegExp, Expected])[] = [
  [/^decision\.all$/, boxes(false, 'approve')],
  [/^line\.[a-z0-9-]+\.decision$/, boxes(true, 'approve', 'deny', 'in-place')],
  [/^line\.[a-z0-9-]+\.comment$/, text()],
  [/^address\.[A-Za-z-]+\.value$/, text(true)],
  [/^address\.[A-Za-z-]+\.(zone|by)$/, text()],
  [/^name\.[a-z0-9-]+\.\d+\.match$/, boxes(false, 'name', 'address')],
  [/^name\.[a-z0-9-]+\.\d+\.object$/, text()],
  [/^tls\.[a-z0-9-]+\.decision$/, boxes(false, 'exempt', 'inspect')],
  [/^tls\.[a-z0-9-]+\.ca$/, text()],
  [/^(risk\.by|test\.other|rollback\.by)$/, text()],
  [/^approval\.[123]\.(name|date)$/, text(true)],
  [/^approval\.[12]\.decision$/, boxes(true, 'approved', 'changed', 'denied')],
  [/^approval\.3\.decision$/, boxes(true, 'submitted')],
  [/^approval\.[123]\.signature$/, { type: '/Sig', required: true }],
  [/^approval\.[123]\.remarks$/, text()],
  [/^approval\.(ticket|window|expires|conditions)$/, text()],
  [/^impl\.all\.by$/, text()],
  [/^impl\.(firewall|change|policy-before)$/, text()],
  [/^impl\.(?!all\.)[a-z0-9-]+\.by$/, text()],
  [/^impl\.[a-z0-9-]+\.(rule|active)$/, text(true)],
];

describe.each(['gdansk-dc1', 'draft'])('every field of the request of %s', (site) => {
  let fields: readonly SeenField[];
  beforeAll(async () => {
    fields = fieldsOf((await render(requestOfSite(site).document)).bytes);
  });

  it('has a name, a kind, and a duty of the table', () => {
    for (const field of fields) {
      const rows = table.filter(([name]) => name.test(field.fullname));
      expect(rows, field.fullname).toHaveLength(1);
      const expected = rows[0]?.[1];
      expect(field.fieldtype, field.fullname).toBe(expected?.type);
      expect((field.fieldflags & required) === required, field.fullname).toBe(expected?.required);
    }
  });

  it('of boxes gives one box to each value, and can be cleared again', () => {
    const groups = new Map<string, SeenField[]>();
    for (const field of fields.filter(({ fieldtype }) => fieldtype === '/Btn'))
      groups.set(field.fullname, [...(groups.get(field.fullname) ?? []), field]);
    expect(groups.size).toBeGreaterThan(3);
    for (const [name, members] of groups) {
      const expected = table.find(([pattern]) => pattern.test(name))?.[1].values ?? [];
      expect(members.length, name).toBe(expected.length);
      for (const { fieldflags } of members) {
        expect((fieldflags & radio) !== 0, name).toBe(expected.length > 1);
        expect(fieldflags & (1 << 14), name).toBe(0);
      }
    }
  });

  it('says in a sentence what it is for, and no two of them say the same', () => {
    const tips = fields.map(({ alternativename }) => alternativename);
    for (const tip of tips) expect(tip).toMatch(/^[A-Z].{3,}/);
    expect(new Set(tips).size).toBe(tips.length);
  });
});

describe('the fields of a complete request', () => {
  it('are all kinds of the table, apart from missing addresses', async () => {
    const names = fieldsOf((await render(requestOfSite('gdansk-dc1').document)).bytes);
    const absent = table.filter(([pattern]) => !names.some(({ fullname }) => pattern.test(fullname)));
    expect(absent.map(([pattern]) => String(pattern))).toEqual([
      String(/^address\.[A-Za-z-]+\.value$/),
      String(/^address\.[A-Za-z-]+\.(zone|by)$/),
    ]);
    const conditions = names.find(({ fullname }) => fullname === 'approval.conditions');
    expect((conditions?.fieldflags ?? 0) & severalLines).toBe(severalLines);
  });

  it('come in reading order: lines, then names, approvals, and the record', async () => {
    const names = fieldsOf((await render(requestOfSite('gdansk-dc1').document)).bytes).map(
      ({ fullname }) => fullname,
    );
    const first = ['decision.all', 'line.', 'name.', 'tls.', 'risk.', 'approval.', 'impl.'].map((start) =>
      names.findIndex((name) => name.startsWith(start)),
    );
    expect(first).toEqual([...first].sort((a, b) => a - b));
    expect(first[0]).toBe(0);
  });
});
