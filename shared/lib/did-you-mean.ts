/** Edit distance with swaps of neighbours (optimal string alignment), cut off once it is no use. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The known word that a mistyped one was probably meant to be; null when none is near. */
export function didYouMean(word: string, known: readonly string[]): string | null {
  if (word.length > 80) return null;
  const lower = word.toLowerCase();
  const limit = word.length <= 4 ? 1 : word.length <= 8 ? 2 : 3;
  let best: { readonly word: string; readonly distance: number } | null = null;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const here = distance(lower, candidate.toLowerCase());
    if (here <= limit && (best === null || here < best.distance)) best = { word: candidate, distance: here };
  }
  return best?.word ?? null;
}

/** `; did you mean address?`, or nothing. */
export function meantHint(word: string, known: readonly string[]): string {
  const meant = didYouMean(word, known);
  return meant === null ? '' : `; did you mean ${meant}?`;
}
