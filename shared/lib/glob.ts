/**
 * Whether a text fits a pattern of OpenSSH: `*` and `?`, everything else stands for itself. Never an expression made of the
 * pattern: one with many stars, in a file from elsewhere, would take longer than anybody lives.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resumed = 0;
  let place = 0;
  while (place < text.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      resumed = place;
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[place])) {
      at++;
      place++;
    } else if (star >= 0) {
      // The last star takes one more character; those before it need not change.
      at = star + 1;
      place = ++resumed;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
