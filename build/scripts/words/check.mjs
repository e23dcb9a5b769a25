/** Places of a template or a translation, without what they hold. @param {string} text */
const placesOf = (text) => [
  ...new Set(
    [...text.replaceAll(/\{\{|\}\}/g, '').matchAll(/\{([A-Za-z][A-Za-z0-9]*)([#^~,.]?)(?:\?[^{}]*)?\}/g)].map(
      ([, name]) => name,
    ),
  ),
];

/** How many word forms a language has. @type {Readonly<Record<string, number>>} */
const forms = { de: 2, pl: 3, ja: 1 };

/** How a sentence ends, whatever the language writes for it. @param {string} text */
const ending = (text) => {
  const last = text.replace(/[”“"」』)）\s]*(?:<\/[bi]>)?[”“"」』)）]*$/u, '').at(-1) ?? '';
  if ('.。'.includes(last)) return '.';
  if (':：'.includes(last)) return ':';
  if ('?？'.includes(last)) return '?';
  return '';
};

/** @param {string} text */
const tagsOf = (text) =>
  [...text.matchAll(/<\/?[bi]>/g)]
    .map(([tag]) => tag)
    .sort()
    .join('');

/**
 * What is wrong with a translation; empty: nothing.
 * @param {string} template
 * @param {string} translation
 * @param {string} language
 * @returns {string[]}
 */
export const faultsOf = (template, translation, language) => {
  const english = template.replace(/^~(?:\[[A-Za-z0-9]+\])?/, '');
  const fragment = english !== template;
  const faults = [];
  const [own, theirs] = [placesOf(english), placesOf(translation)];
  for (const name of own) if (!theirs.includes(name)) faults.push(`{${name}} is missing`);
  for (const name of theirs) if (!own.includes(name)) faults.push(`there is no {${name}}`);
  for (const [whole, name = '', sign = '', words] of translation.matchAll(
    /\{([A-Za-z][A-Za-z0-9]*)([#^~,.]?)(?:\?([^{}]*))?\}/g,
  )) {
    if (sign !== '') faults.push(`${whole}: write the name alone`);
    if (words === undefined) continue;
    if (!english.includes(`{${name}#}`)) faults.push(`${whole}: {${name}} is no number`);
    if (words.split('|').length !== (forms[language] ?? 0))
      faults.push(`${whole}: ${String(forms[language])} word forms`);
  }
  if (
    translation.replaceAll(/\{\{|\}\}|\{[A-Za-z][A-Za-z0-9]*[#^~,.]?(?:\?[^{}]*)?\}/g, '').match(/[{}]/) !==
    null
  )
    faults.push('a brace that belongs to no place');
  if (tagsOf(english) !== tagsOf(translation)) faults.push('other <b> or <i> than in English');
  if (!fragment && translation !== translation.trim()) faults.push('begins or ends with a space');
  if (fragment && language !== 'ja' && /^\s/.test(english) !== /^\s/.test(translation))
    faults.push('the space at the beginning differs');
  if (/ {2}/.test(translation)) faults.push('two spaces');
  // `As publ.` ends in an abbreviation.
  if (ending(english) !== ending(translation) && english.split(' ').length > 2)
    faults.push('ends with another mark');
  if (translation.trim() === '') faults.push('is empty');
  if (language === 'ja' && /[、。]\s/.test(translation)) faults.push('a space after 、 or 。');
  return faults;
};
