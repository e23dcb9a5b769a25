import ts from 'typescript';
import { unwrap } from './expressions.mjs';

/** Which expressions a name can stand for, over all files of a program. */
export class Flow {
  /** @param {ts.TypeChecker} checker @param {readonly ts.SourceFile[]} files */
  constructor(checker, files) {
    this.checker = checker;
    /** @type {Map<ts.Symbol, ts.Expression[]>} */
    this.assigned = new Map();
    for (const file of files) this.#read(file);
  }

  /** @param {ts.Node} node @returns {ts.Symbol | undefined} */
  symbolOf(node) {
    const symbol =
      ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
        ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
        : this.checker.getSymbolAtLocation(node);
    if (symbol === undefined) return undefined;
    return (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** @param {ts.Symbol | undefined} symbol @returns {readonly ts.Expression[]} */
  assignedTo(symbol) {
    if (symbol === undefined) return [];
    const declaration = symbol.valueDeclaration;
    // `const { aside } = scene`: the property.
    if (
      declaration !== undefined &&
      ts.isBindingElement(declaration) &&
      ts.isObjectBindingPattern(declaration.parent)
    ) {
      const type = this.checker.getTypeAtLocation(declaration.parent);
      const name = (declaration.propertyName ?? declaration.name).getText();
      const property = this.checker.getPropertyOfType(type, name);
      return property === undefined ? [] : (this.assigned.get(property) ?? []);
    }
    return this.assigned.get(symbol) ?? [];
  }

  /** The function that is called, if it is ours and has a body. @param {ts.Expression} called @returns {ts.FunctionDeclaration | ts.ArrowFunction | null} */
  functionOf(called) {
    const node = unwrap(called);
    if (!ts.isIdentifier(node)) return null;
    const declaration = this.symbolOf(node)?.valueDeclaration;
    if (declaration === undefined) return null;
    if (ts.isFunctionDeclaration(declaration) && declaration.body !== undefined) return declaration;
    if (ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined) {
      const made = unwrap(declaration.initializer);
      if (ts.isArrowFunction(made)) return made;
    }
    return null;
  }

  /** @param {ts.FunctionDeclaration | ts.ArrowFunction} made @returns {ts.Expression[]} */
  returnsOf(made) {
    const { body } = made;
    if (body === undefined) return [];
    if (!ts.isBlock(body)) return [body];
    /** @type {ts.Expression[]} */
    const returns = [];
    /** @param {ts.Node} node */
    const visit = (node) => {
      if (ts.isFunctionLike(node)) return;
      if (ts.isReturnStatement(node) && node.expression !== undefined) returns.push(node.expression);
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(body, visit);
    return returns;
  }

  /** The object literal that a constant stands for. @param {ts.Expression} whole @returns {ts.ObjectLiteralExpression | null} */
  objectOf(whole) {
    const node = unwrap(whole);
    if (ts.isObjectLiteralExpression(node)) return node;
    if (!ts.isIdentifier(node)) return null;
    const declaration = this.symbolOf(node)?.valueDeclaration;
    if (
      declaration === undefined ||
      !ts.isVariableDeclaration(declaration) ||
      declaration.initializer === undefined
    )
      return null;
    const made = unwrap(declaration.initializer);
    return ts.isObjectLiteralExpression(made) ? made : null;
  }

  /** The texts of a constant list. @param {ts.Expression} whole @returns {readonly ts.Expression[]} */
  elementsOf(whole) {
    const node = unwrap(whole);
    const declaration = ts.isIdentifier(node) ? this.symbolOf(node)?.valueDeclaration : undefined;
    if (
      declaration === undefined ||
      !ts.isVariableDeclaration(declaration) ||
      declaration.initializer === undefined
    )
      return [];
    const made = unwrap(declaration.initializer);
    return ts.isArrayLiteralExpression(made) ? made.elements.filter((each) => ts.isStringLiteral(each)) : [];
  }

  /** @param {ts.SourceFile} file */
  #read(file) {
    /** @param {ts.Symbol | undefined} symbol @param {ts.Expression} expression */
    const note = (symbol, expression) => {
      if (symbol === undefined) return;
      const known = this.assigned.get(symbol);
      if (known === undefined) this.assigned.set(symbol, [expression]);
      else known.push(expression);
    };
    /** @param {ts.Node} node */
    const visit = (node) => {
      if (ts.isObjectLiteralExpression(node)) {
        const type = this.checker.getContextualType(node);
        const parts = type === undefined ? [] : type.isUnion() ? type.types : [type];
        for (const property of node.properties) {
          const value = ts.isPropertyAssignment(property)
            ? property.initializer
            : ts.isShorthandPropertyAssignment(property)
              ? property.name
              : null;
          if (value === null || property.name === undefined) continue;
          const name = property.name.getText().replace(/^['"]|['"]$/g, '');
          note(this.symbolOf(property.name), value);
          for (const part of parts) note(this.checker.getPropertyOfType(part, name), value);
          if (type !== undefined) note(this.checker.getPropertyOfType(type, name), value);
        }
      }
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const declaration = this.checker.getResolvedSignature(node)?.declaration;
        if (declaration !== undefined && !ts.isJSDocSignature(declaration))
          declaration.parameters.forEach((parameter, index) => {
            const argument = node.arguments?.[index];
            if (argument !== undefined && ts.isIdentifier(parameter.name) && !ts.isSpreadElement(argument))
              note(this.symbolOf(parameter.name), argument);
          });
      }
      if (
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        (ts.isIdentifier(node.left) || ts.isPropertyAccessExpression(node.left))
      )
        note(this.symbolOf(ts.isIdentifier(node.left) ? node.left : node.left.name), node.right);
      if (ts.isVariableDeclaration(node) && node.initializer !== undefined && ts.isIdentifier(node.name))
        note(this.symbolOf(node.name), node.initializer);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
}
