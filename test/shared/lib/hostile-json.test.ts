import { describe, expect, it } from 'vitest';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { parseCatalog } from '../../../shared/catalog/load-catalog.ts';
import { parseJsonText } from '../../../shared/lib/json-text.ts';
import { parseReport } from '../../../shared/report/parse-report.ts';
import { matchSigner, parseAllowedSigners } from '../../../shared/report/sshsig/allowed-signers.ts';
import { parseSiteText } from '../../../shared/site/parse-site.ts';
import { readLines } from '../../../shared/site/recognise/read-lines.ts';
import { fixedSigner } from '../../fuzz/fixed-keys.ts';
import { smallSite } from '../../helpers/site-fixtures.ts';

/** The messages with which a site file is refused. */
function refusal(text: string): string[] {
  const read = parseSiteText(text, findCatalog);
  if (read.ok) throw new Error('It was not refused.');
  return read.error.map(({ message }) => message);
}

const small = JSON.stringify(smallSite());
const withMember = (member: string): string => `${small.slice(0, -1)},${member}}`;

describe('JSON that is made to hurt', { timeout: 120_000 }, () => {
  it('nests 100,000 levels', () => {
    for (const text of [
      '['.repeat(100_000),
      '{"a":'.repeat(100_000),
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    ]) {
      expect(parseJsonText(text).ok).toBe(false);
      expect(refusal(text)[0]).toMatch(/More than 60 levels/);
      const report = parseReport(text);
      expect(!report.ok && report.error[0]?.message).toBe('The file nests deeper than 64 levels.');
    }
  });

  it('reaches for the prototype of everything', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
      const messages = refusal(withMember(`"${key}":{"polluted":true,"prototype":{"polluted":true}}`));
      expect(messages[0]).toMatch(/^Unknown key/);
      for (const part of ['endpoints', 'features', 'entries']) {
        const read = parseSiteText(withMember(`"${part}":{"${key}":{"polluted":true}}`), findCatalog);
        // A record leaves the key out; nowhere else is it one.
        expect(read.ok && JSON.stringify(read.value).includes('polluted')).toBe(false);
      }
      expect(parseCatalog(JSON.parse(`{"${key}":{"polluted":true}}`)).ok).toBe(false);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
  });

  it('holds an object where a word should stand, with words of its own for itself', () => {
    for (const value of ['{"toString":1,"valueOf":2}', '{"toString":null}', '["x"]'])
      expect(refusal(small.replace('"one-arm"', value))[0]).toMatch(/is none of|Expected/);
  });

  it('says a key twice, one that is as long as the file', () => {
    const key = 'k'.repeat(1_000_000);
    const [message = ''] = refusal(`{"${key}":1,"${key}":2}`);
    expect(message).toMatch(/stands twice/);
    expect(message.length).toBeLessThan(200);
    const unknown = parseSiteText(withMember(`"${key}":1`), findCatalog);
    expect(!unknown.ok && unknown.error[0]?.path.length).toBeLessThan(200);
  });

  it('holds half of a character, of which no digest can be made', () => {
    expect(refusal(withMember('"customer":{"name":"\\ud800"}'))[0]).toMatch(/half of a character/);
    expect(refusal(withMember('"customer":{"\\udfff":"x"}'))[0]).toMatch(/half of a character/);
    expect(parseJsonText('"\\ud83d\\ude00"')).toEqual({ ok: true, value: '😀' });
    const report = parseReport('{"format":"gatecheck/report@1","id":"\\ud800"}');
    expect(!report.ok && report.error[0]?.message).toMatch(/half of a character/);
  });

  it('holds numbers that are none, and a NUL, a byte order mark, UTF-16', () => {
    for (const number of ['1e999', '-1e999', '9'.repeat(400), '1.5', '-1'])
      expect(
        refusal(
          withMember(
            `"nodes":[{"name":"a","lan":{"address":"10.0.0.1/24"},"ssh":{"host":"h","user":"u","port":${number}}}]`.replace(
              '"nodes"',
              '"nodez"',
            ),
          ),
        ),
      ).not.toEqual([]);
    expect(refusal('\u0000')[0]).toMatch(/control character/);
    expect(parseSiteText(`\ufeff${small}`, findCatalog).ok).toBe(true);
    expect(refusal(Buffer.from(small, 'utf16le').toString('latin1'))[0]).toMatch(/Line 1/);
  });

  it('is five megabytes of blanks, quotes or numbers', () => {
    for (const text of [' '.repeat(5_000_000), '"'.repeat(5_000_000), `[${'0,'.repeat(2_400_000)}0]`])
      expect(parseSiteText(text, findCatalog).ok).toBe(false);
  });
});

describe('a list of signers that is made to hurt', { timeout: 120_000 }, () => {
  it('has patterns with more stars than anybody can try, and quotes that do not end', () => {
    const { publicKeyLine, email } = fixedSigner();
    const now = { utc: '20261125080000', local: '20261125080000' };
    const stars = parseAllowedSigners(`${'*e'.repeat(100)}x ${publicKeyLine}\n`);
    expect(matchSigner(stars, publicKeyLine, 'e'.repeat(190) + '@x', now).kind).toBe('not-for-this');
    expect(
      matchSigner(parseAllowedSigners(`*@example.co? ${publicKeyLine} a "comment`), publicKeyLine, email, now)
        .kind,
    ).toBe('known');
    for (const line of [
      '"'.repeat(1_000_001),
      'a"'.repeat(500_001),
      '\\"'.repeat(500_000),
      `a namespaces="${',"'.repeat(500_000)}`,
    ])
      expect(parseAllowedSigners(line).signers).toEqual([]);
  });
});

describe('a pasted line that is made to hurt', { timeout: 120_000 }, () => {
  it.each([
    ['blanks', ' '],
    ['digits', '1'],
    ['dots', '.'],
    ['zeros and dots', '0.'],
    ['numbers', '10.1.1.1 '],
    ['dashes', '1-'],
    ['quotes', '"'],
    ['commas', '1,'],
    ['slashes', '/'],
    ['colons', 'a:'],
    ['devices', ' dev a '],
    ['labels', 'ip addr '],
    ['sentences', 'Ab. C'],
    ['names', 'a.b '],
    ['brackets', '(['],
    ['arrows', '->'],
    ['kana', 'は1.1.1.1'],
    ['cites', '>'],
    ['labelled', '; DNS: '],
    ['tabs', '\t;'],
  ])('of a hundred thousand %s', (_, piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    const { candidates } = readLines(text, []);
    expect(candidates.every(({ line }) => line === 1)).toBe(true);
  });
});
