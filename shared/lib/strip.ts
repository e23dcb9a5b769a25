/**
 * A text without the characters of `start` at its beginning and those of `end` at its end. By hand: an expression that looks
 * for them at the end begins anew at each that stands before, and takes the square of the length of a run of them.
 */
export function strip(text: string, start: string, end: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && start.includes(text.charAt(from))) from++;
  while (to > from && end.includes(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}
