import type { RequestFile } from '../change-request/request-json.ts';
import type { Site } from '../../site/schema.ts';
import type { CatalogNote } from '../../catalog/schema.ts';
import { findCatalog } from '../../catalog/catalogs.ts';
import { oneLine, visibleText } from '../tables/visible-text.ts';

/** A stretch of a text that somebody typed. */
export interface TypedStretch {
  readonly start: number;
  readonly end: number;
}

/** Where our own words and identifiers stand, not what somebody typed. */
const ours = new Set([
  ...[
    'format',
    'kind',
    'status',
    'deployment',
    'direction',
    'port',
    'portBasis',
    'level',
    'levelBasis',
    'type',
  ],
  ...[
    'category',
    'language',
    'waits',
    'temporaryListener',
    'catalog',
    'family',
    'role',
    'id',
    'entry',
    'title',
  ],
  ...[
    'because',
    'why',
    'what',
    'how',
    'remarks',
    'whoKnows',
    'missing',
    'undecided',
    'key',
    'software',
    'digest',
  ],
  ...['services', 'service', 'group', 'mirrors', 'notAnswered', 'change', 'decision', 'sha256', 'createdAt'],
  ...['nodeZone', 'farZone', 'farName', 'features', 'checks', 'today', 'rules'],
  // Its letter A is a word of every other sentence.
  'revision',
]);

/** A word of ours that stands where somebody could have typed another. */
const usualPriority = 'normal';

const letter = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_]/u;

/**
 * Every text that a person typed into a site, and every address: a document says them letter by letter in every language.
 */
export class TypedTexts {
  readonly #texts = new Set<string>();
  /** By the first letter: the lengths that there are, longest first. */
  readonly #lengths = new Map<string, number[]>();

  constructor(texts: Iterable<string>) {
    for (const text of texts) for (const form of formsOf(text)) this.#texts.add(form);
    const lengths = new Map<string, Set<number>>();
    for (const text of this.#texts) {
      const known = lengths.get(text.slice(0, 1)) ?? new Set();
      lengths.set(text.slice(0, 1), known.add(text.length));
    }
    for (const [first, known] of lengths)
      this.#lengths.set(
        first,
        [...known].sort((a, b) => b - a),
      );
  }

  /** Where they stand in a text, as whole words; the longest wins. */
  find(text: string): TypedStretch[] {
    const found: TypedStretch[] = [];
    for (let at = 0; at < text.length;) {
      const length = this.#lengthAt(text, at);
      if (length > 0) found.push({ start: at, end: at + length });
      at += Math.max(1, length);
    }
    return found;
  }

  #lengthAt(text: string, at: number): number {
    const lengths = this.#lengths.get(text.slice(at, at + 1));
    if (lengths === undefined || !parted(text, at)) return 0;
    return (
      lengths.find(
        (length) =>
          at + length <= text.length &&
          this.#texts.has(text.slice(at, at + length)) &&
          parted(text, at + length),
      ) ?? 0
    );
  }
}

/** No word goes on over this place. */
function parted(text: string, at: number): boolean {
  return !(letter.test(text.slice(Math.max(0, at - 1), at)) && letter.test(text.slice(at, at + 1)));
}

/** As the documents write it: as it is, on one line, line by line, an address also without the length of its network. */
function formsOf(text: string): string[] {
  const forms = [text, oneLine(text), visibleText(text), ...text.split('\n'), ...text.split('/', 1)];
  return forms.map((form) => form.trim()).filter((form) => form !== '' && form !== usualPriority);
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const each of value) yield* stringsIn(each);
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) if (!ours.has(key)) yield* stringsIn(each);
}

type Proposal = CatalogNote['proposes'][number];

function proposalsOf(catalog: string): readonly Proposal[] {
  const entries = findCatalog(catalog)?.entries ?? [];
  return entries.flatMap(({ notes }) => notes.flatMap(({ proposes }) => proposes));
}

/** Who took a rule over from a note of the catalogue typed none of its words. */
function typedOf(proposals: readonly Proposal[], id: string, texts: readonly string[]): readonly string[] {
  const proposed = proposals.find((one) => one.id === id);
  return texts.filter((text) => text !== proposed?.title && text !== proposed?.reason);
}

/** What somebody typed of all that a request's data says. */
export function typedInRequest(file: RequestFile): string[] {
  const proposals = proposalsOf(file.catalog.id);
  const lines = [...file.lines, ...(file.unchanged ?? []), ...(file.open ?? [])];
  return [
    ...stringsIn(file),
    ...file.request.approvers.map(({ role }) => role),
    ...file.rules.flatMap(({ from, to }) => [...stringsIn(from), ...stringsIn(to)]),
    ...lines.flatMap(({ entry, title, why }) =>
      why?.origin === 'custom' ? typedOf(proposals, entry, [title, why.purpose]) : [],
    ),
    ...file.missing.flatMap(({ key, name }) => (key.startsWith('custom-') ? [name] : [])),
  ];
}

/** What somebody typed into a site. */
export function typedInSite(site: Site): string[] {
  const { customRules, ...rest } = site;
  const proposals = proposalsOf(site.catalog);
  return [
    ...stringsIn(rest),
    ...stringsIn(customRules.map((rule) => ({ ...rule, reason: null }))),
    ...customRules.flatMap(({ id, title, reason }) => typedOf(proposals, id, [title, reason])),
    ...site.attestations.flatMap(({ how }) => [how]),
  ];
}
