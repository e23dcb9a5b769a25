import ts from 'typescript';
import { conditionOf, nameOf, sourcesOf, unwrap } from './expressions.mjs';

/**
 * A text as the code makes it: literals, and places where a value stands.
 * @typedef {{ text: string }} Literal
 * @typedef {{ place: string, name: string, holds: '' | '#' | '^' | '~' | ',', ours?: true }} Place `place`: the expression, by which equal ones are known; `ours`: it holds words of ours
 * @typedef {{ of: string, forms: readonly [string, string] }} Forms a word by the number at `of`: for one, for others
 * @typedef {(Literal | Place | Forms)[]} Pieces
 * @typedef {ReadonlyMap<string, boolean>} Choices condition to its answer
 * @typedef {{ pieces: Pieces, choices: Choices }} Way
 * @typedef {{ bound: ReadonlyMap<ts.Symbol, { expression: ts.Expression, scope: Scope }>, depth: number }} Scope what the parameters stand for
 */

/** More ways to say one sentence than a translator should see: the part with the ways becomes a place of its own. */
const mostWays = 12;
const mostDepth = 6;

export class Evaluator {
  /** @param {ts.TypeChecker} checker @param {import('./flow.mjs').Flow} flow */
  constructor(checker, flow) {
    this.checker = checker;
    this.flow = flow;
    /** Phrases by the name of the places in which they stand. @type {Map<string, Map<string, Pieces>>} */
    this.phrases = new Map();
    /** Expressions whose text stands inside another's. @type {Set<ts.Node>} */
    this.inlined = new Set();
    /** @type {Set<ts.Node>} */
    this.open = new Set();
  }

  /** @param {ts.Expression} expression @returns {Pieces[]} */
  texts(expression) {
    return this.ways(expression, { bound: new Map(), depth: 0 }, new Map()).map(settled);
  }

  /**
   * Each way in which an expression can read.
   * @param {ts.Expression} whole @param {Scope} scope @param {Choices} choices @returns {Way[]}
   */
  ways(whole, scope, choices) {
    const node = unwrap(whole);
    if (ts.isStringLiteralLike(node)) return [{ pieces: [{ text: node.text }], choices }];
    if (ts.isNumericLiteral(node)) return [{ pieces: [{ text: node.text }], choices }];
    if (ts.isTemplateExpression(node)) {
      /** @type {ts.Expression[]} */
      const parts = [];
      /** @type {(string | ts.Expression)[]} */
      const inTurn = [node.head.text];
      for (const span of node.templateSpans) {
        parts.push(span.expression);
        inTurn.push(span.expression, span.literal.text);
      }
      return this.product(inTurn, scope, choices);
    }
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
      this.isText(node)
    )
      return this.product([node.left, node.right], scope, choices);
    if (ts.isConditionalExpression(node)) {
      const condition = conditionOf(node.condition, this, scope);
      const forms = this.forms(node, condition, scope);
      if (forms !== null) return [{ pieces: [forms], choices }];
      const known = choices.get(condition.key);
      const answers = known === undefined ? [true, false] : [known];
      return answers.flatMap((answer) =>
        this.ways(
          answer === condition.whenTrue ? node.whenTrue : node.whenFalse,
          scope,
          new Map(choices).set(condition.key, answer),
        ),
      );
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
      const right = unwrap(node.right);
      if (ts.isNumericLiteral(right)) return [{ pieces: [this.place(node, scope)], choices }];
      if (ts.isStringLiteralLike(right) && right.text === '') return this.ways(node.left, scope, choices);
      return [...this.ways(node.left, scope, choices), ...this.ways(node.right, scope, choices)];
    }
    if (ts.isIdentifier(node)) return this.identifier(node, scope, choices);
    if (ts.isCallExpression(node)) return this.call(node, scope, choices);
    if (ts.isElementAccessExpression(node)) return this.lookup(node, scope, choices);
    return [{ pieces: [this.place(node, scope)], choices }];
  }

  /** `n === 1 ? 'line' : 'lines'` @param {ts.ConditionalExpression} node @param {{ key: string, whenTrue: boolean }} condition @param {Scope} scope @returns {import('./evaluate.mjs').Forms | null} */
  forms(node, condition, scope) {
    if (!condition.key.endsWith(' === 1')) return null;
    const [yes, no] = [node.whenTrue, node.whenFalse].map((branch) => {
      const [way, ...others] = this.ways(branch, scope, new Map());
      return others.length === 0 && way !== undefined && way.pieces.every((piece) => 'text' in piece)
        ? way.pieces.map((piece) => ('text' in piece ? piece.text : '')).join('')
        : null;
    });
    if (typeof yes !== 'string' || typeof no !== 'string') return null;
    return { of: condition.key.slice(0, -6), forms: condition.whenTrue ? [yes, no] : [no, yes] };
  }

  /** @param {readonly (string | ts.Expression)[]} parts @param {Scope} scope @param {Choices} choices @returns {Way[]} */
  product(parts, scope, choices) {
    /** @type {Way[]} */
    let all = [{ pieces: [], choices }];
    for (const part of parts) {
      /** @type {Way[]} */
      const next = [];
      for (const before of all) {
        const after =
          typeof part === 'string'
            ? [{ pieces: part === '' ? [] : [{ text: part }], choices: before.choices }]
            : this.ways(part, scope, before.choices);
        for (const way of after)
          next.push({ pieces: [...before.pieces, ...way.pieces], choices: way.choices });
      }
      all =
        next.length <= mostWays || typeof part === 'string'
          ? next
          : all.map((before) => ({
              pieces: [...before.pieces, this.asPhrase(part, scope)],
              choices: before.choices,
            }));
    }
    return all;
  }

  /** @param {ts.Identifier} node @param {Scope} scope @param {Choices} choices @returns {Way[]} */
  identifier(node, scope, choices) {
    const symbol = this.flow.symbolOf(node);
    const bound = symbol === undefined ? undefined : scope.bound.get(symbol);
    if (bound !== undefined) return this.ways(bound.expression, bound.scope, choices);
    const declaration = symbol?.valueDeclaration;
    if (
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer !== undefined &&
      (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0 &&
      ts.isIdentifier(declaration.name) &&
      scope.depth < mostDepth &&
      !this.open.has(declaration) &&
      this.isText(node)
    ) {
      this.open.add(declaration);
      const ways = this.ways(declaration.initializer, scope, choices);
      this.open.delete(declaration);
      if (ways.length <= mostWays && ways.some(({ pieces }) => hasWords(pieces))) {
        this.inlined.add(unwrap(declaration.initializer));
        return ways;
      }
    }
    return [{ pieces: [this.place(node, scope)], choices }];
  }

  /** @param {ts.CallExpression} node @param {Scope} scope @param {Choices} choices @returns {Way[]} */
  call(node, scope, choices) {
    const { expression } = node;
    if (isJoin(node)) return [{ pieces: [this.place(node, scope)], choices }];
    if (ts.isPropertyAccessExpression(expression)) {
      const method = expression.name.text;
      if (method === 'toUpperCase' || method === 'toLowerCase') {
        const ways = this.ways(expression.expression, scope, choices);
        if (ways.every(({ pieces }) => pieces.every((piece) => 'text' in piece)))
          return ways.map((way) => ({
            ...way,
            pieces: way.pieces.map((piece) => ('text' in piece ? { text: piece.text[method]() } : piece)),
          }));
      }
      if (method === 'replace' || method === 'trim') {
        const ways = this.ways(expression.expression, scope, choices);
        if (ways.some(({ pieces }) => hasWords(pieces))) return ways;
      }
      return [{ pieces: [this.place(node, scope)], choices }];
    }
    const made = this.flow.functionOf(expression);
    if (made !== null && scope.depth < mostDepth && !this.open.has(made) && this.isText(node)) {
      const returns = this.flow.returnsOf(made);
      if (returns.length > 0 && returns.length <= mostWays) {
        this.open.add(made);
        const bound = new Map(scope.bound);
        made.parameters.forEach((parameter, index) => {
          const symbol = ts.isIdentifier(parameter.name) ? this.flow.symbolOf(parameter.name) : undefined;
          const argument = node.arguments[index];
          if (symbol === undefined) return;
          if (argument !== undefined) bound.set(symbol, { expression: argument, scope });
          else if (parameter.initializer !== undefined)
            bound.set(symbol, {
              expression: parameter.initializer,
              scope: { bound, depth: scope.depth + 1 },
            });
        });
        const inner = { bound, depth: scope.depth + 1 };
        const ways = returns.flatMap((each) => this.ways(each, inner, choices));
        this.open.delete(made);
        if (ways.some(({ pieces }) => hasWords(pieces))) {
          for (const each of returns) this.inlined.add(unwrap(each));
          if (returns.length === 1 && ways.length <= mostWays) return ways;
          return [{ pieces: [this.keep(nameOf(node), ways, this.key(node, scope))], choices }];
        }
      }
    }
    return [{ pieces: [this.place(node, scope)], choices }];
  }

  /** `words[state]`: one of an object's texts. @param {ts.ElementAccessExpression} node @param {Scope} scope @param {Choices} choices @returns {Way[]} */
  lookup(node, scope, choices) {
    const object = this.flow.objectOf(node.expression);
    const elements = this.flow.elementsOf(node.expression);
    if ((object !== null || elements.length > 0) && this.isText(node)) {
      const ways = [
        ...elements,
        ...(object?.properties ?? []).flatMap((property) =>
          ts.isPropertyAssignment(property) ? [property.initializer] : [],
        ),
      ].flatMap((each) => this.ways(each, scope, new Map()));
      if (ways.some(({ pieces }) => hasWords(pieces)))
        return [{ pieces: [this.keep(nameOf(node.expression), ways, this.key(node, scope))], choices }];
    }
    return [{ pieces: [this.place(node, scope)], choices }];
  }

  /** A part with too many ways, as a place for them. @param {ts.Expression} node @param {Scope} scope @returns {Place} */
  asPhrase(node, scope) {
    return this.keep(nameOf(node), this.ways(node, scope, new Map()), this.key(node, scope));
  }

  /** @param {string} name @param {readonly Way[]} ways @param {string} place @returns {Place} */
  keep(name, ways, place) {
    /** @type {Map<string, Pieces>} */
    const phrases = this.phrases.get(name) ?? new Map();
    for (const way of ways) {
      const pieces = settled(way);
      if (hasWords(pieces) || pieces.length > 2) phrases.set(JSON.stringify(pieces), pieces);
    }
    this.phrases.set(name, phrases);
    return { place, name, holds: '~', ours: true };
  }

  /** @param {ts.Expression} node @param {Scope} scope @returns {Place} */
  place(node, scope) {
    const name = nameOf(node);
    const place = this.key(node, scope);
    const type = this.checker.getNonNullableType(this.checker.getTypeAtLocation(node));
    if (isNumber(type)) return { place, name, holds: '#' };
    if (isJoin(node)) return { place, name, holds: ',' };
    if (type.isUnion() && type.types.every((each) => each.isStringLiteral())) {
      const isWords = type.types.some(
        (each) => each.isStringLiteral() && /^[A-Z][a-z]|[a-z] [a-z]/.test(each.value),
      );
      if (!states.test(name) && !isWords) return { place, name, holds: '^' };
      const ways = type.types.map((each) => ({
        pieces: [{ text: each.isStringLiteral() ? each.value : '' }],
        choices: new Map(),
      }));
      return this.keep(name, ways, place);
    }
    const sources = this.open.has(node) || scope.depth >= mostDepth ? [] : sourcesOf(node, this.flow);
    this.open.add(node);
    /** @type {Way[]} */
    const ways = sources.flatMap((each) =>
      this.open.has(each) ? [] : this.ways(each, { bound: new Map(), depth: scope.depth + 2 }, new Map()),
    );
    this.open.delete(node);
    if (ways.some(({ pieces }) => hasWords(pieces))) return this.keep(name, ways, place);
    return { place, name, holds: ours.test(name) || (name === 'name' && /^each\./.test(place)) ? '~' : '' };
  }

  /** An expression as text, with what its parameters stand for. @param {ts.Expression} node @param {Scope} scope @returns {string} */
  key(node, scope) {
    const plain = unwrap(node);
    if (ts.isIdentifier(plain)) {
      const symbol = this.flow.symbolOf(plain);
      const bound = symbol === undefined ? undefined : scope.bound.get(symbol);
      if (bound !== undefined) return this.key(bound.expression, bound.scope);
    }
    return plain.getText().replace(/\s+/g, ' ');
  }

  /** @param {ts.Expression} node */
  isText(node) {
    const type = this.checker.getNonNullableType(this.checker.getTypeAtLocation(node));
    return (
      (type.flags & ts.TypeFlags.StringLike) !== 0 ||
      (type.isUnion() && type.types.every((each) => (each.flags & ts.TypeFlags.StringLike) !== 0))
    );
  }
}

/** Values that are words of the catalogue, or of another part of ours, mostly. */
const ours =
  /^(?:titles?|singular|purpose|farName|why|what|says|message|missing|action|said|reason|outcome|unable|doubts?|unlooked|text)$/;

/** What a state is called on screen differs by language; a protocol does not. */
const states = /^(?:observation|verdict|readiness|level|mark|was|now|before|after|state)$/;

/** @param {ts.Type} type */
const isNumber = (type) =>
  (type.flags & ts.TypeFlags.NumberLike) !== 0 ||
  (type.isUnion() && type.types.every((each) => (each.flags & ts.TypeFlags.NumberLike) !== 0));

/** @param {ts.Expression} node */
const isJoin = (node) =>
  ts.isCallExpression(node) &&
  ((ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'join') ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'listed'));

/** Has it words of ours? @param {Pieces} pieces */
export const hasWords = (pieces) =>
  pieces.some((piece) =>
    'text' in piece ? /[A-Za-z]{2}/.test(piece.text) : 'forms' in piece || piece.ours === true,
  );

/** What is known to be one reads `1`: languages have a word form for it. @param {Way} way @returns {Pieces} */
export const settled = ({ pieces, choices }) =>
  pieces.map((piece) =>
    'place' in piece && piece.holds === '#' && choices.get(`${piece.place} === 1`) === true
      ? { text: '1' }
      : piece,
  );
