import { afterEach, expect, test } from 'vitest';
import { languageOfSystem } from '../../renderer/i18n/languages.ts';
import { i18n, speak, t, tn } from '../../renderer/i18n/t.ts';

afterEach(async () => speak('en'));

test('English is what stands in the code, with its values', () => {
  expect(t('Back to {{place}}', { place: 'Szczecin' })).toBe('Back to Szczecin');
  expect(tn('{{count}} rule', '{{count}} rules', 1)).toBe('1 rule');
  expect(tn('{{count}} rule', '{{count}} rules', 0)).toBe('0 rules');
});

test('what a person typed is never read as a sentence or a value of ours', () => {
  expect(t('Back to {{place}}', { place: '{{count}} $t(Back) <b>' })).toBe('Back to {{count}} $t(Back) <b>');
});

test('Polish has a form for one, for few and for many', async () => {
  await speak('pl');
  i18n.addResources('pl', 'translation', {
    '{{count}} rules_one': '{{count}} reguła',
    '{{count}} rules_few': '{{count}} reguły',
    '{{count}} rules_many': '{{count}} reguł',
  });
  expect([1, 3, 5, 22].map((count) => tn('{{count}} rule', '{{count}} rules', count))).toEqual([
    '1 reguła',
    '3 reguły',
    '5 reguł',
    '22 reguły',
  ]);
});

test('a sentence without a translation is shown in English, never as nothing', async () => {
  await speak('ja');
  expect(t('No sentence of the window, {{name}}', { name: 'x' })).toBe('No sentence of the window, x');
});

test('the first language of the system that there is a catalogue for is taken', () => {
  expect(languageOfSystem(['fr-FR', 'pl-PL', 'en'])).toBe('pl');
  expect(languageOfSystem(['fr'])).toBe('en');
});
