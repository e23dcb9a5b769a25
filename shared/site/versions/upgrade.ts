import type { Finding, Result } from '../../lib/result.ts';
import { err, ok } from '../../lib/result.ts';

/** The version that this software writes. */
export const currentSiteVersion = 1;

/** One step each: a file of version N becomes one of version N + 1. Keyed by N. */
const steps: Readonly<Record<number, (file: Readonly<Record<string, unknown>>) => Record<string, unknown>>> =
  {};

function fault(message: string, cure?: string): Result<never, Finding[]> {
  return err([{ path: 'format', message, ...(cure === undefined ? {} : { cure }) }]);
}

/** Brings an older site file to the current version, step by step; a newer one is refused. */
export function upgradeSite(json: unknown): Result<unknown, Finding[]> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return err([{ path: '', message: 'This is no site file: it is not one JSON object.' }]);
  }
  const file = json as Readonly<Record<string, unknown>>;
  const format = file['format'];
  if (format === undefined) {
    return fault(
      'It is missing, so this may be no site file.',
      'A site file begins with "format": "gatecheck/site@1".',
    );
  }
  const version = typeof format === 'string' ? /^gatecheck\/site@(\d{1,6})$/.exec(format)?.[1] : undefined;
  if (version === undefined) {
    const shown = typeof format === 'string' ? `"${format.slice(0, 60)}"` : 'This';
    return fault(`${shown} is no site file of ours.`, 'A site file has the format "gatecheck/site@1".');
  }
  const from = Number(version);
  if (from > currentSiteVersion) {
    return fault(
      `The file was written by a newer Gatecheck (site version ${from}); this one reads up to version ${currentSiteVersion}.`,
      'Install the newer Gatecheck, or ask for the file in the older version.',
    );
  }
  let upgraded: Record<string, unknown> = { ...file };
  for (let at = from; at < currentSiteVersion; at++) {
    const step = steps[at];
    if (step === undefined) return fault(`There was never a site version ${at}.`);
    upgraded = step(upgraded);
  }
  return ok(upgraded);
}
