import type { Finding, Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { findingsOf } from '../lib/zod-findings.ts';
import { lintCatalog } from './lint-catalog.ts';
import type { Catalog } from './schema.ts';
import { catalogSchema } from './schema.ts';

/** Reads a catalogue: its shape first, then what its parts say of each other. */
export function parseCatalog(json: unknown): Result<Catalog, Finding[]> {
  const shape = catalogSchema.safeParse(json);
  if (!shape.success) return err(findingsOf(shape.error, json, catalogSchema));
  const findings = lintCatalog(shape.data);
  return findings.length === 0 ? ok(shape.data) : err(findings);
}
