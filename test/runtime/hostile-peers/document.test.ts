import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { documentPath, hostilePeersDocument } from './document.ts';

it('docs/hostile-peers.md has the rows that are tested (UPDATE_GOLDEN=1 writes it anew)', async () => {
  const wanted = await hostilePeersDocument();
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(documentPath, wanted);
  expect(existsSync(documentPath) ? readFileSync(documentPath, 'utf8') : '').toBe(wanted);
});
