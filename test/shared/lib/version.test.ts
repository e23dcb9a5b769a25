import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { version } from '../../../shared/lib/version.ts';

it('the version that files carry is that of the package', () => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  expect((JSON.parse(text) as { version: string }).version).toBe(version);
});
