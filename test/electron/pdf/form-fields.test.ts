import { beforeAll, describe, expect, it } from 'vitest';
import type { ChangeRequest } from '../../../shared/documents/change-request/compose.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { fieldsOf, render, tagsOf, type SeenField } from './pdf-tools.ts';

describe('the fields of a change request', () => {
  let request: ChangeRequest;
  let bytes: Uint8Array;
  let fields: readonly SeenField[];
  beforeAll(async () => {
    request = requestOfSite('gdansk-dc1');
    bytes = (await render(request.document)).bytes;
    fields = fieldsOf(bytes);
  });
  const named = (name: string): readonly SeenField[] => fields.filter(({ fullname }) => fullname === name);

  it('give every line one decision of three boxes, required, all of them off', () => {
    for (const { id } of request.file.lines) {
      const boxes = named(`line.${id.replaceAll('.', '-')}.decision`);
      expect(boxes).toHaveLength(3);
      for (const box of boxes) {
        expect(box.isradiobutton).toBe(true);
        expect(box.fieldflags & 2).toBe(2);
        // A marked box can be cleared again.
        expect(box.fieldflags & (1 << 14)).toBe(0);
        expect(box.annotation.appearancestate).toBe('/Off');
      }
    }
  });

  it('give every line a comment, and an implementation record', () => {
    for (const { id } of request.file.lines) {
      const line = id.replaceAll('.', '-');
      for (const name of [
        `line.${line}.comment`,
        `impl.${line}.rule`,
        `impl.${line}.by`,
        `impl.${line}.active`,
      ])
        expect(named(name)).toHaveLength(1);
    }
  });

  it('ask each approver for decision, date and signature, and for the name where it is not known', () => {
    expect(named('approval.1.name')).toHaveLength(0);
    expect(named('approval.2.name')).toHaveLength(1);
    expect(named('approval.1.decision')).toHaveLength(3);
    expect(named('approval.1.signature').map(({ fieldtype }) => fieldtype)).toEqual(['/Sig']);
    expect(named('approval.3.decision')).toHaveLength(1);
  });

  it('all have a name that reads as a sentence, and not their technical one', () => {
    for (const { fullname, alternativename } of fields) {
      expect(alternativename).not.toBe(fullname);
      expect(alternativename.length).toBeGreaterThan(3);
    }
    expect(
      named(`line.${(request.file.lines[0]?.id ?? '').replaceAll('.', '-')}.comment`)[0]?.alternativename,
    ).toBe('Comment on line 1, DNS, TCP 53, UDP 53');
  });

  it('have names of their own, apart from the boxes of a group', () => {
    const single = fields.filter(({ isradiobutton }) => !isradiobutton).map(({ fullname }) => fullname);
    expect(new Set(single).size).toBe(single.length);
  });

  it('are part of what is read aloud', () => {
    const forms = tagsOf(bytes).match(/^\s*Form\b/gm) ?? [];
    expect(forms.length).toBe(fields.length);
  });
});

describe('the fields of a draft', () => {
  it('ask for the missing addresses only: nobody signs or implements it', async () => {
    const request = requestOfSite('draft');
    const fields = fieldsOf((await render(request.document)).bytes);
    const names = fields.map(({ fullname }) => fullname);
    for (const { key } of request.file.missing) expect(names).toContain(`address.${key}.value`);
    expect(names.filter((name) => /^(approval|impl)\./.test(name))).toEqual([]);
    const required = fields.filter(
      ({ fullname, fieldflags }) => fullname.startsWith('address.') && (fieldflags & 2) === 2,
    );
    expect(required).toHaveLength(request.file.missing.length);
  });
});
