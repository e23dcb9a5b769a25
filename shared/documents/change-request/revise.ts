import type { Site } from '../../site/schema.ts';
import type { Answer } from '../answer/schema.ts';
import { oneLine } from '../tables/visible-text.ts';
import { compareLines } from '../../rules/compare-lines.ts';
import {
  differencesBeside,
  lineFromFile,
  standingLines,
  whyNoDelta,
  type EarlierRequest,
} from './earlier-request.ts';
import {
  factsOfRows,
  isMissing,
  placeLine,
  requestFacts,
  type LineChange,
  type NumberedLine,
  type RequestFacts,
  type RequestInput,
  type UnchangedLine,
} from './facts.ts';
import { onlyBlocked, whyNotByReport, type CheckedReport } from './only-blocked.ts';
import type { RequestFileLine } from './request-json.ts';

/** A request, and what it is held against: an earlier revision, or a report; not both. */
export interface ReviseInput extends RequestInput {
  /** The request that this one is the delta to: `whyNoDelta` found nothing against it. */
  readonly since?: EarlierRequest;
  /** Asks only for what does not work by this report: `whyNotByReport` found nothing against it. */
  readonly checked?: CheckedReport;
  /** What the customer answered to the earlier request: `whyNotByAnswer` found nothing against it. */
  readonly answer?: Answer;
}

/** What stands against making this request; null: nothing. */
export function whyNoRequest({
  site,
  practice,
  since,
  checked,
  answer,
}: {
  readonly site: Site;
  readonly practice: boolean;
  readonly since?: EarlierRequest | undefined;
  readonly checked?: CheckedReport | undefined;
  readonly answer?: Answer | undefined;
}): { readonly message: string; readonly cure: string } | null {
  if (since !== undefined && checked !== undefined)
    return {
      message: 'A delta to an earlier request cannot leave out what works already.',
      cure: 'Give --since or --only-blocked, not both.',
    };
  const against = answer === undefined ? null : whyNotByAnswer(site, since, answer);
  if (since !== undefined) return whyNoDelta(site, practice, since) ?? against;
  if (checked !== undefined) return whyNotByReport({ site, practice }, checked) ?? against;
  return (site.request.type === 'remove' ? whyNoRemoval(site) : null) ?? against;
}

function whyNotByAnswer(
  { request }: Site,
  since: EarlierRequest | undefined,
  answer: Answer,
): { readonly message: string; readonly cure: string } | null {
  if (since !== undefined)
    return answer.request.digest === since.sha256
      ? null
      : {
          message: 'The answer is not to the earlier request, or that was changed: the digests differ.',
          cure: `Give the answer that gatecheck answer made with the JSON file of revision ${since.file.revision}.`,
        };
  if (request.type !== 'remove')
    return {
      message: 'Only a delta and a removal look at an earlier answer.',
      cure: 'Add --since, or leave out --answer.',
    };
  return answer.request.number === request.supersedes?.trim()
    ? null
    : {
        message: `The answer is to request ${answer.request.number ?? 'without a number'}, and this removal undoes ${request.supersedes ?? 'none'}.`,
        cure: 'Give the answer to the request that request.supersedes names.',
      };
}

function whyNoRemoval({ request }: Site): { readonly message: string; readonly cure: string } | null {
  const undone = request.supersedes?.trim() ?? '';
  if (undone === '')
    return {
      message: 'request.supersedes is empty: a removal request names the request that it undoes.',
      cure: 'Set request.supersedes to the number of that request, e.g. FCR-2026-014.',
    };
  if (undone === request.number.trim())
    return {
      message: `request.number and request.supersedes are both ${undone}: a removal request has a number of its own.`,
      cure: 'Give request.number a new number.',
    };
  return null;
}

/** The facts of a request of any kind. */
export function reviseRequest({ since, checked, answer, ...input }: ReviseInput): RequestFacts {
  if (since !== undefined) return deltaFacts(input, since, answer);
  const full = requestFacts(input);
  if (input.site.request.type === 'remove') return removalFacts(input, full, answer);
  return checked === undefined ? full : onlyBlocked(input, full, checked);
}

/** Added, changed, removed, in that order and numbered through; the rest stays as it was. */
function deltaFacts(
  input: RequestInput,
  { file, sha256 }: EarlierRequest,
  answer: Answer | undefined,
): RequestFacts {
  const decisions = new Map((answer?.lines ?? []).map(({ id, decision }) => [id, decision]));
  const full = requestFacts(input);
  const now = new Map(full.lines.map((each) => [each.line.id, each]));
  const before = standingLines(file);
  const compared = compareLines(
    before,
    full.lines.map(({ line }) => line),
  );
  const why = whyGone(input);
  const old = (line: RequestFileLine) => lineFromFile(line, why(line));
  const rows: NumberedLine[] = [];
  const add = (row: Omit<NumberedLine, 'number'> | undefined, change: LineChange): void => {
    if (row !== undefined) rows.push({ ...row, change, number: rows.length + 1 });
  };
  for (const line of compared.added) add(now.get(line.id), { kind: 'added' });
  for (const each of compared.changed)
    add(now.get(each.after.id), { kind: 'changed', before: old(each.before) });
  for (const line of compared.removed)
    add(placeLine(input, old(line), { kind: 'removed' }), { kind: 'removed' });
  const unchanged = compared.unchanged.flatMap((each): UnchangedLine[] => {
    const row = now.get(each.after.id);
    return row === undefined
      ? []
      : [
          {
            each: row,
            numberBefore: each.before.number,
            decision: decisions.get(each.before.id) ?? null,
          },
        ];
  });
  return factsOfRows(
    input,
    {
      kind: 'delta',
      since: { number: file.number, revision: file.revision, createdAt: file.createdAt, sha256 },
      unchanged: unchanged.map((each, index) => ({
        ...each,
        each: { ...each.each, number: rows.length + index + 1 },
      })),
      remarks: differencesBeside(input.site, input.ruleSet.catalog.version, file),
    },
    rows,
  );
}

/** Why a line that was asked for once is not asked for any more. */
function whyGone({ ruleSet, site }: RequestInput): (line: RequestFileLine) => string {
  const entries = new Map(ruleSet.entries.map((entry) => [entry.entry, entry]));
  const nodes = new Set(site.nodes.map(({ name }) => name));
  return ({ entry, node }) => {
    const state = entries.get(entry);
    if (!nodes.has(node)) return `Node ${node} is no longer part of the site.`;
    if (state === undefined) return 'No longer among the rules of the site.';
    return state.on ? 'No longer needed in this form.' : `No longer needed. ${state.because}`;
  };
}

/** Every line of the site that has addresses, to be withdrawn: the others were never asked for. */
function removalFacts(input: RequestInput, full: RequestFacts, answer: Answer | undefined): RequestFacts {
  const recorded = new Map(
    (answer?.lines ?? []).flatMap(({ id, implementation: { rule, active } }) =>
      rule.trim() === '' ? [] : [[id, { rule: oneLine(rule), active }] as const],
    ),
  );
  const rows = full.lines
    .filter(({ line }) => !isMissing(line))
    .map((each, index) => ({ ...each, number: index + 1, change: { kind: 'removed' } as const }));
  const neverAsked = full.lines.length - rows.length;
  return { ...factsOfRows(input, { kind: 'removal', neverAsked, recorded }, rows), draft: false };
}
