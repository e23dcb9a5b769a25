import { filledForm } from '../../../shared/documents/answer/filled.ts';
import { interpretAnswer } from '../../../shared/documents/answer/interpret.ts';
import type { Answer } from '../../../shared/documents/answer/schema.ts';
import {
  composeChangeRequest,
  type ChangeRequest,
} from '../../../shared/documents/change-request/compose.ts';
import {
  parseRequestFile,
  type EarlierRequest,
} from '../../../shared/documents/change-request/earlier-request.ts';
import type { CheckedReport } from '../../../shared/documents/change-request/only-blocked.ts';
import type { ReviseInput } from '../../../shared/documents/change-request/revise.ts';
import { sha256Hex, utf8 } from '../../../shared/lib/digest.ts';
import { plannedSite, type PlannedSite } from '../../helpers/site-run.ts';

/** Requests that are held against an earlier one, or against a report. */

type Change = (json: Record<string, unknown>) => void;
type HeldAgainst = Pick<ReviseInput, 'since' | 'checked' | 'answer'>;

export function requestOf(
  { catalog, site, ruleSet }: Pick<PlannedSite, 'catalog' | 'site' | 'ruleSet'>,
  heldAgainst: HeldAgainst = {},
  createdAt = '2026-11-25T08:00:00Z',
): ChangeRequest {
  const input = { catalog, site, ruleSet, createdAt, version: '0.1.0', practice: false, siteName: 'site' };
  return composeChangeRequest({ ...input, ...heldAgainst });
}

/** The request as its JSON file says it when it is read back. */
export function asEarlier({ json }: Pick<ChangeRequest, 'json'>): EarlierRequest {
  const parsed = parseRequestFile(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { file: parsed.value, sha256: sha256Hex(utf8(json)) };
}

/** Revision B of a fixture, changed, as the delta to its revision A. */
export function deltaOf(name: string, change: Change): ChangeRequest {
  const since = asEarlier(requestOf(plannedSite(name)));
  const next = plannedSite(name, (json) => {
    json['request'] = { ...(json['request'] as object), revision: 'B' };
    change(json);
  });
  return requestOf(next, { since });
}

export function removalOf(
  name: string,
  change: Change = () => undefined,
  heldAgainst: HeldAgainst = {},
): ChangeRequest {
  return requestOf(
    plannedSite(name, (json) => {
      const request = { number: 'FCR-2027-003', revision: 'A', type: 'remove', supersedes: 'FCR-2026-014' };
      json['request'] = { ...(json['request'] as object), ...request };
      change(json);
    }),
    heldAgainst,
  );
}

/** A fixture's request for what does not work by a report. */
export function blockedOf(planned: PlannedSite, checked: CheckedReport, createdAt?: string): ChangeRequest {
  return requestOf(planned, { checked }, createdAt);
}

/** What is read back from a form whose fields hold these values. */
export function answerTo({ file, digest }: ChangeRequest, values: Readonly<Record<string, string>>): Answer {
  const fields = Object.entries(values).map(([name, value]) => ({
    ...{ name, value, shown: [], fixed: '' },
    kind: /decision/.test(name) ? ('button' as const) : ('text' as const),
  }));
  return interpretAnswer({ file, digest }, filledForm(fields), {
    file: { kind: 'pdf', name: 'back.pdf', sha256: '0'.repeat(64) },
    readAt: '2026-11-25T08:00:00Z',
    software: { name: 'gatecheck', version: '0.1.0' },
    integrity: {
      data: { answer: 'unchanged', says: 'same' },
      shown: { answer: 'unchanged', says: 'same' },
      changes: [],
    },
  });
}
