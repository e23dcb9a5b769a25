import type { z } from 'zod';
import { meantHint } from './did-you-mean.ts';
import type { Finding } from './result.ts';

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** Longer ones are no slip of the pen. */
const longestKey = 100;

/** `nodes[0].lan.address`; keys that are no plain words stand in brackets and quotes. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const whole = String(part);
    const key = whole.length > longestKey ? `${whole.slice(0, longestKey)}...` : whole;
    if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'boolean':
      return String(value);
    default:
      return 'an object';
  }
}

const expectedWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

function quoted(value: unknown): string {
  // An object's own words for itself are never asked: a file may hold one with a key "toString".
  if (typeof value === 'object' && value !== null) return kindOf(value);
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}..."` : text;
}

function sizeSentence(issue: Issue & { code: 'too_small' | 'too_big' }, value: unknown): string {
  const small = issue.code === 'too_small';
  const bound = small ? Number(issue.minimum) : Number(issue.maximum);
  const word = small ? 'lowest' : 'highest';
  if (typeof value === 'number') return `${value} is too ${small ? 'low' : 'high'}; ${bound} is the ${word}.`;
  if (typeof value === 'string') {
    return small && bound === 1
      ? 'It is empty.'
      : `It has ${value.length} characters; ${bound} is the ${word} number.`;
  }
  if (Array.isArray(value)) {
    return small && bound === 1
      ? 'The list is empty; it needs at least one.'
      : `The list has ${value.length} entries; ${bound} is the ${word} number.`;
  }
  return issue.message;
}

/** Our own messages end in a full stop; zod's own do not. */
function ownMessage(issue: Issue): string | null {
  return issue.message.endsWith('.') ? issue.message : null;
}

function sentence(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type': {
      if (value === undefined) return 'It is missing.';
      return `Expected ${expectedWords[issue.expected] ?? issue.expected}, found ${kindOf(value)}.`;
    }
    case 'invalid_value': {
      if (value === undefined) return 'It is missing.';
      const words = issue.values.map(String);
      const hint = typeof value === 'string' ? meantHint(value, words) : '';
      if (words.length === 1) return `${quoted(value)} is not ${words[0] ?? ''}.`;
      return `${quoted(value)} is none of ${words.join(', ')}${hint === '' ? '.' : hint}`;
    }
    case 'too_small':
    case 'too_big':
      return ownMessage(issue) ?? sizeSentence(issue, value);
    case 'invalid_format':
      return ownMessage(issue) ?? `${quoted(value)} is not written as it should be.`;
    case 'not_multiple_of':
      return `${quoted(value)} is no whole number.`;
    default:
      return ownMessage(issue) ?? `${issue.message}.`;
  }
}

/** Keys that an object schema knows; looked up behind wrappers such as optional and default. */
export function knownKeys(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const def = (schema as { _zod?: { def?: Record<string, unknown> } })._zod?.def ?? {};
  if (typeof def['shape'] === 'object' && def['shape'] !== null) return Object.keys(def['shape']);
  if (def['innerType'] !== undefined) return knownKeys(def['innerType']);
  if (Array.isArray(def['options'])) return def['options'].flatMap(knownKeys);
  return [];
}

function childSchemas(schema: unknown, part: PropertyKey): unknown[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const def = (schema as { _zod?: { def?: Record<string, unknown> } })._zod?.def ?? {};
  if (typeof def['shape'] === 'object' && def['shape'] !== null) {
    return [(def['shape'] as Record<PropertyKey, unknown>)[part]];
  }
  if (def['type'] === 'array') return [def['element']];
  if (def['type'] === 'record') return [def['valueType']];
  if (def['innerType'] !== undefined) return childSchemas(def['innerType'], part);
  if (Array.isArray(def['options'])) return def['options'].flatMap((option) => childSchemas(option, part));
  return [];
}

function keysAt(schema: unknown, path: Path): string[] {
  let schemas: unknown[] = [schema];
  for (const part of path) schemas = schemas.flatMap((one) => childSchemas(one, part));
  return schemas.flatMap(knownKeys);
}

const secretWords = /pass(word|wd|phrase)?$|secret|community|private.?key|token/i;

function unknownKey(key: string, known: readonly string[]): string {
  if (secretWords.test(key)) {
    return 'Unknown key. Passwords, passphrases and communities are never in this file; they are asked for when needed.';
  }
  const hint = meantHint(key, known);
  return hint === '' ? 'Unknown key.' : `Unknown key${hint}`;
}

/** Of the branches of a union the one that came furthest: the others are about another kind of value. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const rank = (issues: readonly Issue[]): number =>
    issues.some(
      (issue) => issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value'),
    )
      ? 1
      : 0;
  return [...branches].sort((a, b) => rank(a) - rank(b))[0] ?? [];
}

function fromIssue(issue: Issue, prefix: Path, root: unknown, schema: unknown): Finding[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({ path: formatPath([...path, key]), message: unknownKey(key, known) }));
  }
  if (issue.code === 'invalid_union') {
    const value = valueAt(root, path);
    if (value === undefined) return [{ path: formatPath(path), message: 'It is missing.' }];
    const branch = nearestBranch(issue.errors);
    if (branch.length > 0) return branch.flatMap((inner) => fromIssue(inner, path, root, schema));
    return [{ path: formatPath(path), message: `${kindOf(value)} does not fit here.` }];
  }
  if (issue.code === 'invalid_key') {
    const inner = issue.issues.flatMap((one) => sentence(one, issue.path.at(-1)));
    return [{ path: formatPath(path), message: inner[0] ?? 'This key is not allowed.' }];
  }
  return [{ path: formatPath(path), message: sentence(issue, valueAt(root, path)) }];
}

/**
 * What zod refused, as plain sentences with their place.
 *
 * @param input the value that was parsed, for the words of the message
 * @param schema the schema that refused it, for hints on unknown keys
 */
export function findingsOf(error: z.ZodError, input: unknown, schema: z.ZodType): Finding[] {
  const findings = error.issues.flatMap((issue) => fromIssue(issue, [], input, schema));
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = `${finding.path} ${finding.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** One line for people: `nodes[0].lan.address: It is missing.` */
export function formatFinding(finding: Finding): string {
  const text = finding.cure === undefined ? finding.message : `${finding.message} ${finding.cure}`;
  return finding.path === '' ? text : `${finding.path}: ${text}`;
}
