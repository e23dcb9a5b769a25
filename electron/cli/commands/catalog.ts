import { parseCatalog } from '../../../shared/catalog/load-catalog.ts';
import { parseJsonText } from '../../../shared/lib/json-text.ts';
import { StoreError } from '../../store/store-error.ts';
import { readTextFile } from '../../store/text-file.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { findingLine } from '../terminal.ts';

/** `catalog lint FILE`: exit 1 with findings, 2 when the file cannot be read. */
export async function catalogLintCommand(path: string, { terminal }: Surroundings): Promise<ExitCode> {
  const text = await readTextFile(path).catch((error: unknown) => {
    throw error instanceof StoreError ? badInput(error.message, error.cure) : error;
  });
  const json = parseJsonText(text);
  if (!json.ok) {
    const { line, column, message } = json.error;
    terminal.out(`${path}: line ${line}, column ${column}: ${message}\n`);
    return exitCode.notGood;
  }
  const catalog = parseCatalog(json.value);
  if (!catalog.ok) {
    terminal.out(`${path}: ${catalog.error.length} findings\n${catalog.error.map(findingLine).join('\n')}\n`);
    return exitCode.notGood;
  }
  const { id, version, entries } = catalog.value;
  terminal.out(`${path}: ${id} ${version}, ${entries.length} entries, no findings\n`);
  return exitCode.good;
}
