import { readFileSync } from 'node:fs';
import ts from 'typescript';

/**
 * Sentences of the window, as its sources have them.
 * @typedef {{ plain: Set<string>, counted: Map<string, string>, faults: string[] }} Words `counted`: the form for many to that for one
 */

/** @param {ts.Node | undefined} node @returns {string | null} */
const literal = (node) => {
  if (node === undefined) return null;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [literal(node.left), literal(node.right)];
    return left === null || right === null ? null : left + right;
  }
  if (ts.isJsxExpression(node)) return literal(node.expression);
  return null;
};

/** @param {ts.JsxOpeningLikeElement} element @returns {ts.Node | undefined} */
const englishOf = (element) => {
  for (const attribute of element.attributes.properties)
    if (ts.isJsxAttribute(attribute) && attribute.name.getText() === 'english') return attribute.initializer;
  return undefined;
};

/**
 * @param {readonly string[]} files
 * @returns {Words}
 */
export const collectWords = (files) => {
  /** @type {Words} */
  const words = { plain: new Set(), counted: new Map(), faults: [] };
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    /** @param {ts.Node} at @param {string} call */
    const fault = (at, call) => {
      const { line } = source.getLineAndCharacterOfPosition(at.getStart());
      words.faults.push(`${file}:${line + 1}: ${call} needs a literal sentence; values go into {{…}}`);
    };
    /** @param {ts.Node} node */
    const visit = (node) => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
        const { text: name } = node.expression;
        if (name === 't') {
          const english = literal(node.arguments[0]);
          if (english === null) fault(node, 't');
          else words.plain.add(english);
        }
        if (name === 'tn') {
          const [one, many] = [literal(node.arguments[0]), literal(node.arguments[1])];
          if (one === null || many === null) fault(node, 'tn');
          else words.counted.set(many, one);
        }
      }
      if (
        (ts.isJsxSelfClosingElement(node) || ts.isJsxOpeningElement(node)) &&
        node.tagName.getText() === 'Rich'
      ) {
        const english = literal(englishOf(node));
        if (english === null) fault(node, 'Rich');
        else words.plain.add(english);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return words;
};

/** Names of a language's plural forms, in the order of the standard. @param {string} language */
export const pluralForms = (language) => new Intl.PluralRules(language).resolvedOptions().pluralCategories;

/**
 * Keys that a language's catalogue needs: a sentence, or one for each plural form (`KEY_one`).
 * @param {Words} words
 * @param {string} language
 */
export const neededKeys = ({ plain, counted }, language) =>
  [
    ...plain,
    ...[...counted.keys()].flatMap((many) => pluralForms(language).map((form) => `${many}_${form}`)),
  ].sort((a, b) => (a < b ? -1 : 1));

/** @param {Words} words @returns {Record<string, string>} every key with its English, in order */
export const englishCatalogue = (words) =>
  Object.fromEntries(
    neededKeys(words, 'en').map((key) => {
      const many = key.replace(/_(?:one|other)$/, '');
      const english = words.counted.get(many);
      return [
        key,
        english === undefined || words.plain.has(key) ? key : key.endsWith('_one') ? english : many,
      ];
    }),
  );
