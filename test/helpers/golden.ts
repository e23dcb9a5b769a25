import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Compares a text with test/golden/NAME; `UPDATE_GOLDEN=1` writes it anew. */
export function expectGolden(name: string, text: string): void {
  const path = new URL(`../golden/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  if (!existsSync(path))
    throw new Error(`test/golden/${name} is missing: run the test once with UPDATE_GOLDEN=1.`);
  expect(text).toBe(readFileSync(path, 'utf8'));
}
