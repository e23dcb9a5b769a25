/**
 * How wide a text may be at most, in units, without a font at hand: shares of the size by kind of character, rounded up
 * from Noto Sans and Noto Sans Mono in both weights. A picture laid out with them has room for the text on any machine.
 */
const narrow = /[iIjltfr.,:;()[\]'·\-/ ]/u;
const broad = /[mwMWQO@%&—…→←ÆæŒœŴŵ©®¼½¾]/u;
const full = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const large = /[\p{Lu}ŉß\p{Extended_Pictographic}]|[^\u0020-\u017f]/u;

export interface Type {
  readonly size: number;
  readonly bold?: boolean;
  readonly mono?: boolean;
}

function share(char: string): number {
  if (full.test(char)) return 1.02;
  if (narrow.test(char)) return 0.46;
  if (broad.test(char)) return 1;
  return large.test(char) ? 0.8 : 0.66;
}

/** At most so wide. */
export function widthOf(text: string, { size, bold = false, mono = false }: Type): number {
  let sum = 0;
  for (const char of text) sum += mono ? (full.test(char) ? 1.02 : 0.605) : share(char);
  return sum * size * (bold ? 1.06 : 1);
}

/** The text, or its beginning and its end around an ellipsis: an address differs at its end as often as at its beginning. */
export function fitted(text: string, room: number, type: Type): string {
  if (widthOf(text, type) <= room) return text;
  const chars = Array.from(text);
  for (let kept = chars.length - 1; kept > 0; kept--) {
    const head = Math.ceil(kept * 0.6);
    const tail = kept - head;
    const short = `${chars.slice(0, head).join('')}…${tail === 0 ? '' : chars.slice(-tail).join('')}`;
    if (widthOf(short, type) <= room) return short;
  }
  return '…';
}

/** In lines of at most so much room, broken at spaces; a word that is too long is shortened. */
export function wrapped(text: string, room: number, type: Type): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer, type) <= room) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines.map((each) => fitted(each, room, type));
}
