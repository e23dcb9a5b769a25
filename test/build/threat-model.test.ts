import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');

/** Rows of the tables whose last column names what shows it. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 5 && cells[3] !== 'shown by')
  .filter((cells) => /`/.test(cells[3] ?? ''))
  .map((cells) => ({
    attack: cells[1] ?? '',
    shownBy: [...(cells[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, path]) => path ?? ''),
  }));

describe('the threat model', () => {
  it('names something for every kind of attacker', () => {
    expect(rows.length).toBeGreaterThan(20);
  });

  it.each(rows)('names files that are there: $attack', ({ shownBy }) => {
    expect(shownBy).not.toEqual([]);
    for (const path of shownBy) expect(existsSync(join(root, path)), path).toBe(true);
  });
});
