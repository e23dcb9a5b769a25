import { describe, expect, it } from 'vitest';
import type { Block, Paragraph } from '../../../shared/documents/model.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { look, render } from './pdf-tools.ts';

const count = 3000;

/** A list as an annex has it: which lines rest on something that was assumed. */
function list(first: string): Paragraph {
  const words = Array.from({ length: count }, (_, word) => `${first}${word}z`).join(', ');
  return { kind: 'paragraph', style: 'body', runs: [{ kind: 'text', text: words }] };
}

const heading = (text: string): Block => ({
  ...{ kind: 'heading', level: 1, number: 'D', text, right: null, anchor: `to-${text}` },
});

const table: Block = {
  kind: 'table',
  says: 'What was assumed',
  columns: ['Value', 'Lines', 'Basis'].map((head) => ({ head: [head], width: { share: 1 } })),
  groups: [
    {
      heading: null,
      rows: [
        {
          cells: [list('a'), list('b'), list('c')].map((paragraph) => ({ blocks: [paragraph] })),
          anchor: 'row',
        },
      ],
    },
  ],
};

const pairs: Block = { kind: 'pairs', labelMm: 30, rows: [{ label: 'Lines', value: [list('d')] }] };

/** Each kind of block that holds texts of any length, alone and in a column. */
const blocks: readonly (readonly [string, readonly Block[], string])[] = [
  ['a paragraph', [heading('Paragraph'), list('a')], 'a'],
  ['a table', [heading('Table'), table], 'abc'],
  ['a sentence and a table', [list('d'), table], 'abcd'],
  ['a list of pairs', [heading('Pairs'), pairs], 'd'],
  ['a step', [{ kind: 'steps', items: [list('a')] }], 'a'],
];

describe('what is higher than a page goes on on the next one, and no word is lost', () => {
  const { document: model } = requestOfSite('draft');
  const wordsIn = async (these: readonly Block[], first: string): Promise<ReadonlySet<string>> => {
    const seen = look((await render({ ...model, blocks: these })).bytes);
    return new Set([...seen.packed.matchAll(new RegExp(`${first}\\d+z`, 'g'))].map(([word]) => word));
  };

  it.each(blocks)('%s', async (_name, these, firsts) => {
    for (const first of firsts) expect((await wordsIn(these, first)).size, first).toBe(count);
  });

  it.each(blocks)('%s in a column', async (_name, these, firsts) => {
    const columns: Block = {
      kind: 'columns',
      gapMm: 6,
      columns: [
        { share: 1, blocks: these },
        { share: 1, blocks: [list('q')] },
      ],
    };
    for (const first of `${firsts}q`) expect((await wordsIn([columns], first)).size, first).toBe(count);
  });
});
