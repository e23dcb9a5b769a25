import type { Site, SiteNode } from '../../../shared/site/schema.ts';
import { siteSchema } from '../../../shared/site/schema.ts';
import type { EarlierReport } from '../../../shared/report/earlier-checks.ts';
import { leftOutSentences } from '../../../shared/report/left-out-sentences.ts';
import { version } from '../../../shared/lib/version.ts';
import { readinessSentence } from '../../../shared/verdicts/readiness-sentence.ts';
import { laptopAddresses } from '../../engines/laptop.ts';
import { loadTrustStore } from '../../engines/tls-trust.ts';
import { decideFrom, sameHostKeyAgain } from '../../ssh/index.ts';
import { hostKeyStore } from '../../store/host-keys.ts';
import { reportHistory } from '../../store/report-history.ts';
import type { RunJournals } from '../../store/run-journals.ts';
import { runJournals } from '../../store/run-journals.ts';
import type { CheckedSite, CheckSite } from '../../usecases/check-site.ts';
import { checkSite, recoverRun, siteDigest } from '../../usecases/check-site.ts';
import { givenKeys, sitePins } from '../../usecases/connect-node.ts';
import { readCheckedReport } from '../../usecases/held-against.ts';
import { boundPlan, planSite } from '../../usecases/plan-site.ts';
import type { Pace } from '../../usecases/run/real-ports.ts';
import { realPorts } from '../../usecases/run/real-ports.ts';
import type { RunPorts } from '../../usecases/run/ports.ts';
import { checkSignIn, readKnownHosts } from '../../usecases/run/sign-in.ts';
import { writeVerifier } from '../../usecases/write-verifier.ts';
import type { AuthOptions } from '../credentials.ts';
import { forgetSecrets, readCredentials } from '../credentials.ts';
import { knownKeysOf } from '../known-keys.ts';
import { loadSiteFile } from '../load-site.ts';
import { renderReportWith } from '../render-report.ts';
import { progressPrinter, showReport } from '../show-checks.ts';
import type { SigningOptions } from '../signer.ts';
import { openSigner } from '../signer.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Terminal } from '../terminal.ts';
import { printJson } from '../terminal.ts';

export interface CheckOptions extends AuthOptions, SigningOptions {
  readonly out: string;
  readonly node: readonly string[];
  readonly timeoutMs?: number;
  readonly fixedWaits: boolean;
  readonly listen?: string;
  readonly concurrency?: number;
  readonly allowLarge: boolean;
  readonly json: boolean;
  readonly knownHosts?: string;
  readonly hostKey: readonly string[];
  readonly acceptNewHostKey: boolean;
  readonly recover: boolean;
  readonly onlyFailed: readonly string[];
  readonly allowedSigners?: string;
  readonly withVerifier?: boolean;
}

/** A merged report can name no more. */
const mostEarlier = 100;

export const exitOfReadiness = {
  ready: exitCode.good,
  'ready-with-exceptions': exitCode.withExceptions,
  'not-ready': exitCode.notGood,
} as const;

/** The waits stand in the signed report, so they keep the bounds of the site file. */
function withWaits(site: Site, options: Pick<CheckOptions, 'timeoutMs' | 'fixedWaits'>): Site {
  const { timeoutMs = site.checks.timeoutMs, fixedWaits } = options;
  const checks = siteSchema.shape.checks.safeParse({
    ...site.checks,
    timeoutMs,
    waits: fixedWaits ? 'fixed' : site.checks.waits,
  });
  if (checks.success) return { ...site, checks: checks.data };
  throw badInput(`--timeout-ms ${timeoutMs} is out of bounds.`, 'Give 200 to 60000 milliseconds.');
}

/** Where listeners may stand is part of the signed report, as the site file has it. */
function withListeners(site: Site, listen: string | undefined): Site {
  if (listen === undefined) return site;
  const checks = siteSchema.shape.checks.safeParse({ ...site.checks, temporaryListener: listen });
  if (checks.success) return { ...site, checks: checks.data };
  throw badInput(`--listen ${listen} is not known.`, 'Give off, unprivileged or all.');
}

function paceOf({ concurrency }: Pick<CheckOptions, 'concurrency'>): Pace {
  if (concurrency === undefined) return {};
  if (concurrency > 0) return { atOnce: concurrency };
  throw badInput('--concurrency 0 would check nothing.', 'Give 1 or more.');
}

function selectNodes(site: Site, names: readonly string[]): SiteNode[] {
  for (const name of names) {
    if (site.nodes.some((node) => node.name === name)) continue;
    throw badInput(
      `The site has no node "${name}".`,
      `Its nodes are ${site.nodes.map((node) => node.name).join(', ')}.`,
    );
  }
  return site.nodes.filter((node) => names.length === 0 || names.includes(node.name));
}

/** `check SITE --out DIR`: everything that can be wrong with the input is found before anything is sent. */
export async function checkCommand(
  path: string,
  options: CheckOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const loaded = await loadSiteFile(path);
  const site = withListeners(withWaits(loaded.site, options), options.listen);
  if (options.recover) return recoverCommand(site, loaded.name, options, surroundings);
  const { wanted, ports } = await prepareCheck(path, options, surroundings);
  const { terminal, signal } = surroundings;
  return finish(await checkSite(wanted, ports, progressPrinter(terminal), signal), options, surroundings);
}

/** What a run needs, with everything that can be wrong found before anything is sent. */
export async function prepareCheck(
  path: string,
  options: CheckOptions,
  surroundings: Surroundings,
): Promise<{ readonly wanted: CheckSite; readonly ports: RunPorts }> {
  const loaded = await loadSiteFile(path);
  const site = withListeners(withWaits(loaded.site, options), options.listen);
  const pace = paceOf(options);
  const nodes = selectNodes(site, options.node);
  const laptop = laptopAddresses();
  const planned = planSite(site, laptop);
  boundPlan(planned, options.allowLarge);
  const credentialsFor = await readCredentials(options, surroundings.environment, surroundings.signal);
  checkSignIn(nodes, credentialsFor);
  const trust = loadTrustStore(site.checks.trustedCas);
  if (!trust.ok) throw badInput('A trusted CA of the site cannot be read.', 'Correct it:', trust.error);
  const earlier = await readEarlier(options, surroundings);
  const signer = await openSigner(options, site, surroundings);
  forgetSecrets(options, surroundings.environment);
  const decideHostKey = decideFrom({
    acceptedKeys: await hostKeyStore(surroundings.userFolder).list(),
    knownHosts: await readKnownHosts(options.knownHosts),
    ...givenKeys(nodes, options.hostKey),
    sitePins: sitePins(nodes),
    acceptNew: options.acceptNewHostKey,
    siteFileIsOwn: true,
  });
  const { terminal } = surroundings;
  const journals = runJournals(surroundings.userFolder);
  await tellOfInterrupted(site, path, journals, terminal);
  return {
    wanted: {
      site,
      siteName: loaded.name,
      planned,
      nodes: nodes.map(({ name }) => name),
      folder: options.out,
      signer,
      renderPdf: renderReportWith(surroundings.fontsFolder),
      journals,
      history: reportHistory(surroundings.userFolder),
      laptop,
      ...earlier,
    },
    ports: realPorts({ credentialsFor, decideHostKey: sameHostKeyAgain(decideHostKey) }, trust.value, pace),
  };
}

/** The reports of `--only-failed`, each verified. Two copies of one are one. */
async function readEarlier(
  { onlyFailed, allowedSigners }: Pick<CheckOptions, 'onlyFailed' | 'allowedSigners'>,
  surroundings: Surroundings,
): Promise<{ readonly earlier?: readonly EarlierReport[] }> {
  if (onlyFailed.length === 0) return {};
  if (onlyFailed.length > mostEarlier)
    throw badInput(
      `${onlyFailed.length} reports are too many to merge.`,
      `Give at most ${mostEarlier}, or merge some of them first.`,
    );
  const { userFolder, now } = surroundings;
  const knownKeys = await knownKeysOf(allowedSigners, userFolder);
  const { findEarlier } = reportHistory(userFolder);
  const found = new Map<string, EarlierReport>();
  for (const path of onlyFailed) {
    const one = await readCheckedReport(path, { knownKeys, now: now(), version, findEarlier });
    found.set(one.sha256, one);
  }
  return { earlier: [...found.values()] };
}

/** Shows a report that was written, after the page that verifies it was put beside it where that was asked for. */
async function finish(
  checked: CheckedSite,
  options: CheckOptions,
  { terminal, verifierFile }: Surroundings,
): Promise<ExitCode> {
  const code = show(checked, options, terminal);
  const reportPath = checked.saved.files.find((file) => file.endsWith('.readiness.json'));
  if (options.withVerifier !== true || reportPath === undefined) return code;
  const { path } = await writeVerifier({ verifierFile, reportPath, folder: options.out });
  terminal.err(`${path}\n`);
  return code;
}

/** Shows a report that was written, and gives the exit code. */
export function show(
  { report, judgement, saved, left, notKept }: CheckedSite,
  options: Pick<CheckOptions, 'json'>,
  terminal: Terminal,
): ExitCode {
  if (options.json) printJson(terminal, report);
  else terminal.out(showReport(report, readinessSentence(judgement.readiness)));
  for (const sentence of leftOutSentences(left)) terminal.err(`${sentence}\n`);
  if (notKept !== null) terminal.err(`${notKept}\n`);
  for (const file of [...saved.files, ...saved.kept]) terminal.err(`${file}\n`);
  return exitOfReadiness[report.readiness];
}

/** A run that was cut off has kept what it saw: nothing of it is lost by a new run, and nobody has to know beforehand. */
async function tellOfInterrupted(
  site: Site,
  path: string,
  journals: RunJournals,
  terminal: Terminal,
): Promise<void> {
  const [latest] = await journals.interrupted(siteDigest(site));
  if (latest === undefined) return;
  terminal.err(
    `A run of this site was interrupted after ${latest.endedAt}; ${latest.checks.length} results are kept. ` +
      `To write them as a report: gatecheck check ${path} --recover --out DIR\n`,
  );
}

/** `check SITE --recover --out DIR`: the report of a run that was cut off. Nothing is sent. */
async function recoverCommand(
  site: Site,
  siteName: string,
  options: CheckOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const earlier = await readEarlier(options, surroundings);
  const signer = await openSigner(options, site, surroundings);
  forgetSecrets(options, surroundings.environment);
  const signed = await recoverRun(
    {
      site,
      ...earlier,
      siteName,
      folder: options.out,
      signer,
      renderPdf: renderReportWith(surroundings.fontsFolder),
      journals: runJournals(surroundings.userFolder),
      history: reportHistory(surroundings.userFolder),
    },
    surroundings.now(),
  );
  return finish(signed, options, surroundings);
}
