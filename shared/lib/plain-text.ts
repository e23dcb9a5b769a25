/** Control characters, and those that turn the direction of writing: what could steer a terminal or deceive a reader. */
const steering = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text of a stranger, fit to be shown: what could steer a terminal or turn the writing is shown as a replacement character. */
export function plainText(text: string): string {
  return text.replace(steering, '\ufffd');
}

/** The same on one line, and no longer than a reader needs: where it was cut off stands a sign. */
export function plainLine(text: string, most = 300): string {
  const line = plainText(text)
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .trim();
  if (line.length <= most) return line;
  // Half of a surrogate pair is no text.
  return line.slice(0, most).replace(/[\ud800-\udbff]$/, '') + '…';
}
