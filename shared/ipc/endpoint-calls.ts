import { z } from 'zod';
import { endpointSchema } from '../site/schema.ts';
import type { WrittenFiles } from './written-files.ts';

/** The calls of the Endpoints step. What is read into it comes as text: pasted, dropped, or chosen in the page. */

const id = z.string().min(1).max(100);

export const endpointArguments = {
  /** Writes the endpoints as CSV. Shows the system's dialog for where. */
  'endpoints.export': z.tuple([id, z.record(z.string().max(100), z.array(endpointSchema).max(2000))]),
} as const satisfies Record<string, z.ZodType>;

export interface EndpointResults {
  /** Null: the person closed the dialog. */
  'endpoints.export': WrittenFiles | null;
}
