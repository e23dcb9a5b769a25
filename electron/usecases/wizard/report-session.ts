import { basename, dirname, join } from 'node:path';
import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import type { SigningChoice } from '../../../shared/ipc/signing-choice.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { version } from '../../../shared/lib/version.ts';
import { isPractice, reportGroupOf, reportRuleOf } from '../../../shared/report/compose-report.ts';
import { readinessSentence } from '../../../shared/verdicts/readiness-sentence.ts';
import type { Signer } from '../../signing/index.ts';
import { allowedSignersLine } from '../../signing/index.ts';
import type { MadeForSites } from '../../store/made-for-sites.ts';
import type { RecentSites } from '../../store/recent-sites.ts';
import type { ReportHistory } from '../../store/report-history.ts';
import { StoreError } from '../../store/store-error.ts';
import { readTextFile } from '../../store/text-file.ts';
import { writeAtomically } from '../../store/write-atomically.ts';
import { UseCaseError } from '../problem.ts';
import { utcSeconds } from '../run/utc.ts';
import type { SavedReport } from '../save-report.ts';
import { signReport } from '../sign-report.ts';
import type { HandedOut } from './handed-out.ts';
import { writtenFiles } from './handed-out.ts';
import type { IdentitySession } from './identity-session.ts';
import { judgeLatest } from './latest-run.ts';
import { keepSigned, verdictCounts } from './made-before.ts';
import type { OpenSites } from './open-sites.ts';
import { nameOf } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';

/** The latest run as a report: shown and signed. */
export interface ReportSession {
  readonly draft: (id: string) => ReportDraft | null;
  /** Null: the person closed the dialog for the folder. */
  readonly sign: (id: string, choice: SigningChoice) => Promise<WrittenFiles | null>;
}

export interface ReportParts {
  readonly sites: OpenSites;
  readonly recent: RecentSites;
  readonly written: HandedOut;
  readonly identity: IdentitySession;
  readonly history: ReportHistory;
  readonly made: MadeForSites;
}

const agentRemark =
  'Signed with a key of the SSH agent. It counts as known here until Gatecheck ends; trust it once under “Verify a report” to keep it known.';

function keptRemarks({ kept }: SavedReport): string[] {
  const report = kept.find((path) => path.endsWith('.json'));
  return report === undefined ? [] : [`The report before this one is kept as ${basename(report)}.`];
}

/**
 * A newcomer has no list of signers yet, so the practice key's line is put beside the report, for the command that the
 * window shows. A list that names anybody else is the person's own and stays as it is.
 */
async function offerPracticeSigner(folder: string, { email, publicKeyLine }: Signer): Promise<void> {
  const path = join(folder, 'allowed_signers');
  const there = await readTextFile(path).catch((error: unknown) => {
    if (error instanceof StoreError && error.kind === 'not-found') return '';
    throw error;
  });
  const others = there.split('\n').filter((line) => line !== '' && !line.startsWith(`${email} `));
  if (others.length === 0) await writeAtomically(path, `${allowedSignersLine(email, publicKeyLine)}\n`);
}

export function reportSession(
  { sites, recent, written, identity, history, made }: ReportParts,
  ports: WizardPorts,
): ReportSession {
  const now = (): string => utcSeconds(ports.now());

  return {
    draft: (id) => {
      const opened = sites.get(id);
      const { latest } = opened;
      if (latest === null) return null;
      const { judgement, stale } = judgeLatest(opened, latest, ports.now());
      const { readiness, wouldBe } = judgement.readiness;
      return {
        practice: isPractice(latest.run),
        readiness,
        wouldBe,
        sentence: readinessSentence(judgement.readiness),
        startedAt: latest.run.startedAt,
        rules: judgement.rules.map(reportRuleOf),
        groups: judgement.groups.map(reportGroupOf),
        checks: judgement.checks,
        controls: latest.run.controls,
        nodes: latest.run.nodes,
        stale,
        watched: latest.watch !== undefined,
      };
    },
    sign: async (id, choice) => {
      const opened = sites.get(id);
      const { latest, path } = opened;
      if (latest === null)
        throw new UseCaseError('bad-input', 'There is nothing to sign yet.', 'Run the checks first.');
      const { site } = judgeLatest(opened, latest, ports.now());
      const signer = opened.practice?.signer ?? (await identity.openWith(choice, site.technician));
      const folder =
        path === null ? await ports.dialogs.folder('Folder for the report', null) : dirname(path);
      if (folder === null) return null;
      const signed = await signReport(
        {
          catalog: latest.catalog,
          site,
          siteName: nameOf(opened, site),
          ruleSet: latest.ruleSet,
          run: latest.run,
          folder,
          createdAt: now(),
          carriedFrom: latest.carriedFrom,
          ...(latest.watch === undefined ? {} : { watch: latest.watch }),
          id: ports.newId(),
          version,
        },
        { signer, renderPdf: ports.renderReport, history },
      );
      opened.signedReport = signed.saved.files.find((file) => file.endsWith('.json')) ?? null;
      // The report stands: what was taken down beside it is of no more use, and no harm either.
      await latest.forget().catch(() => undefined);
      await keepSigned(made, opened, signed.report, signed.saved.files);
      if (path !== null) {
        const { customer } = site;
        const { readiness } = signed.report;
        await recent
          .remember({
            path,
            customer: customer.name,
            site: customer.site,
            openedAt: now(),
            readiness,
            counts: verdictCounts(signed.report),
          })
          // The report is written; a list of convenience must not make it look as if it were not.
          .catch(() => undefined);
      }
      if (opened.practice !== null) await offerPracticeSigner(folder, signer);
      return writtenFiles(signed.saved.files, folder, written, [
        ...keptRemarks(signed.saved),
        ...(signed.notKept === null ? [] : [signed.notKept]),
        ...(choice.agentKey === undefined || opened.practice !== null ? [] : [agentRemark]),
      ]);
    },
  };
}
