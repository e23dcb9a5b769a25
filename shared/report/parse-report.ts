import type { Finding, Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { findingsOf } from '../lib/zod-findings.ts';
import type { Report } from './schema.ts';
import { reportSchema } from './schema.ts';

/** No report of a real site comes near; what is larger is refused unread. */
export const maxReportBytes = 50_000_000;
/** A report nests about ten levels deep. Deeper texts only serve to exhaust the stack. */
const maxDepth = 64;

/** True when brackets nest deeper than `limit`. Reads strings as strings; the text need not be valid JSON. */
function nestsDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}

/** A report as read: the value as it stands in the file, and the report that it is. */
export interface ParsedReport {
  readonly json: unknown;
  readonly report: Report;
}

function refused(message: string, cure: string): Result<never, Finding[]> {
  return err([{ path: '', message, cure }]);
}

/** Reads the text of a readiness report: size, depth, JSON, schema, in that order. */
export function parseReport(text: string): Result<ParsedReport, Finding[]> {
  if (text.length > maxReportBytes) {
    return refused('The file is larger than 50 MB.', 'Choose a readiness report: NAME.readiness.json.');
  }
  if (nestsDeeperThan(text, maxDepth)) {
    return refused(
      `The file nests deeper than ${maxDepth} levels.`,
      'No report does; do not trust this file.',
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused('The file is no JSON.', 'Choose a readiness report: NAME.readiness.json.');
  }
  const parsed = reportSchema.safeParse(json);
  return parsed.success
    ? ok({ json, report: parsed.data })
    : err(findingsOf(parsed.error, json, reportSchema));
}
