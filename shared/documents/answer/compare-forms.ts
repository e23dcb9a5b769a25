import { sha256Hex } from '../../lib/digest.ts';
import type { FormField, FormPage, PdfForm } from './pdf-form.ts';
import type { Integrity } from './schema.ts';

/** Holds a form that came back against the one that was sent: everything that is no entry of the customer's. */

type Change = Integrity['changes'][number];

/** The form as it was sent, or why it is not at hand. */
export type SentForm =
  { readonly kind: 'known'; readonly form: PdfForm } | { readonly kind: 'unknown'; readonly why: string };

/** @param digest SHA-256 of the request's JSON file */
export function compareForms(sent: SentForm, came: PdfForm, digest: string): Integrity {
  const data = compareData(came, digest);
  const actions = addedActions(sent, came);
  if (sent.kind === 'unknown') {
    const shown = {
      answer: actions.length > 0 ? ('changed' as const) : ('cannot-tell' as const),
      says: `Whether the pages are those that were sent cannot be told: ${sent.why}`,
    };
    return { data: data.verdict, shown, changes: [...data.changes, ...actions] };
  }
  const pages = comparePages(sent.form.pages, came.pages);
  const changes = [...pages.changes, ...compareFields(sent.form.fields, came.fields), ...actions];
  return {
    data: data.verdict,
    shown: shownVerdict(changes, pages.unsure),
    changes: [...data.changes, ...changes],
  };
}

function shownVerdict(changes: readonly Change[], unsure: readonly number[]): Integrity['shown'] {
  if (changes.length > 0)
    return {
      answer: 'changed',
      says: `Fixed content of the pages was altered in ${changes.length === 1 ? '1 place' : `${changes.length} places`}.`,
    };
  if (unsure.length > 0)
    return {
      answer: 'cannot-tell',
      says: `${unsure.length === 1 ? 'Page' : 'Pages'} ${unsure.join(', ')} were drawn anew by another program. The texts are those that were sent; the rest cannot be compared.`,
    };
  return { answer: 'unchanged', says: 'The pages are those that were sent.' };
}

function compareData(came: PdfForm, digest: string): { verdict: Integrity['data']; changes: Change[] } {
  const found = came.attachments.filter(({ name }) => name.toLowerCase().endsWith('.json'));
  if (found.some(({ bytes }) => sha256Hex(bytes) === digest))
    return {
      verdict: {
        answer: 'unchanged',
        says: 'The request inside the file is the one that was sent, byte for byte.',
      },
      changes: [],
    };
  const gone = found.length === 0;
  const says = gone
    ? 'The request that was attached to the file is gone.'
    : 'The request inside the file is not the one that was sent.';
  return {
    verdict: { answer: 'changed', says },
    changes: [
      {
        place: 'Attachment',
        sent: 'the request (JSON)',
        came: gone ? '(gone)' : found.map(({ name }) => name).join(', '),
      },
    ],
  };
}

function addedActions(sent: SentForm, came: PdfForm): Change[] {
  const known = sent.kind === 'known' ? sent.form.actions : [];
  return came.actions
    .filter((action) => !known.includes(action))
    .map((action) => ({
      place: 'Whole file',
      sent: '',
      came: `${action}, which nobody needs here: do not open it in a viewer that runs it`,
    }));
}

function comparePages(
  sent: readonly FormPage[],
  came: readonly FormPage[],
): { changes: Change[]; unsure: number[] } {
  const changes: Change[] = [];
  const unsure: number[] = [];
  if (sent.length !== came.length)
    changes.push({ place: 'Whole file', sent: `${sent.length} pages`, came: `${came.length} pages` });
  sent.slice(0, came.length).forEach((before, index) => {
    const after = came[index];
    if (after === undefined) return;
    const place = `Page ${index + 1}`;
    for (const mark of lacking(after.over, before.over)) changes.push({ place, sent: '', came: mark });
    for (const mark of lacking(before.over, after.over)) changes.push({ place, sent: mark, came: '(gone)' });
    if (before.drawn !== null && before.drawn === after.drawn) return;
    if (before.texts === null || after.texts === null) {
      unsure.push(index + 1);
      return;
    }
    const differing = compareTexts(before.texts, after.texts, place);
    if (differing.length === 0) unsure.push(index + 1);
    changes.push(...differing);
  });
  return { changes, unsure };
}

/** What the first list has more often than the second. */
function lacking(list: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const text of other) left.set(text, (left.get(text) ?? 0) + 1);
  return list.filter((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

const shownTexts = 20;

function compareTexts(before: readonly string[], after: readonly string[], place: string): Change[] {
  const gone = lacking(before, after);
  const added = lacking(after, before);
  const pairs = Math.min(Math.max(gone.length, added.length), shownTexts);
  const changes = Array.from({ length: pairs }, (_, index) => ({
    place,
    sent: gone[index] ?? '',
    came: added[index] ?? '(gone)',
  }));
  const moved = before.findIndex((text, index) => text !== after[index]);
  if (changes.length === 0 && moved >= 0)
    changes.push({ place, sent: before[moved] ?? '', came: `${after[moved] ?? ''} (in another order)` });
  return changes;
}

function compareFields(sent: readonly FormField[], came: readonly FormField[]): Change[] {
  const found = new Map(came.map((field) => [field.name, field]));
  const known = new Set(sent.map(({ name }) => name));
  const changes = sent.flatMap((field): Change[] => {
    const place = `Field ${field.name}`;
    const other = found.get(field.name);
    if (other === undefined) return [{ place, sent: 'a place to fill in', came: '(gone)' }];
    if (other.kind !== field.kind || other.fixed !== field.fixed)
      return [{ place, sent: field.fixed.replaceAll('\n', '; '), came: other.fixed.replaceAll('\n', '; ') }];
    return [];
  });
  const added = came.filter(({ name }) => !known.has(name));
  const twice = came.length - found.size;
  return [
    ...changes,
    ...added.map(({ name, value }) => ({
      place: `Field ${name}`,
      sent: '',
      came: `added${value === null ? '' : `: ${value}`}`,
    })),
    ...(twice > 0
      ? [{ place: 'Whole form', sent: '', came: `${twice} fields have the name of another one` }]
      : []),
  ];
}
