import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatJsonSchema, isSchemaName, schemaNames } from '../../../shared/documents/json-schemas.ts';

const folder = fileURLToPath(new URL('../../../docs/schemas/', import.meta.url));
const fileOf = (name: string): string => join(folder, `${name}.schema.json`);

if (process.env['UPDATE_GOLDEN'] === '1') {
  mkdirSync(folder, { recursive: true });
  for (const name of schemaNames) writeFileSync(fileOf(name), formatJsonSchema(name));
}

describe('the JSON Schemas under docs/schemas', () => {
  it.each(schemaNames)('%s is the one that the product reads and writes by (npm run schemas)', (name) => {
    expect(readFileSync(fileOf(name), 'utf8')).toBe(formatJsonSchema(name));
  });

  it('are all of them, and no others', () => {
    expect(readdirSync(folder).sort()).toEqual(schemaNames.map((name) => `${name}.schema.json`).sort());
  });

  it.each(schemaNames)(
    '%s describes an object of exactly one format, closed to unknown keys where files are',
    (name) => {
      const schema = JSON.parse(formatJsonSchema(name)) as {
        type: string;
        properties: Record<string, { const?: string }>;
        required: string[];
        additionalProperties?: boolean;
      };
      expect(schema.type).toBe('object');
      expect(schema.properties['format']?.const).toBe(`gatecheck/${name}@1`);
      expect(schema.required).toContain('format');
      if (name !== 'plan') expect(schema.additionalProperties).toBe(false);
    },
  );

  it('of the site asks only for what a site file needs', () => {
    const { required } = JSON.parse(formatJsonSchema('site')) as { required: string[] };
    expect(required.sort()).toEqual(['catalog', 'deployment', 'format', 'nodes']);
  });

  it.each(schemaNames)('%s has patterns that other languages can read too', (name) => {
    expect(formatJsonSchema(name)).not.toMatch(/\\\\[pP]\{/);
  });

  it('are asked for by name', () => {
    expect(schemaNames.every(isSchemaName)).toBe(true);
    expect(isSchemaName('toString')).toBe(false);
    expect(isSchemaName('sites')).toBe(false);
  });
});
