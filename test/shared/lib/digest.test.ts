import canonicalize from 'canonicalize';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/lib/digest.ts';

describe('canonical JSON', () => {
  it.each<[string, unknown, string]>([
    [
      'keys in order at every level',
      { b: [{ d: 1, c: null }], a: true },
      '{"a":true,"b":[{"c":null,"d":1}]}',
    ],
    [
      'keys that are numbers, which JavaScript would sort on its own',
      { 10: 1, 9: 2, a: 3 },
      '{"10":1,"9":2,"a":3}',
    ],
    ['no negative zero', { a: -0 }, '{"a":0}'],
    ['numbers as ECMAScript writes them', [1e21, 0.1, 1e-7], '[1e+21,0.1,1e-7]'],
    ['keys by UTF-16 unit, as RFC 8785 says', { '\u{1F600}': 1, '\uff5e': 2 }, '{"\u{1F600}":1,"\uff5e":2}'],
    ['control characters escaped, others not', ['\u001f\u007f\u2028é'], '["\\u001f\u007f\u2028é"]'],
    ['a backslash before the letters of an escape', ['\\ud800'], '["\\\\ud800"]'],
    ['a key that JavaScript has a meaning for', JSON.parse('{"a":1,"__proto__":2}'), '{"__proto__":2,"a":1}'],
    ['no undefined member', { a: undefined, b: 1 }, '{"b":1}'],
  ])('has %s', (_name, value, text) => {
    expect(canonicalJson(value)).toBe(text);
    expect(canonicalize(value)).toBe(text);
  });

  it.each<[string, unknown]>([
    ['half a surrogate pair', { a: ['\ud800'] }],
    ['half a pair in a key', { '\udc00x': 1 }],
    ['NaN', [Number.NaN]],
    ['infinity', { a: Number.POSITIVE_INFINITY }],
    ['nothing', undefined],
  ])('has no form for %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });
});
