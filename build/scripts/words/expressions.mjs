import ts from 'typescript';

/** Without parentheses and claims about its type. @param {ts.Expression} node @returns {ts.Expression} */
export const unwrap = (node) =>
  ts.isParenthesizedExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isNonNullExpression(node)
    ? unwrap(node.expression)
    : node;

/** Words that say nothing about a value. */
const dull = new Set([
  'length',
  'size',
  'toUpperCase',
  'toLowerCase',
  'trim',
  'slice',
  'toString',
  'toFixed',
  'join',
  'map',
  'filter',
  'at',
  'flatMap',
  'replaceAll',
  'replace',
  'sort',
  'formatIp',
  'count',
  'listed',
  'ranges',
  'String',
  'quoted',
  'JSON',
  'stringify',
  'Math',
  'round',
  'ceil',
  'split',
  'padEnd',
  'padStart',
  'unique',
  'dateOf',
  'utcTime',
  'given',
  'Object',
  'keys',
  'values',
]);

/** What a value may be called: the last name in its expression that says something. @param {ts.Expression} whole @returns {string} */
export const nameOf = (whole) => {
  const node = unwrap(whole);
  /** @type {string[]} */
  const names = [];
  /** @param {ts.Node} at */
  const visit = (at) => {
    if (ts.isArrowFunction(at) || ts.isFunctionExpression(at)) return;
    if (ts.isIdentifier(at)) {
      if (!dull.has(at.text)) names.push(at.text);
      return;
    }
    if (ts.isConditionalExpression(at)) {
      visit(at.whenTrue);
      visit(at.whenFalse);
      return;
    }
    if (ts.isElementAccessExpression(at)) {
      visit(at.expression);
      if (ts.isStringLiteralLike(at.argumentExpression) && /^[A-Za-z]\w*$/.test(at.argumentExpression.text))
        names.push(at.argumentExpression.text);
      return;
    }
    if (ts.isCallExpression(at) && ts.isIdentifier(unwrap(at.expression))) {
      // A function of ours is called for what it gives.
      const name = /** @type {ts.Identifier} */ (unwrap(at.expression)).text;
      if (!dull.has(name)) {
        names.push(name);
        return;
      }
    }
    ts.forEachChild(at, visit);
  };
  visit(node);
  const name = (names.at(-1) ?? 'value').replace(/[^A-Za-z0-9]/g, '').replace(/^\d+/, '');
  const plain = name
    .replace(/^(?:get|format|describe|show)(?=[A-Z])/, '')
    .replace(/(?:Text|Word|Words|Sentence)$/, '');
  const kept = plain === '' ? 'value' : plain;
  return kept.slice(0, 1).toLowerCase() + kept.slice(1);
};

/**
 * A condition by which equal ones are known; `whenTrue`: the answer that takes the first branch.
 * @param {ts.Expression} whole
 * @param {{ key: (node: ts.Expression, scope: import('./evaluate.mjs').Scope) => string }} evaluator
 * @param {import('./evaluate.mjs').Scope} scope
 * @returns {{ key: string, whenTrue: boolean }}
 */
export const conditionOf = (whole, evaluator, scope) => {
  const node = unwrap(whole);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = conditionOf(node.operand, evaluator, scope);
    return { key: inner.key, whenTrue: !inner.whenTrue };
  }
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.getText();
    if (operator === '===' || operator === '!==')
      return {
        key: `${evaluator.key(node.left, scope)} === ${evaluator.key(node.right, scope)}`,
        whenTrue: operator === '===',
      };
  }
  return { key: evaluator.key(node, scope), whenTrue: true };
};

/**
 * Where a value comes from: what is assigned to a property of this name and type, or given for a parameter.
 * @param {ts.Expression} whole
 * @param {import('./flow.mjs').Flow} flow
 * @returns {readonly ts.Expression[]}
 */
export const sourcesOf = (whole, flow) => {
  const node = unwrap(whole);
  if (ts.isPropertyAccessExpression(node)) return flow.assignedTo(flow.symbolOf(node.name));
  if (ts.isIdentifier(node)) return flow.assignedTo(flow.symbolOf(node));
  return [];
};
