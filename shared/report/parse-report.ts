import { z } from 'zod';
import { valueHoldsHalf } from '../lib/half-characters.ts';
import type { Finding, Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { findingsOf } from '../lib/zod-findings.ts';
import { complexityOf, holdsMoreThan, jsonFault } from './json-bounds.ts';
import type { Report } from './schema.ts';
import { reportSchema } from './schema.ts';

/** No report of a real site comes near; what is larger is refused unread. */
export const maxReportBytes = 50_000_000;

/** Faults enough to act on; a hostile file may hold millions. */
const maxFaults = 20;
const longestKey = 100;

/** A report as read: the text of the file, the value that stands in it, and the report that it is. */
export interface ParsedReport {
  readonly text: string;
  readonly json: unknown;
  readonly report: Report;
}

const chooseAnother = 'Choose a readiness report: NAME.readiness.json.';

function refused(message: string, cure: string, path = ''): Result<never, Finding[]> {
  return err([{ path, message, cure }]);
}

function valueAt(json: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    json,
  );
}

/** What a file that is not in our format says to be; null: it says that it is in our format, or nothing. */
function otherFormat(json: unknown): Result<never, Finding[]> | null {
  const format = valueAt(json, 'format');
  if (typeof format !== 'string' || format === 'gatecheck/report@1') return null;
  const shown = JSON.stringify(format.slice(0, 60));
  const newer = /^gatecheck\/report@(\d{1,9})$/.exec(format)?.[1];
  if (newer === undefined) return refused(`The file says that it is ${shown}.`, chooseAnother, 'format');
  const by = valueAt(json, 'software', 'version');
  const version = typeof by === 'string' && /^[0-9A-Za-z.+-]{1,40}$/.test(by) ? by : null;
  return refused(
    `The report is in the newer format ${shown}; this version reads gatecheck/report@1.`,
    version === null
      ? 'Verify it with a newer version of Gatecheck.'
      : `It was made by Gatecheck ${version}: verify it with that version or a newer one.`,
    'format',
  );
}

type Issue = z.core.$ZodIssue;

/** The first faults, with keys of a length that can be shown. */
function bounded(issues: readonly Issue[]): Issue[] {
  return issues.slice(0, maxFaults).map((issue): Issue => {
    if (issue.code === 'unrecognized_keys')
      return { ...issue, keys: issue.keys.slice(0, maxFaults).map((key) => key.slice(0, longestKey)) };
    if (issue.code === 'invalid_union' && issue.inclusive !== false)
      return { ...issue, errors: issue.errors.slice(0, maxFaults).map(bounded) };
    return issue;
  });
}

function faults(error: z.ZodError, input: unknown, schema: z.ZodType, prefix = ''): Finding[] {
  return findingsOf(new z.ZodError(bounded(error.issues)), input, schema)
    .slice(0, maxFaults)
    .map((finding) =>
      prefix === '' ? finding : { ...finding, path: `${prefix}.${finding.path}`.replace(/\.(?=\[|$)/, '') },
    );
}

/** Read element by element, so that a list with millions of faults ends at the first ones. */
const longLists = {
  checks: reportSchema.shape.checks.element,
  rules: reportSchema.shape.rules.element,
  groups: reportSchema.shape.groups.element,
} satisfies Record<string, z.ZodType>;
/** Of the whole: a report has about twenty. */
const mostKeys = 200;
/** A shorter list is read with the rest. */
const mostAtOnce = 100;
/** No check, rule or group comes near. */
const mostInElement = 20_000;
/** Site, catalogue and whatever else a report holds beside the long lists. */
const mostInRest = 500_000;

function tooLarge(path: string): Finding {
  return { path, message: 'It holds more values than any report does there.' };
}

/** The elements of a long list as the schema reads them, or the first of its faults. */
function readList(
  key: keyof typeof longLists,
  list: readonly unknown[],
  isSmall: boolean,
): Result<unknown[], Finding[]> {
  const schema: z.ZodType = longLists[key];
  const read: unknown[] = [];
  const findings: Finding[] = [];
  for (const [index, item] of list.entries()) {
    const place = `${key}[${index}]`;
    if (!isSmall && holdsMoreThan(item, mostInElement)) return err([...findings, tooLarge(place)]);
    const parsed = schema.safeParse(item);
    if (parsed.success) read.push(parsed.data);
    else findings.push(...faults(parsed.error, item, schema, place));
    if (findings.length >= maxFaults) break;
  }
  return findings.length === 0 ? ok(read) : err(findings.slice(0, maxFaults));
}

/**
 * As `reportSchema.safeParse`, but a file with millions of faults takes no more time and memory than a good one.
 *
 * @param isSmall no part of it can hold too many values
 */
function readParts(json: unknown, isSmall: boolean): Result<Report, Finding[]> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return refused('The file holds no JSON object.', chooseAnother);
  if (Object.keys(json).length > mostKeys) return err([tooLarge('')]);
  const lists: Record<string, unknown[]> = {};
  const rest: Record<string, unknown> = { ...json };
  const findings: Finding[] = [];
  for (const key of ['checks', 'rules', 'groups'] as const) {
    const list = rest[key];
    if (!Array.isArray(list) || list.length < mostAtOnce) continue;
    const read = readList(key, list, isSmall);
    if (read.ok) lists[key] = read.value;
    else findings.push(...read.error);
    rest[key] = [];
  }
  for (const [key, value] of Object.entries(rest))
    if (!isSmall && holdsMoreThan(value, mostInRest))
      return err([...findings, tooLarge(key.slice(0, longestKey))]);
  const parsed = reportSchema.safeParse(rest);
  if (!parsed.success) findings.push(...faults(parsed.error, rest, reportSchema));
  return parsed.success && findings.length === 0
    ? ok({ ...parsed.data, ...lists })
    : err(findings.slice(0, maxFaults));
}

/**
 * Reads the text of a readiness report: size, depth, JSON, schema, in that order.
 *
 * @param text null: the bytes are no UTF-8
 */
export function parseReport(text: string | null): Result<ParsedReport, Finding[]> {
  if (text === null) return refused('The file is no UTF-8 text.', chooseAnother);
  if (text.length > maxReportBytes) return refused('The file is larger than 50 MB.', chooseAnother);
  if (text.trim() === '') return refused('The file is empty.', 'Get it again from whoever sent it.');
  const { values, why } = complexityOf(text);
  if (why !== null) return refused(why, 'No report does; do not trust this file.');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused(
      `The file is no JSON. ${jsonFault(text) ?? ''}`.trim(),
      'Get it again as it was written, or choose a readiness report: NAME.readiness.json.',
    );
  }
  // Nothing that was signed holds one, and no digest can be made of it.
  if (valueHoldsHalf(json, text))
    return refused('A text in the file holds half of a character.', 'Get it again as it was written.');
  const other = otherFormat(json);
  if (other !== null) return other;
  const read = readParts(json, values <= mostInRest);
  return read.ok ? ok({ text, json, report: read.value }) : read;
}
