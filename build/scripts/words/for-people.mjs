import ts from 'typescript';

/** @typedef {import('./evaluate.mjs').Pieces} Pieces */

/** Where people's sentences are made. */
const folders =
  /^(?:shared\/(?:lib|site|rules|plan|probes|results|verdicts|report|documents)\/|electron\/(?:usecases|ssh|store|signing|forms|engines)\/|electron\/xlsx\/(?:read-x|unzip|xlsx-error))/;
/** Machine formats, and scripts that run on a node. */
const notThere =
  /^shared\/documents\/(?:firewall|readiness-report|active)\/|^shared\/documents\/report-outputs\/(?!hand-off|settled|ruled)|json-schemas|-script\.ts$|\/versions\//;

/** @param {string} file */
export const isWhere = (file) => folders.test(file) && !notThere.test(file);

/** Calls that take no text for people. */
const machine = new Set([
  'includes',
  'startsWith',
  'endsWith',
  'split',
  'indexOf',
  'lastIndexOf',
  'has',
  'get',
  'delete',
  'test',
  'match',
  'matchAll',
  'replace',
  'replaceAll',
  'padEnd',
  'padStart',
  'describe',
  'meta',
  'createHash',
  'localeCompare',
  'getAttribute',
  'literal',
  'enum',
  'discriminatedUnion',
  'regex',
  'on',
  'once',
  'off',
  'emit',
  'execFile',
  'spawn',
]);
/** Errors that mean a bug. */
const bugs = new Set(['Error', 'TypeError', 'RangeError']);

/** Does an expression stand where a text for people can stand? @param {ts.Node} node */
export const standsForPeople = (node) => {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    if (
      kind !== ts.SyntaxKind.EqualsToken &&
      kind !== ts.SyntaxKind.QuestionQuestionToken &&
      kind !== ts.SyntaxKind.BarBarToken &&
      kind !== ts.SyntaxKind.PlusEqualsToken
    )
      return false;
  }
  if (
    ts.isElementAccessExpression(parent) ||
    ts.isCaseClause(parent) ||
    ts.isPropertyAccessExpression(parent)
  )
    return false;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return false;
  if (ts.isNewExpression(parent) && bugs.has(parent.expression.getText())) return false;
  if (ts.isCallExpression(parent)) {
    const called = parent.expression;
    const name = ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
    if (machine.has(name)) return false;
  }
  return true;
};

/** Stands for a value. */
const place = '◊';

/** @param {Pieces} pieces */
const bare = (pieces) =>
  pieces.map((piece) => ('text' in piece ? piece.text : 'forms' in piece ? piece.forms[1] : place)).join('');

const label = /^[A-Z][A-Za-z]+(?:[ ,/-].*)?\.?$/;
const documents =
  /^shared\/documents\/(?:change-request|tables|mail-text|markdown|answer|words|request-formats)/;

/**
 * A sentence or a label: two words at least that the code itself says, or one in a document's cell.
 * @param {Pieces} pieces @param {ts.Node} node @param {string} file
 */
export const isForPeople = (pieces, node, file) => {
  const text = bare(pieces);
  const words = text.replaceAll(place, ' ').match(/(?<![\w.-])[A-Za-z’'][a-z’']+(?![\w.-]*[\w-])/g) ?? [];
  // Certificates and patterns.
  if (/[A-Za-z0-9+/]{80}|\(\?:|^\^|^\/[a-z]+\/[a-z/]+$/.test(text)) return false;
  if (words.length === 0)
    // `{label~}, {role~}`: words of ours side by side.
    return (
      documents.test(file) &&
      /(?<!\w)◊, /.test(text) &&
      pieces.some((piece) => 'place' in piece && piece.ours === true)
    );
  if (/;(?! [a-z0-9◊])|[=<>\\]|\n|--|&&|\$\(|\/\^|::/.test(text) && !/[.?]$/.test(text)) return false;
  if (words.length === 1 && documents.test(file))
    return text.includes(place)
      ? text.includes(' ')
      : label.test(text) && !ts.isBinaryExpression(node.parent);
  return (
    words.length >= 2 ||
    (words.length === 1 && text.includes(place) && text.includes(' ') && /^[A-Z“◊].*[.?”]?$/.test(text))
  );
};

/**
 * What is left of a template beside its places: is it words? Those that only join values would fit anything.
 * @param {string} template
 */
export const isTemplateForPeople = (template) => {
  const own = template.replace(/\{[^{}]*\}|<[^>]*>/g, ' ');
  const joins = own.replace(/(?<![A-Za-z])(?:and|or|of|to|in|at|by|from|for|a|the)(?![A-Za-z])/g, '');
  return (
    /[A-Za-z]{2}/.test(joins) ||
    (/\.$/.test(template) && /[A-Za-z]{2}/.test(own)) ||
    (/[A-Za-z]{2}/.test(own) && !/\{[A-Za-z0-9]+[~^,.]?\}/.test(template)) ||
    /\?[^{}]*\}/.test(template)
  );
};

/** @param {string} file */
export const isDocument = (file) => documents.test(file);

/** Places that hold paths, codes of protocols and names of tools: they are the same in every language. */
const codes =
  /^(?:path|extension|errorNames|statusNames|toolNames|resultNames|kindEndings|errno|email|realm|controlIdOf|word|placeIn|about|interface|algorithm|fixed|sheet|control|rule|id|before|group|explanation|message|says|portOf|title|wrong|failure|tip|shown|name|now|nonce|siteName|site|nameOf|writtenValue|origin|partyName|hint|part|lost|means|sentence|kind|plural|singular|whyFirst)$/;

/** Part of a sentence that stands in a place of it. @param {Pieces} pieces @param {string} name */
export const isPhrase = (pieces, name) => {
  if (codes.test(name)) return false;
  const text = bare(pieces);
  // Whole sentences are texts of their own, and found as such.
  if (/\.$/.test(text)) return false;
  if (/[_<>=\\\n]|(?<!◊)\/|\w\.\w|\]\./.test(text)) return false;
  return (
    /(?<![A-Za-z0-9-])[A-Za-z][a-z]+/.test(text) ||
    (/[^◊]/.test(text) && pieces.some((piece) => 'place' in piece && piece.ours === true)) ||
    /^◊\/◊$/.test(text)
  );
};
