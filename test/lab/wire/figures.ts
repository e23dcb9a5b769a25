import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PacketClass } from './classes.ts';

const folder = fileURLToPath(new URL('../../../test-results/offline/', import.meta.url));

/** What a capture counted, printed and kept for docs/offline-and-secrets.md and for whoever wants to look at it. */
export function keepFigures(name: string, counts: Readonly<Record<PacketClass, number>>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${name.replaceAll(' ', '-')}.json`, `${JSON.stringify(counts, null, 2)}\n`);
  process.stdout.write(
    `packets of the ${name}: ${Object.entries(counts)
      .map(([what, count]) => `${what} ${count}`)
      .join(', ')}\n`,
  );
}
