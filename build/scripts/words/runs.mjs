import ts from 'typescript';
import { unwrap } from './expressions.mjs';

/**
 * Paragraphs of documents: runs of text, some of them bold or faint. A sentence may go on from one run to the next.
 * @typedef {import('./evaluate.mjs').Pieces} Pieces
 * @typedef {import('./evaluate.mjs').Way} Way
 * @typedef {import('./evaluate.mjs').Scope} Scope
 * @typedef {import('./evaluate.mjs').Choices} Choices
 */

/** @type {Readonly<Record<string, string>>} */
const marks = { strong: 'b', faint: 'i', plain: '' };

/** @param {ts.Expression} node */
const isRun = (node) =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && marks[node.expression.text] !== undefined;

/** The parts of a paragraph that begins here; null: none does. @param {ts.Node} node @returns {readonly ts.Expression[] | null} */
export const partsOfParagraph = (node) => {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'say')
    return node.arguments.length > 2 ? node.arguments.slice(1) : null;
  if (
    ts.isArrayLiteralExpression(node) &&
    node.elements.length > 1 &&
    node.elements.some((each) => isRun(unwrap(each)))
  )
    return node.elements;
  return null;
};

/**
 * Each way in which a paragraph can read, marks as `<b>`; a run that is no text is a place.
 * @param {readonly ts.Expression[]} parts
 * @param {import('./evaluate.mjs').Evaluator} evaluator
 * @param {Scope} scope
 * @param {Choices} choices
 * @returns {Way[]}
 */
export const waysOfRuns = (parts, evaluator, scope, choices) => {
  /** @type {Way[]} */
  let all = [{ pieces: [], choices }];
  for (const part of parts) {
    const next = all.flatMap((before) =>
      waysOfRun(part, evaluator, scope, before.choices).map((after) => ({
        pieces: [...before.pieces, ...after.pieces],
        choices: after.choices,
      })),
    );
    all = next.length <= 16 ? next : all.map((before) => ({ ...before, pieces: [...before.pieces, cut] }));
  }
  return all;
};

/** Where nobody knows how it goes on. */
const cut = { text: '\u0001' };

/** @param {ts.Expression} part @param {import('./evaluate.mjs').Evaluator} evaluator @param {Scope} scope @param {Choices} choices @returns {Way[]} */
const waysOfRun = (part, evaluator, scope, choices) => {
  if (ts.isSpreadElement(part)) {
    const inner = unwrap(part.expression);
    if (ts.isConditionalExpression(inner)) {
      const arrays = [unwrap(inner.whenTrue), unwrap(inner.whenFalse)];
      if (arrays.every((each) => ts.isArrayLiteralExpression(each)))
        return arrays.flatMap((each) =>
          ts.isArrayLiteralExpression(each) ? waysOfRuns(each.elements, evaluator, scope, choices) : [],
        );
    }
    const made = ts.isCallExpression(inner) ? evaluator.flow.functionOf(inner.expression) : null;
    const returns =
      made === null
        ? []
        : evaluator.flow
            .returnsOf(made)
            .map(unwrap)
            .filter(ts.isArrayLiteralExpression)
            .filter(({ elements }) => elements.length > 0);
    if (returns.length === 0) return [{ pieces: [cut], choices }];
    for (const each of returns) evaluator.inlined.add(each);
    return returns.flatMap((each) => waysOfRuns(each.elements, evaluator, scope, choices));
  }
  const node = unwrap(part);
  if (isRun(node) && ts.isCallExpression(node) && node.arguments[0] !== undefined) {
    const mark = marks[node.expression.getText()] ?? '';
    return evaluator
      .ways(node.arguments[0], scope, choices)
      .map((way) =>
        mark === ''
          ? way
          : { ...way, pieces: [{ text: `<${mark}>` }, ...way.pieces, { text: `</${mark}>` }] },
      );
  }
  if (evaluator.isText(node)) return evaluator.ways(node, scope, choices);
  return [{ pieces: [{ place: node.getText(), name: 'mark', holds: '' }], choices }];
};
