import { holdsHalf } from './half-characters.ts';
import type { Result } from './result.ts';
import { err, ok } from './result.ts';

/** Where a JSON text goes wrong; line and column count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Deeper than any file of ours: a hostile file must not overflow the stack. */
const deepest = 60;

class Fault extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

function shown(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return character < ' ' ? 'a control character' : `"${character}"`;
}

/** A key as messages name it: a hostile one may be as long as the file. */
function named(key: string): string {
  const most = 60;
  return JSON.stringify(key.length > most ? `${key.slice(0, most)}...` : key);
}

/** Walks through a JSON text and throws at the first fault. JSON.parse does not say the place in every runtime. */
class Scanner {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): void {
    this.value(0);
    if (this.next() !== undefined) this.fail(`${shown(this.text, this.at)} after the end of the document.`);
  }

  private fail(message: string): never {
    throw new Fault(this.at, message);
  }

  /** The next character that is no white space. */
  private next(): string | undefined {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? 'x')) this.at++;
    return this.text[this.at];
  }

  /** Takes the character that must stand here. `wanted` and `place` word the message. */
  private take(character: string, wanted: string, place: string): void {
    const found = this.next();
    if (found === character) {
      this.at++;
      return;
    }
    this.fail(
      found === undefined
        ? `The text ends ${place}; ${character} is missing.`
        : `Expected ${wanted} ${place}, found ${shown(this.text, this.at)}.`,
    );
  }

  private value(depth: number): void {
    if (depth > deepest) this.fail(`More than ${deepest} levels of brackets.`);
    const first = this.next();
    if (first === undefined) this.fail('The text ends where a value should stand.');
    else if (first === '{') this.object(depth);
    else if (first === '[') this.array(depth);
    else if (first === '"') this.string();
    else this.scalar();
  }

  private scalar(): void {
    const pattern = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) {
      if (this.text[this.at] === '/') this.fail('Comments are not part of JSON.');
      if (this.text[this.at] === ',') this.fail('A comma too many, or no value before it.');
      if (this.text[this.at] === "'") this.fail('Texts stand in double quotes.');
      if (this.text[this.at] === ']' || this.text[this.at] === '}')
        this.fail(`A comma too many before ${this.text[this.at] ?? ''}.`);
      this.fail(`No value begins with ${shown(this.text, this.at)}.`);
    }
    this.at = pattern.lastIndex;
  }

  private string(): string {
    const start = this.at;
    this.at++;
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined || character === '\n') {
        this.at = start;
        this.fail('A text has no closing quote.');
      }
      if (character < ' ')
        this.fail('A control character inside a text; write it as \\t, \\u0007 or the like.');
      this.at++;
      if (character === '"') break;
      if (character === '\\') {
        const escape = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
        escape.lastIndex = this.at;
        if (!escape.test(this.text)) this.fail('A backslash in a text is written twice: \\\\.');
        this.at = escape.lastIndex;
      }
    }
    const written = this.text.slice(start, this.at);
    const read = JSON.parse(written) as string;
    if (written.includes('\\u') && holdsHalf(read)) {
      this.at = start;
      this.fail('A text holds half of a character: one of two escapes that belong together.');
    }
    return read;
  }

  private object(depth: number): void {
    this.at++;
    const keys = new Set<string>();
    if (this.next() === '}') {
      this.at++;
      return;
    }
    for (;;) {
      const first = this.next();
      if (first === '}') this.fail('A comma too many before }.');
      if (first === ',') this.fail('A comma too many.');
      if (first !== '"')
        this.fail(first === undefined ? 'The text ends inside an object.' : 'A key stands in double quotes.');
      const start = this.at;
      const key = this.string();
      if (keys.has(key)) {
        this.at = start;
        this.fail(`The key ${named(key)} stands twice in one object.`);
      }
      keys.add(key);
      this.take(':', ':', `after the key ${named(key)}`);
      this.value(depth + 1);
      if (this.next() === ',') this.at++;
      else {
        this.take('}', 'a comma or }', 'in an object');
        return;
      }
    }
  }

  private array(depth: number): void {
    this.at++;
    if (this.next() === ']') {
      this.at++;
      return;
    }
    for (;;) {
      this.value(depth + 1);
      if (this.next() === ',') this.at++;
      else {
        this.take(']', 'a comma or ]', 'in a list');
        return;
      }
    }
  }
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: Array.from(before.slice(lineStart)).length + 1 };
}

/**
 * Reads a JSON text strictly: no key twice, at most 60 levels. A byte order mark at the start is skipped.
 *
 * @returns the value, or the first fault with its line and column.
 */
export function parseJsonText(source: string): Result<unknown, JsonFault> {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source;
  try {
    new Scanner(text).document();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return err({ ...placeOf(text, error.offset), message: error.message });
  }
  return ok(JSON.parse(text) as unknown);
}
