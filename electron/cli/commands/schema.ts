import { formatJsonSchema, isSchemaName, schemaNames } from '../../../shared/documents/json-schemas.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';

/** `schema NAME`: prints the JSON Schema of a file format. */
export function schemaCommand(name: string, { terminal }: Surroundings): Promise<ExitCode> {
  if (!isSchemaName(name)) {
    throw badInput(`There is no schema "${name}".`, `Choose from ${schemaNames.join(', ')}.`);
  }
  terminal.out(formatJsonSchema(name));
  return Promise.resolve(exitCode.good);
}
