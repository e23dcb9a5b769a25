/** Controls, marks that turn the direction of writing, and code points that are none: an editor would obey them. */
const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;

/** JSON for programs that people look at, too: such a character stands as an escape, so that its value is kept. */
export function jsonText(value: unknown): string {
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, 2).replace(obeyed, escape)}\n`;
}
