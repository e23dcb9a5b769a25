import { canonicalJson } from '../lib/digest.ts';
import type { Finding } from '../lib/result.ts';
import type { CheckRecord } from '../results/types.ts';
import type { EarlierFiles } from './earlier-files.ts';
import { doubtOf, nameOf } from './earlier-files.ts';
import type { Report } from './schema.ts';
import type { SignerAnswer, VerifyLine } from './types.ts';
import { line } from './verify-line.ts';

/** What a check says that was seen, apart from where it stands. */
function seenIn(check: CheckRecord): string {
  const { rule, flow, vantage, target, observation, flaky, engine, attempts, startedAt } = check;
  const { evidence, facts } = check;
  return canonicalJson({
    ...{ rule, flow, vantage, target, observation, flaky, engine, attempts, startedAt, evidence, facts },
  });
}

/** What a check that was carried over says otherwise than the report that it comes from. */
function againstOrigin(report: Report, check: CheckRecord, earlier: Report): string[] {
  const then = earlier.checks.find(({ id }) => id === check.id);
  if (then === undefined) return ['does not stand in the report that it is said to come from'];
  const says: string[] = [];
  if (seenIn(then) !== seenIn(check)) says.push('is recorded otherwise in the report that it comes from');
  const startedAt = then.startedAt ?? then.carriedOverFrom?.startedAt ?? earlier.startedAt;
  if (check.carriedOverFrom?.startedAt !== startedAt)
    says.push('is said to have begun at another time than in the report that it comes from');
  const digest = (from: Report): string | undefined => from.rules.find(({ id }) => id === check.rule)?.digest;
  if (digest(report) !== digest(earlier))
    says.push(`is carried over although rule ${check.rule} was changed`);
  return says;
}

interface Origin {
  readonly reference: Report['carriedFrom'][number];
  readonly checks: readonly { readonly index: number; readonly check: CheckRecord }[];
}

function origins(report: Report): Origin[] {
  return report.carriedFrom.map((reference) => ({
    reference,
    checks: report.checks.flatMap((check, index) =>
      check.carriedOverFrom?.report === reference.id ? [{ index, check }] : [],
    ),
  }));
}

interface Looked {
  readonly findings: readonly Finding[];
  /** What was not seen to hold, as sentences. */
  readonly open: readonly string[];
}

function sameHostKey(report: Report, earlier: Report, node: string): boolean {
  const keyIn = ({ nodes }: Report): string | null =>
    nodes.find(({ name }) => name === node)?.hostKey ?? null;
  const [now, then] = [keyIn(report), keyIn(earlier)];
  return now === null || then === null || now === then;
}

function lookAt(
  report: Report,
  { reference, checks }: Origin,
  files: EarlierFiles,
  findSigner: (publicKey: string, signer: Report['signer']) => SignerAnswer,
): Looked {
  const name = nameOf(reference.id);
  const found = files.find(reference);
  const path = `carriedFrom[${report.carriedFrom.indexOf(reference)}]`;
  if (found === 'absent') return { findings: [], open: [`${name} is not here`] };
  if (found === 'other')
    return { findings: [{ path, message: `${name} is here with another content.` }], open: [] };
  const doubt = doubtOf(found);
  const earlier = report.redactedFrom === null ? found.whole() : null;
  if (earlier === null) {
    const why = report.redactedFrom === null ? 'cannot be read by this version' : 'has the real names';
    return { findings: [], open: [doubt ?? `${name} ${why}`] };
  }
  const findings: Finding[] = [];
  const against = (message: string): void => void findings.push({ path, message });
  if (earlier.signer.fingerprint !== reference.signer) against(`${name} names another signer.`);
  if (earlier.createdAt !== reference.createdAt) against(`${name} was made at another time.`);
  if (earlier.practice !== report.practice) against(`${name} and this one are not both of a real network.`);
  if (earlier.redactedFrom !== null) against(`${name} is a redacted copy.`);
  const nodes = new Set(checks.map(({ check }) => check.vantage.node));
  for (const node of nodes)
    if (!sameHostKey(report, earlier, node)) against(`In ${name} node ${node} has another host key.`);
  for (const { index, check } of checks)
    for (const says of againstOrigin(report, check, earlier))
      findings.push({ path: `checks[${index}]`, message: `${check.id} ${says}.` });
  const unknown = findSigner(earlier.signer.publicKey, earlier.signer).known
    ? null
    : `the signer of ${name} is not known here`;
  const unsigned = found.signature === null ? `${name} is here without its signature` : null;
  const open = doubt ?? unsigned ?? unknown;
  return { findings, open: open === null ? [] : [open] };
}

/** Holds what was carried over against the reports that it comes from; null: nothing was carried over. */
export function carriedLine(
  report: Report,
  files: EarlierFiles,
  findSigner: (publicKey: string, signer: Report['signer']) => SignerAnswer,
): VerifyLine | null {
  const carried = report.checks.filter(({ carriedOverFrom }) => carriedOverFrom !== null);
  if (carried.length === 0 && report.carriedFrom.length === 0) return null;
  const from = origins(report);
  const named = new Set(report.carriedFrom.map(({ id }) => id));
  const nowhere = report.checks.flatMap((check, index): Finding[] =>
    check.carriedOverFrom === null || named.has(check.carriedOverFrom.report)
      ? []
      : [
          {
            path: `checks[${index}]`,
            message: `${check.id} is carried over from a report that carriedFrom does not name.`,
          },
        ],
  );
  const looked = from.map((origin) => lookAt(report, origin, files, findSigner));
  const findings = [...nowhere, ...looked.flatMap((one) => one.findings)];
  const open = looked.flatMap((one) => one.open);
  const checks = carried.length === 1 ? 'One check was' : `${carried.length} checks were`;
  const reports = from.length === 1 ? 'one earlier report' : `${from.length} earlier reports`;
  if (findings.length > 0)
    return line(
      'carried-over',
      'invalid',
      'What was carried over is not what the earlier reports say.',
      findings,
    );
  const [first] = open;
  return first === undefined
    ? line('carried-over', 'valid', `${checks} carried over from ${reports}, each as it stands there.`)
    : line(
        'carried-over',
        'cannot-tell',
        `${checks} carried over from ${reports}, on the word of this signer: ${first}${open.length > 1 ? `, and ${open.length - 1} more` : ''}.`,
      );
}
