// Counts, in a source file, which branches are gone through: for the fuzzer, which keeps inputs that lead somewhere new.
import ts from 'typescript';

/** The array of counters, by its name in the global scope. */
export const counters = 'gatecheckEdges';

const joining = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** @typedef {{ at: number, text: string }} Piece */

/**
 * The source with a counter at each function, branch, loop, case and joined condition.
 *
 * @param {string} file
 * @param {string} source
 * @param {() => number} nextEdge
 * @returns {string}
 */
export const instrument = (file, source, nextEdge) => {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  /** @type {Piece[]} */
  const starts = [];
  /** @type {Piece[]} */
  const ends = [];
  const count = () => `${counters}[${nextEdge()}]++`;

  const visit = (/** @type {ts.Node} */ node) => {
    // What a node ends with stands behind what its parts end with.
    /** @type {Piece[]} */
    const own = [];
    const wrap = (/** @type {ts.Node} */ part, /** @type {string} */ open, /** @type {string} */ close) => {
      starts.push({ at: part.getStart(tree), text: open });
      own.push({ at: part.getEnd(), text: close });
    };
    const expression = (/** @type {ts.Node} */ part) => wrap(part, `(${count()},`, ')');
    const statement = (/** @type {ts.Statement} */ part) => {
      if (!ts.isBlock(part)) wrap(part, `{${count()};`, '}');
    };
    if (ts.isBlock(node)) starts.push({ at: node.getStart(tree) + 1, text: `${count()};` });
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) expression(node.body);
    else if (ts.isIfStatement(node)) {
      statement(node.thenStatement);
      if (node.elseStatement === undefined) own.push({ at: node.getEnd(), text: `else{${count()}}` });
      else if (!ts.isIfStatement(node.elseStatement)) statement(node.elseStatement);
    } else if (ts.isIterationStatement(node, false)) statement(node.statement);
    else if (ts.isConditionalExpression(node)) {
      expression(node.whenTrue);
      expression(node.whenFalse);
    } else if (ts.isBinaryExpression(node) && joining.has(node.operatorToken.kind)) expression(node.right);
    else if (ts.isCaseOrDefaultClause(node) && node.statements[0] !== undefined)
      starts.push({ at: node.statements[0].getStart(tree), text: `${count()};` });
    ts.forEachChild(node, visit);
    ends.push(...own);
  };
  visit(tree);

  const pieces = [
    ...ends.map((piece, order) => ({ ...piece, rank: 0, order })),
    ...starts.map((piece, order) => ({ ...piece, rank: 1, order })),
  ].sort((a, b) => a.at - b.at || a.rank - b.rank || a.order - b.order);
  let out = '';
  let from = 0;
  for (const { at, text } of pieces) {
    out += source.slice(from, at) + text;
    from = at;
  }
  return out + source.slice(from);
};
