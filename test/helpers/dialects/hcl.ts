/** A reader of Terraform's language, as strict as the dialects need: everything that it does not know is an error. */

export type HclValue = string | number | readonly string[] | { readonly expression: string };

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly values: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
}

const head = /^([a-z_0-9]+)((?: "[A-Za-z_0-9-]+")*) \{$/;
const value = /^([a-z_0-9]+) += (.+)$/;
const quotedText = /^"((?:[^"\\$%]|\\["\\]|\$\$\{|%%\{|\$(?!\{|\$)|%(?!\{|%))*)"$/;
const expression = /^(?:string|number|var\.[a-z_0-9]+(?: \+ \d+)?|[a-z_0-9]+\.[A-Za-z_0-9-]+\.[a-z]+)$/;

function unquoted(text: string): string {
  const body = quotedText.exec(text)?.[1];
  if (body === undefined) throw new Error(`Not a plain text in quotes: ${text}`);
  return body
    .replace(/\\(["\\])/g, '$1')
    .replaceAll('$${', '${')
    .replaceAll('%%{', '%{');
}

function readValue(text: string): HclValue {
  if (text.startsWith('"')) return unquoted(text);
  if (/^\d+$/.test(text)) return Number(text);
  if (text.startsWith('[')) {
    if (!/^\[.+\]$/.test(text)) throw new Error(`Not a list with entries: ${text}`);
    return text.slice(1, -1).split(', ').map(unquoted);
  }
  const tags = /^\{ GatecheckLine = ("[a-z0-9.-]+") \}$/.exec(text);
  if (tags !== null) return { expression: unquoted(tags[1] ?? '') };
  if (!expression.test(text)) throw new Error(`Not an expression of ours: ${text}`);
  return { expression: text };
}

/** The blocks of a file; comments and empty lines are passed over. */
export function readHcl(text: string): readonly HclBlock[] {
  if (!text.endsWith('\n')) throw new Error('The file does not end in a line break.');
  if (/[^\n\x20-\x7e]/.test(text)) throw new Error('The file has characters outside printable ASCII.');
  interface Open {
    readonly type: string;
    readonly labels: readonly string[];
    readonly values: Map<string, HclValue>;
    readonly blocks: Open[];
  }
  const top: Open = { type: '', labels: [], values: new Map(), blocks: [] };
  const stack: Open[] = [top];
  for (const line of text.split('\n').map((one) => one.trim())) {
    const inner = stack.at(-1) ?? top;
    if (line === '' || line.startsWith('#')) continue;
    if (line === '}') {
      if (stack.length === 1) throw new Error('A brace closes nothing.');
      stack.pop();
      continue;
    }
    const opening = head.exec(line);
    if (opening !== null) {
      const labels = [...(opening[2] ?? '').matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
      const block: Open = { type: opening[1] ?? '', labels, values: new Map(), blocks: [] };
      inner.blocks.push(block);
      stack.push(block);
      continue;
    }
    const setting = value.exec(line);
    if (setting === null || inner === top) throw new Error(`Not a line of Terraform: ${line}`);
    const name = setting[1] ?? '';
    if (inner.values.has(name)) throw new Error(`${name} is set twice: ${line}`);
    inner.values.set(name, readValue(setting[2] ?? ''));
  }
  if (stack.length !== 1) throw new Error('A block is not closed.');
  const addresses = top.blocks.map(({ type, labels }) => [type, ...labels].join('.'));
  if (new Set(addresses).size !== addresses.length) throw new Error('Two blocks have one address.');
  return top.blocks;
}

/** Exactly these values, no more and no less: a value that is missing would mean "any". */
export function valuesOf<const Name extends string>(
  block: HclBlock,
  names: readonly Name[],
): Record<Name, HclValue> {
  const found = [...block.values.keys()].sort().join(' ');
  if (found !== [...names].sort().join(' '))
    throw new Error(`${block.type} ${block.labels.join(' ')} has ${found}, not ${names.join(' ')}.`);
  return Object.fromEntries(block.values) as Record<Name, HclValue>;
}

export function asText(one: HclValue): string {
  if (typeof one !== 'string') throw new Error(`Not a text: ${JSON.stringify(one)}`);
  return one;
}

export function asExpression(one: HclValue): string {
  if (typeof one !== 'object' || !('expression' in one))
    throw new Error(`Not an expression: ${JSON.stringify(one)}`);
  return one.expression;
}

export function asList(one: HclValue): readonly string[] {
  if (!Array.isArray(one) || one.length === 0)
    throw new Error(`Not a list with entries: ${JSON.stringify(one)}`);
  return one as readonly string[];
}

/** A variable that somebody has to give: it has a type, a description and no default. */
export function checkVariable(block: HclBlock): void {
  valuesOf(block, ['type', 'description']);
  if (block.blocks.length > 0 || block.labels.length !== 1) throw new Error('Not a plain variable.');
}

/** `10.20.5.53/32` is the host; a network stays as it is; 0.0.0.0/0, "*" and names of ranges are errors. */
export function fromCidr(text: string, family: 'v4' | 'v6' | 'both' = 'both'): string {
  const match = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(text);
  const [address, prefix] = [match?.[1], Number(match?.[2] ?? 0)];
  if (address === undefined || prefix === 0) throw new Error(`Not a network, or any address: ${text}`);
  const six = address.includes(':');
  if (family !== 'both' && six !== (family === 'v6')) throw new Error(`${text} is of the other family.`);
  if (prefix > (six ? 128 : 32)) throw new Error(`No such prefix: ${text}`);
  return prefix === (six ? 128 : 32) ? address : text;
}

/** `443` or `8000-8010`, with its transport. */
export function portService(port: string, transport: string): string {
  if (!/^\d{1,5}(-\d{1,5})?$/.test(port)) throw new Error(`Not a port: ${port}`);
  return `${port}/${transport}`;
}
