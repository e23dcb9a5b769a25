import { expect, it } from 'vitest';
import { columns, findingLine, printable, printJson, terminalOf } from '../../../electron/cli/terminal.ts';

it('what a node says cannot steer the terminal', () => {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text), isTTY: true };
  const terminal = terminalOf(stream, stream);
  terminal.out('issuer \u001b]0;owned\u0007 and \u009b31m\n');
  terminal.err('a\rb\u202ec\n');
  expect(written).toEqual(['issuer \ufffd]0;owned\ufffd and \ufffd31m\n', 'a\ufffdb\ufffdc\n']);
});

it('texts of every language stay as they are', () => {
  const text = 'Świętowit 大阪データセンター Αθήνα\t1\n';
  expect(printable(text)).toBe(text);
});

it('a progress line takes the place of the one before', () => {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text), isTTY: true };
  terminalOf(stream, stream).overwrite('3 of 9');
  expect(written).toEqual(['\r\u001b[K3 of 9']);
});

it('columns are as wide as their widest cell, and a finding names place and cure', () => {
  expect(
    columns([
      ['a', 'bb'],
      ['ccc', 'd'],
    ]),
  ).toBe('  a    bb\n  ccc  d');
  expect(findingLine({ path: 'nodes[0].lan', message: 'It is missing.', cure: 'Add it.' })).toBe(
    '  nodes[0].lan: It is missing. Add it.',
  );
});

it('JSON keeps every value, also those that could steer a terminal', () => {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  const document = { issuer: 'a\u001b[2J\u009bb\u202ec' };
  printJson(terminalOf(stream, stream), document);
  for (const character of ['\u001b', '\u009b', '\u202e']) expect(written.join('')).not.toContain(character);
  expect(JSON.parse(written.join(''))).toEqual(document);
});
