/** Fewer rows are read as quickly as a sentence over them. */
const worthSaying = 3;

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+(?=[^\s\d,;:.)a-z])|(?<=。)/).filter((sentence) => sentence !== '');
}

/** Sentences one after the other, as their language writes them. */
export function asText(sentences: readonly string[]): string {
  return sentences.join(' ').replaceAll('。 ', '。');
}

/** Sentences that end every one of the texts: one cause is said once, not in each row. In their order. */
export function sharedSentences(texts: readonly string[]): readonly string[] {
  const [first, ...others] = texts.map(sentencesOf);
  if (first === undefined || others.length + 1 < worthSaying) return [];
  const sets = others.map((sentences) => new Set(sentences));
  // A text keeps its first sentence: it says what was seen here.
  return first.slice(1).filter((sentence) => sets.every((sentences) => sentences.has(sentence)));
}

/** The text without those sentences. */
export function withoutShared(text: string, shared: readonly string[]): string {
  if (shared.length === 0) return text;
  return asText(sentencesOf(text).filter((sentence, index) => index === 0 || !shared.includes(sentence)));
}
