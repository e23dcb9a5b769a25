import { quotable } from './comment-lines.ts';
import type { FirewallRule } from './types.ts';

/** Terraform's language, as far as the dialects write it. */

/** A value as it stands in the file: quoted text, a number, an expression, a list of texts. */
export type HclValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'expression'; readonly expression: string }
  | { readonly kind: 'list'; readonly texts: readonly string[] };

/** A block inside another; an empty label list stands for none. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly values: readonly (readonly [name: string, value: HclValue])[];
  readonly blocks?: readonly HclBlock[];
}

export const text = (value: string): HclValue => ({ kind: 'text', text: value });
export const number = (value: number): HclValue => ({ kind: 'number', number: value });
export const expression = (value: string): HclValue => ({ kind: 'expression', expression: value });
export const list = (values: readonly string[]): HclValue => ({ kind: 'list', texts: values });

/** A text in quotes: no character of it ends the quotes or starts an interpolation. */
function quoted(value: string): string {
  if (/^[A-Za-z0-9 .:/_*-]*$/.test(value)) return `"${value}"`;
  const escaped = value
    .replace(/[^\x20-\x7e]/gu, '_')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{');
  return `"${escaped}"`;
}

function written(value: HclValue): string {
  switch (value.kind) {
    case 'text':
      return quoted(value.text);
    case 'number':
      return String(value.number);
    case 'expression':
      return value.expression;
    case 'list':
      return `[${value.texts.map(quoted).join(', ')}]`;
  }
}

/** The lines of a block, laid out as Terraform's own formatter does. */
export function blockLines({ type, labels, values, blocks = [] }: HclBlock): string[] {
  const widest = Math.max(0, ...values.map(([name]) => name.length));
  return [
    `${[type, ...labels.map(quoted)].join(' ')} {`,
    ...values.map(([name, value]) => `  ${name.padEnd(widest)} = ${written(value)}`),
    ...blocks.flatMap((block, index) => [
      ...(index > 0 || values.length > 0 ? [''] : []),
      ...blockLines(block).map((line) => (line === '' ? '' : `  ${line}`)),
    ]),
    '}',
  ];
}

/** A variable without a default: nothing can be applied before a person has given it. */
export function variable(name: string, type: 'string' | 'number', description: string): string[] {
  return blockLines({
    type: 'variable',
    labels: [name],
    values: [
      ['type', expression(type)],
      ['description', text(quotable(description, 200))],
    ],
  });
}

/** Any id or address as a part of an identifier; different ones stay different. */
export function identifier(word: string): string {
  return word.replace(/[.:/]/g, '_');
}

/** How a rule leaves a configuration that describes what is to be: its block is deleted. */
export function removalLines(rule: FirewallRule, addresses: readonly string[]): string[] {
  return [
    `To remove line ${rule.number}, delete these blocks from your configuration, unless another line still needs them:`,
    ...addresses,
    'Terraform then takes the rules out. If they were not made by Terraform, delete them by their description.',
  ];
}
