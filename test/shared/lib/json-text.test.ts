import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonText } from '../../../shared/lib/json-text.ts';

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('JSON texts', () => {
  test('every JSON value reads as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJsonText(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  test('a damaged text is refused exactly when JSON.parse refuses it', () => {
    const damaged = fc
      .tuple(
        fc.jsonValue({ maxDepth: 3 }),
        fc.nat(),
        fc.nat(3),
        fc.constantFrom('', ',', '}', ']', '"', '\\', 'x', '0', '\n', '.', '-'),
      )
      .map(([value, at, length, insert]) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        return text.slice(0, place) + insert + text.slice(place + length);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        const result = parseJsonText(text);
        if (!result.ok && result.error.message.includes('stands twice')) return;
        expect(result.ok).toBe(accepts(text));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['{\n  "a": 1,\n  "b" 2\n}', 3, 7, 'Expected : after the key "b", found "2".'],
    ['{ "a": 1, }', 1, 11, 'A comma too many before }.'],
    ['[1, 2', 1, 6, 'The text ends in a list; ] is missing.'],
    ['{ "żółć": tru }', 1, 11, 'No value begins with "t".'],
    ['{ // x\n}', 1, 3, 'A key stands in double quotes.'],
    ['{ "a": \'x\' }', 1, 8, 'Texts stand in double quotes.'],
    ['{ "a": 1 } x', 1, 12, '"x" after the end of the document.'],
    ['{ "a": 1, "a": 2 }', 1, 11, 'The key "a" stands twice in one object.'],
    ['{ "a": 1 "b": 2 }', 1, 10, 'Expected a comma or } in an object, found """.'],
    ['{ "a": 1,, "b": 2 }', 1, 10, 'A comma too many.'],
    ['[1,,2]', 1, 4, 'A comma too many, or no value before it.'],
    ['', 1, 1, 'The text ends where a value should stand.'],
    ['{ "a": "x\ny" }', 1, 8, 'A text has no closing quote.'],
  ])('%j is faulty at line %i, column %i', (text, line, column, message) => {
    expect(parseJsonText(text)).toEqual({ ok: false, error: { line, column, message } });
  });

  test('a byte order mark is no fault', () => {
    expect(parseJsonText('\ufeff{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  });

  test('a text of a million brackets is refused and does not end the program', () => {
    const result = parseJsonText('['.repeat(1_000_000));
    expect(result.ok ? '' : result.error.message).toBe('More than 60 levels of brackets.');
  });
});
