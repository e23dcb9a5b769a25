import type { PdfFont } from './pdfkit-internals.ts';

/** Combining marks and characters beyond the first plane are placed by the font's own rules: pdfkit sets such texts. */
const needsShaping = /[\p{M}\u{10000}-\u{10ffff}]/u;
/** Scripts whose letters move towards each other; ideographs do not. */
const kernedBelow = 0x530;
const rememberedTexts = 20_000;

interface Character {
  /** Code in the embedded subset, hexadecimal; null: more than one glyph. */
  readonly code: string | null;
  /** Thousandths of the size. */
  readonly advance: number;
}

/**
 * Widths and codes of texts in one font, character by character with pair kerning. The same result as the font's full
 * shaping for scripts that need none, at a fraction of its time.
 */
export class GlyphRuns {
  readonly font: PdfFont;
  readonly #kerned: boolean;
  readonly #characters = new Map<number, Character>();
  readonly #pairs = new Map<number, number>();
  readonly #widths = new Map<string, number>();
  readonly #runs = new Map<string, string>();

  constructor(font: PdfFont, kerned: boolean) {
    this.font = font;
    this.#kerned = kerned;
  }

  /** Width in thousandths of the size. */
  width(text: string): number {
    const known = this.#widths.get(text);
    if (known !== undefined) return known;
    const width = this.#plain(text) ? this.#sum(text) : this.font.layout(text).advanceWidth;
    if (this.#widths.size > rememberedTexts) this.#widths.clear();
    this.#widths.set(text, width);
    return width;
  }

  /** Operand of the operator TJ; null: pdfkit has to set this text. */
  run(text: string): string | null {
    const known = this.#runs.get(text);
    if (known !== undefined) return known;
    if (!this.#plain(text)) return null;
    let run = '[<';
    let before = -1;
    for (let i = 0; i < text.length; i++) {
      const codePoint = text.charCodeAt(i);
      const kern = before < 0 ? 0 : this.#kern(before, codePoint);
      if (kern !== 0) run += `>${-Math.round(kern)}<`;
      run += this.#character(codePoint).code ?? '';
      before = codePoint;
    }
    run += '>]';
    if (this.#runs.size > rememberedTexts) this.#runs.clear();
    this.#runs.set(text, run);
    return run;
  }

  #plain(text: string): boolean {
    if (needsShaping.test(text)) return false;
    for (let i = 0; i < text.length; i++) if (this.#character(text.charCodeAt(i)).code === null) return false;
    return true;
  }

  #sum(text: string): number {
    let width = 0;
    let before = -1;
    for (let i = 0; i < text.length; i++) {
      const codePoint = text.charCodeAt(i);
      width += this.#character(codePoint).advance + (before < 0 ? 0 : this.#kern(before, codePoint));
      before = codePoint;
    }
    return width;
  }

  #character(codePoint: number): Character {
    const known = this.#characters.get(codePoint);
    if (known !== undefined) return known;
    const [codes, positions] = this.font.encode(String.fromCharCode(codePoint));
    const character = {
      code: codes.length === 1 ? (codes[0] ?? null) : null,
      advance: positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0),
    };
    this.#characters.set(codePoint, character);
    return character;
  }

  #kern(left: number, right: number): number {
    if (!this.#kerned || left >= kernedBelow || right >= kernedBelow) return 0;
    const key = left * kernedBelow + right;
    const known = this.#pairs.get(key);
    if (known !== undefined) return known;
    const pair = this.font.layout(String.fromCharCode(left, right));
    const apart = this.#character(left).advance + this.#character(right).advance;
    const kern = pair.glyphs.length === 2 ? Math.round(pair.advanceWidth - apart) : 0;
    this.#pairs.set(key, kern);
    return kern;
  }
}
