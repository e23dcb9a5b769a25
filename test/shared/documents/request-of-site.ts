import {
  composeChangeRequest,
  type ChangeRequest,
} from '../../../shared/documents/change-request/compose.ts';
import { plannedSite } from '../../helpers/site-run.ts';

/** The change request of a site of the fixtures; `change` edits the site file first. */
export function requestOfSite(
  name: string,
  change: (json: Record<string, unknown>) => void = () => undefined,
  practice = false,
): ChangeRequest {
  const { catalog, site, ruleSet } = plannedSite(name, change);
  return composeChangeRequest({
    catalog,
    site,
    ruleSet,
    createdAt: '2026-11-17T08:40:00Z',
    version: '0.1.0',
    practice,
    siteName: name,
  });
}

/** Every text of a document model, in order: what a page must show. */
export function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'text' || key === 'label') && typeof inner === 'string' ? [inner] : textsOf(inner),
  );
}
