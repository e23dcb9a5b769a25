/** Longer texts stay in the JSON file: nobody reads them here, and laying them out would freeze the page. */
const maxCharacters = 2000;

/**
 * A text of a report as it may be shown: characters that are unseen, or that turn the direction of writing around, stand
 * there by their number, so that no name can look like another one. Line breaks stay, and the joiners that some scripts
 * are written with.
 */
export function visible(text: string): string {
  const long = text.length > maxCharacters;
  // Never half of a surrogate pair: that is the work of the next expression.
  const part = long ? text.slice(0, maxCharacters) : text;
  const shown = part.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    /[\n\t\u200c\u200d]/.test(character)
      ? character
      : `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
  return long ? `${shown} … (${text.length - maxCharacters} more characters, in the JSON file)` : shown;
}
