/** Ends of sentences: a mark, closing quotes or brackets, one space, and something that can begin the next one. */
const end = /(?<=[.!?][”")\]]*) (?=[^\s,;:.)])/;

/** The sentences of a text, without the spaces between them. Abbreviations make too many of them; the caller joins. */
export function sentencesOf(text: string): string[] {
  return text.split(end);
}

/** Does it end as a Japanese sentence, after which no space stands? */
export function endsSentence(text: string): boolean {
  return /[。！？」）]$/.test(text);
}

/** Does a value go beyond a sentence? Then it was probably none, but the sentences before. */
export function holdsSentences(value: string): boolean {
  return end.test(value);
}
