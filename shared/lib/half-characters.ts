const half = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether a text holds half of a character: no digest can be made of it, and no encoding takes it. */
export function holdsHalf(text: string): boolean {
  return half.test(text);
}

/** The text with a mark in place of each half, as decoders put it there. */
export function withoutHalves(text: string): string {
  return holdsHalf(text) ? text.replace(new RegExp(half, 'g'), '\ufffd') : text;
}

/** As `holdsHalf`, of any text or key in a JSON value, whose text is given too: only an escape can write a half. */
export function valueHoldsHalf(value: unknown, text: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return false;
  const inside = (one: unknown): boolean =>
    typeof one === 'string'
      ? holdsHalf(one)
      : typeof one === 'object' &&
        one !== null &&
        Object.entries(one).some(([key, part]) => holdsHalf(key) || inside(part));
  return inside(value);
}
