import path from 'node:path';
import ts from 'typescript';
import { Evaluator } from './evaluate.mjs';
import { unwrap } from './expressions.mjs';
import { Flow } from './flow.mjs';
import {
  isDocument,
  isForPeople,
  isPhrase,
  isTemplateForPeople,
  isWhere,
  standsForPeople,
} from './for-people.mjs';
import { partsOfParagraph, waysOfRuns } from './runs.mjs';
import { splitTemplate } from './split.mjs';
import { templateOf, withForms } from './template-of.mjs';

/** @typedef {{ template: string, file: string }} Found */

/** @param {string} project folder with a tsconfig.json @returns {ts.Program} */
export const programOf = (project) => {
  const file = path.join(project, 'tsconfig.json');
  const read = ts.readConfigFile(file, (name) => ts.sys.readFile(name));
  const config = /** @type {unknown} */ (read.config);
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, project);
  return ts.createProgram(parsed.fileNames, parsed.options);
};

/** The outermost expression that makes a text. @param {ts.Node} node @returns {boolean} */
const isOutermost = (node) => {
  let at = node;
  for (;;) {
    const { parent } = at;
    if (
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition !== at)
    ) {
      at = parent;
      continue;
    }
    if (ts.isTemplateSpan(parent)) return false;
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.PlusToken) return false;
    if (
      ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken &&
      parent.right === at
    ) {
      at = parent;
      continue;
    }
    return true;
  }
};

/** @param {ts.Node} node @returns {node is ts.Expression} */
const makesText = (node) =>
  ts.isStringLiteralLike(node) ||
  ts.isTemplateExpression(node) ||
  (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken);

/**
 * English templates of what the sources say to people.
 * @param {ts.Program} program
 * @param {string} root
 * @returns {Found[]}
 */
export const collectSentences = (program, root) => {
  const checker = program.getTypeChecker();
  const ours = program
    .getSourceFiles()
    .filter(
      ({ fileName, isDeclarationFile }) =>
        !isDeclarationFile && !fileName.includes('node_modules') && fileName.endsWith('.ts'),
    );
  const flow = new Flow(checker, ours);
  const evaluator = new Evaluator(checker, flow);
  /** @type {{ node: ts.Node, file: string, templates: string[] }[]} */
  const roots = [];
  for (const source of ours) {
    const file = path.relative(root, source.fileName).split(path.sep).join('/');
    if (!isWhere(file)) continue;
    /** @param {ts.Node} node */
    const visit = (node) => {
      if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
      const counted = isDocument(file) ? countedNoun(node) : null;
      if (counted !== null) roots.push({ node, file, templates: [counted] });
      const parts = isDocument(file) ? partsOfParagraph(node) : null;
      if (parts !== null && !evaluator.inlined.has(node)) {
        const templates = waysOfRuns(parts, evaluator, { bound: new Map(), depth: 0 }, new Map())
          .map(({ pieces }) => templateOf(pieces))
          .flatMap(splitTemplate)
          .flatMap(withForms)
          .filter((template) => isTemplateForPeople(template));
        roots.push({ node, file, templates });
        return ts.forEachChild(node, inside);
      }
      if (makesText(node) && isOutermost(node) && standsForPeople(node)) {
        if (ts.isBinaryExpression(node) && !evaluator.isText(node)) return;
        const templates = evaluator
          .texts(node)
          .filter((pieces) => isForPeople(pieces, node, file))
          .map(templateOf)
          .filter((template) => !/^[\s,;.]|\s$/.test(template))
          .flatMap(splitTemplate)
          .flatMap(withForms)
          .filter((template) => isTemplateForPeople(template) || /~\}, /.test(template));
        if (templates.length > 0) roots.push({ node: unwrap(node), file, templates });
        return ts.forEachChild(node, inside);
      }
      ts.forEachChild(node, visit);
    };
    // Inside of a text only functions can hold others.
    /** @param {ts.Node} node */
    const inside = (node) => {
      if (ts.isFunctionLike(node)) ts.forEachChild(node, visit);
      else ts.forEachChild(node, inside);
    };
    visit(source);
  }
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { node, file, templates } of roots) {
    if (
      evaluator.inlined.has(node) &&
      (ts.isArrayLiteralExpression(node) ||
        (ts.isVariableDeclaration(node.parent) && !isExported(node.parent)))
    )
      templates.splice(0, templates.length, ...templates.filter((template) => /\.$/.test(template)));
    for (const template of templates) if (!found.has(template)) found.set(template, file);
  }
  for (const name of evaluator.phrases.keys())
    for (const pieces of phrasesOf(name, evaluator))
      if (isPhrase(pieces, name))
        for (const template of withForms(templateOf(pieces))) {
          // Long ones mean the same anywhere, also alone.
          const alone = isLong(template) ? /^[A-Za-z"{]/.test(template) : /^[A-Z][^{}]*$/.test(template);
          const key = alone ? template : isLong(template) ? `~${template}` : `~[${name}]${template}`;
          if (!found.has(template)) found.set(key, 'phrases');
        }
  return [...found].map(([template, file]) => ({ template, file }));
};

/** @param {ts.VariableDeclaration} node */
const isExported = (node) => (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0;

/** @param {string} template */
const isLong = (template) => (template.replace(/\{[^{}]*\}/g, ' ').match(/[A-Za-z][a-z]+/g) ?? []).length > 2;

/**
 * The phrases of a place, and of those that stand in it alone.
 * @param {string} name @param {Evaluator} evaluator @returns {import('./evaluate.mjs').Pieces[]}
 */
const phrasesOf = (name, evaluator, seen = new Set()) => {
  if (seen.has(name)) return [];
  seen.add(name);
  return [...(evaluator.phrases.get(name)?.values() ?? [])].flatMap((pieces) => {
    const [only, ...others] = pieces;
    return only !== undefined && others.length === 0 && 'place' in only && only.ours === true
      ? phrasesOf(only.name, evaluator, seen)
      : [pieces];
  });
};

/** `count(lines, 'line')` standing for itself: `{amount#} {amount?line|lines}`. @param {ts.Node} node */
const countedNoun = (node) => {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'count')
    return null;
  const [one, other] = node.arguments
    .slice(1)
    .map((each) => (ts.isStringLiteralLike(each) ? each.text : null));
  if (typeof one !== 'string') return null;
  return `{amount#} {amount?${one}|${other ?? `${one}s`}}`;
};
