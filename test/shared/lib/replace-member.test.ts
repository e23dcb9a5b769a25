import { expect, test } from 'vitest';
import { replaceMember } from '../../../shared/lib/replace-member.ts';

const odd = `{ "a\\"{": [1, {"waivers": "not this"}],
\t"waivers" :  [ {"rule": "x, ]}"} ] ,
  "b": "waivers", "waivers2": {}
}
`;

test('a member is replaced where it stands, and nothing else is touched', () => {
  const edited = replaceMember(odd, 'waivers', [{ rule: 'new' }]);
  expect(edited).toBe(odd.replace('[ {"rule": "x, ]}"} ]', '[\n    {\n      "rule": "new"\n    }\n  ]'));
  expect(JSON.parse(edited)).toEqual({ ...(JSON.parse(odd) as object), waivers: [{ rule: 'new' }] });
});

test('a member that is not there comes last', () => {
  expect(replaceMember('{}', 'a', [])).toBe('{\n  "a": []\n}');
  expect(replaceMember('{\n  "b": 1\n}\n', 'a', [])).toBe('{\n  "b": 1,\n  "a": []\n}\n');
});

test('the last member, a text, a number and an escaped name are found', () => {
  expect(replaceMember('{"a":1,"b":"x"}', 'b', 2)).toBe('{"a":1,"b":2}');
  expect(replaceMember('{"a":1,"b":"x"}', 'a', 'y')).toBe('{"a":"y","b":"x"}');
  expect(replaceMember('{"w\\u0061ivers": null }', 'waivers', [])).toBe('{"w\\u0061ivers": [] }');
});
