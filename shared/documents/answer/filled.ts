import type { FilledWorkbook } from '../tables/read-lines-sheet.ts';
import type { FormField } from './pdf-form.ts';

/** What was filled in, whichever file it came in: by the names of the form's fields (documents of the request, section 4). */
export interface Filled {
  /** As typed, without white space around it; empty: nothing. */
  readonly text: (field: string) => string;
  /** The mark of a group of boxes; null: none. */
  readonly choice: (field: string) => string | null;
  readonly signed: (field: string) => boolean;
  /** The file has places for approvals. */
  readonly hasApprovals: boolean;
  /** Places that say two things at once, or something that is not offered. */
  readonly unclear: readonly { readonly place: string; readonly message: string }[];
}

/** A line id as part of a field name: dots would nest fields. */
export function fieldOf(lineId: string): string {
  return lineId.replaceAll('.', '-');
}

/** What a form's fields hold. */
export function filledForm(fields: readonly FormField[]): Filled {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const unclear = fields.flatMap(({ name, value, shown }) => {
    const others = shown.filter((state) => state !== value);
    if (others.length === 0) return [];
    const both = [...(value === null ? [] : [value]), ...others].join(' and ');
    return [{ place: name, message: `It shows ${both} at once.` }];
  });
  const twoFaced = new Set(unclear.map(({ place }) => place));
  return {
    text: (field) => {
      const found = byName.get(field);
      return found?.kind === 'text' ? (found.value ?? '').trim() : '';
    },
    choice: (field) => {
      const found = byName.get(field);
      return found?.kind === 'button' && !twoFaced.has(field) ? found.value : null;
    },
    signed: (field) => byName.get(field)?.value === 'signed',
    hasApprovals: true,
    unclear,
  };
}

/** What a workbook's open cells hold, under the names of the form's fields. */
export function filledWorkbook(book: FilledWorkbook): Filled {
  const { whole } = book;
  const texts = new Map<string, string>([
    ['approval.ticket', whole.ticket],
    ['approval.window', whole.window],
    ['approval.expires', whole.expires],
    ['approval.conditions', whole.conditions],
    ['impl.all.by', whole.by],
    ['impl.firewall', whole.firewall],
    ['impl.policy-before', whole.policyBefore],
  ]);
  const choices = new Map<string, string>();
  if (whole.all.trim() !== '') choices.set('decision.all', whole.all.trim().toLowerCase());
  for (const line of book.lines) {
    const id = fieldOf(line.id);
    texts.set(`line.${id}.comment`, line.comment);
    texts.set(`impl.${id}.rule`, line.rule);
    texts.set(`impl.${id}.by`, line.by);
    texts.set(`impl.${id}.active`, line.active);
    if (line.decision !== null) choices.set(`line.${id}.decision`, line.decision);
    if (line.tls !== null) choices.set(`tls.${id}.decision`, line.tls);
  }
  for (const address of book.addresses)
    for (const part of ['value', 'zone', 'by'] as const)
      texts.set(`address.${address.key}.${part}`, address[part]);
  return {
    text: (field) => (texts.get(field) ?? '').trim(),
    choice: (field) => choices.get(field) ?? null,
    signed: () => false,
    hasApprovals: false,
    unclear: book.unread.map(({ sheet, cell, about, text, offered }) => ({
      place: `${sheet} ${cell}, ${about}`,
      message: `"${text}" is not offered there; offered are ${offered.join(', ')}.`,
    })),
  };
}
