import { findCatalog } from '../../shared/catalog/catalogs.ts';
import { canonicalJson } from '../../shared/lib/digest.ts';
import { replaceMember } from '../../shared/lib/replace-member.ts';
import { parseReport } from '../../shared/report/parse-report.ts';
import type { ReportRule } from '../../shared/report/schema.ts';
import type { PersonsWord, Settled } from '../../shared/rules/settle-rule.ts';
import { settleRule } from '../../shared/rules/settle-rule.ts';
import { parseSiteText } from '../../shared/site/parse-site.ts';
import type { Site } from '../../shared/site/schema.ts';
import type { ReportHistory } from '../store/report-history.ts';
import { readTextFile } from '../store/text-file.ts';
import { writeAtomically } from '../store/write-atomically.ts';
import { planSite } from './plan-site.ts';
import { UseCaseError } from './problem.ts';
import { decodeUtf8 } from './report-files.ts';

/** The latest kept report of the site that knows the rule as it is today; null: there is none. */
async function latestVerdict(
  history: ReportHistory,
  site: Site,
  id: string,
  digest: string,
): Promise<{ readonly verdict: ReportRule['verdict']; readonly createdAt: string } | null> {
  const [kept] = await history.read(site, false).catch(() => []);
  for (const line of [...(kept?.lines ?? [])].reverse()) {
    if (line.kind !== 'report') continue;
    const bytes = await history.content(line.content.sha256).catch(() => null);
    const text = bytes === null ? null : decodeUtf8(bytes);
    const parsed = text === null ? null : parseReport(text);
    if (parsed?.ok !== true) continue;
    const { rules, groups, createdAt } = parsed.value.report;
    const unit = [...rules, ...groups].find((one) => one.id === id && one.digest === digest);
    if (unit !== undefined) return { verdict: unit.verdict, createdAt };
  }
  return null;
}

/** What a person should know of the word that they gave; null: nothing. */
function remarkOn(word: PersonsWord, latest: Awaited<ReturnType<typeof latestVerdict>>): string | null {
  if (word.kind === 'withdraw' || latest === null) return null;
  const when = `in the report of ${latest.createdAt}`;
  if (latest.verdict === 'pass') return `It passed ${when}: a rule that passes needs nobody's word.`;
  return word.kind === 'attest' && latest.verdict === 'fail'
    ? `It failed ${when}. An attestation covers what nobody can tell, not what fails: while it fails, only a waiver counts.`
    : null;
}

export interface SettledSite {
  readonly site: Site;
  readonly digest: string;
  readonly replaced: Settled['replaced'];
  readonly remark: string | null;
}

/**
 * Writes a person's word about a rule into a site file. Everything else in the file stays as it was written.
 *
 * @throws UseCaseError `bad-input` when the site cannot be read or the word cannot count; StoreError of the disk
 */
export async function settleInSiteFile(
  path: string,
  rule: string,
  word: PersonsWord,
  now: string,
  history: ReportHistory,
): Promise<SettledSite> {
  const text = await readTextFile(path);
  const before = parseSiteText(text, findCatalog);
  if (!before.ok)
    throw new UseCaseError(
      'bad-input',
      `${path} cannot be used.`,
      'Correct it at these places:',
      before.error,
    );
  const { ruleSet } = planSite(before.value, null);
  const settled = settleRule(before.value, ruleSet, rule, word, now);
  if (!settled.ok) throw new UseCaseError('bad-input', settled.error.message, settled.error.cure);
  const { attestations, waivers, replaced } = settled.value;
  const lists = { attestations, waivers } as const;
  let edited = text;
  for (const name of ['attestations', 'waivers'] as const)
    if (canonicalJson(lists[name]) !== canonicalJson(before.value[name]))
      edited = replaceMember(edited, name, lists[name]);
  const after = parseSiteText(edited, findCatalog);
  const isAsMeant =
    after.ok && canonicalJson(after.value) === canonicalJson({ ...before.value, attestations, waivers });
  if (!isAsMeant)
    throw new UseCaseError(
      'bad-input',
      'The site does not hold with it. Nothing was changed.',
      'Correct what was given:',
      after.ok ? [] : after.error,
    );
  await writeAtomically(path, edited);
  const digest = [...ruleSet.rules, ...ruleSet.groups].find(({ id }) => id === rule)?.digest ?? '';
  const latest = await latestVerdict(history, before.value, rule, digest);
  return { site: after.value, digest, replaced, remark: remarkOn(word, latest) };
}
