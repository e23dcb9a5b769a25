import { findCatalog } from '../../shared/catalog/catalogs.ts';
import type {
  GatecheckBridge,
  IpcArguments,
  IpcCall,
  IpcResults,
  OpenSite,
  RunEvent,
  Saved,
} from '../../shared/ipc/contract.ts';
import { ipcArguments } from '../../shared/ipc/contract.ts';
import { consolidate } from '../../shared/rules/lines.ts';
import { newSite } from '../../shared/site/new-site.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import { previewOf } from '../state/preview.ts';
import { ProblemError } from './problem.ts';
import type { FakeChecks } from './fake-checks.ts';
import { fakeChecks } from './fake-checks.ts';
import { fakeIdentity } from './fake-identity.ts';
import { fakeWatch } from './fake-watch.ts';
import { fakePreview } from './fake-pdf.ts';
import { fakeDraft, fakeRun } from './fake-run.ts';
import { fakeLog } from './fake-log.ts';
import { fakeProof } from './fake-proof.ts';
import { fakeWindow } from './fake-window.ts';
import { fakeVerifier } from './fake-verify.ts';
import { practiceSample, sampleSite } from './fake-sites.ts';

/**
 * Stands in for the main process in a plain browser: the same contract, arguments checked the same way, results from a
 * script. Failures come from what a person can type: the password `wrong` is refused, the password `slow` makes each
 * check wait, so that a run can be watched and cancelled.
 */

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function fail(message: string, cure: string | null): never {
  throw new ProblemError({ message, cure, findings: [] });
}

type Handlers = { readonly [C in IpcCall]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };

function fakeHandlers(emit: (event: RunEvent) => void): Handlers {
  const state: FakeChecks = {
    open: null,
    draft: null,
    run: null,
    observed: [],
    cancelled: false,
    answer: null,
    kept: [],
  };
  const verifier = fakeVerifier();
  const proof = fakeProof();
  let count = 0;

  const opened = (site: SiteFile, fileName: string | null, practice: OpenSite['practice']): OpenSite => {
    count += 1;
    state.open = { id: `site-${count}`, fileName, practice, site, recoveredFrom: null };
    state.draft = site;
    state.run = null;
    state.kept = [];
    return state.open;
  };

  const save = (draft: Record<string, unknown>, fileName: string | null): Saved => {
    // The draft is what the forms hold; whether it is a valid site is what parseSite says next.
    state.draft = draft as unknown as SiteFile;
    const parsed = parseSite(draft, findCatalog);
    return {
      at: new Date().toISOString(),
      fileName: parsed.ok ? fileName : null,
      to: parsed.ok && fileName !== null ? 'file' : 'draft',
      findings: parsed.ok ? [] : parsed.error,
    };
  };

  const now = <T>(value: T): Promise<T> => Promise.resolve(value);

  return {
    'app.info': () =>
      now({
        version: '0.0.0-fake',
        catalog: { id: 'panzura-cloudfs', version: '2026.1', title: 'Panzura CloudFS' },
        platform: 'linux',
        agentAvailable: true,
      }),
    'recent.list': () =>
      now([
        {
          id: 'recent-1',
          customer: sampleSite.customer?.name ?? '',
          site: 'Szczecin DC1',
          fileName: 'szczecin-dc1.site.json',
          found: true,
          openedAt: '2026-11-24T20:41:00Z',
          readiness: 'not-ready' as const,
          folder: '/home/tech/aurora',
          draft: null,
          counts: { pass: 21, fail: 5, inconclusive: 3 },
        },
        {
          id: 'recent-2',
          customer: '関西ロジスティクス株式会社',
          site: '大阪データセンター',
          fileName: 'osaka.site.json',
          found: false,
          openedAt: '2026-11-12T09:40:00Z',
          readiness: null,
          folder: '/home/tech/osaka',
          draft: null,
          counts: null,
        },
      ]),
    'recent.forget': () => now(null),
    'recent.locate': () => now(null),
    'endpoints.export': () =>
      now({ folder: '/home/tech/aurora', files: [{ id: 'endpoints', name: 'szczecin-dc1.endpoints.csv' }] }),
    ...fakeWindow(),
    'site.step': () => now(null),
    'site.takeTheirs': () => now(opened(sampleSite, 'szczecin-dc1.site.json', null)),
    'site.showOther': () => now(true),
    'site.create': () => {
      const catalog = findCatalog('panzura-cloudfs');
      return catalog === undefined ? fail('No catalogue.', null) : now(opened(newSite(catalog), null, null));
    },
    'site.openGiven': () => now(null),
    'site.open': () => now(opened(sampleSite, 'szczecin-dc1.site.json', null)),
    'site.openRecent': () => now(opened(sampleSite, 'szczecin-dc1.site.json', null)),
    'site.openPractice': (scenario) => now(opened(practiceSample, null, scenario)),
    'site.save': (_id, draft) => now(save(draft, state.open?.fileName ?? null)),
    'site.saveAs': (_id, draft) => now(save(draft, 'copy.site.json')),
    'site.close': () => {
      state.open = null;
      return now(null);
    },
    'request.preview': async (_id, draft) => {
      const shown = previewOf(draft as unknown as SiteFile);
      await wait(20);
      return shown === null
        ? fail('This site needs a catalogue that is not here.', null)
        : fakePreview(consolidate(shown.rules).lines.length, shown.rules.draft);
    },
    'request.text': async (_id, draft, { format }) => {
      const { fakeRequestText } = await import('./fake-request-text.ts');
      return fakeRequestText(draft as unknown as SiteFile, format);
    },
    'request.against': () => now(null),
    'request.save': (_id, { formats }) =>
      now({
        folder: '/home/tech/aurora',
        files: formats.map((format) => ({ id: `file-${format}`, name: `FCR-2026-031_A.${format}` })),
      }),
    // The person closes the dialog.
    'answer.read': async () => Promise.resolve(null),
    'answer.apply': async () => Promise.resolve(fail('No answer was read.', 'Read one first.')),
    'keyFile.choose': () => now({ id: 'key-1', name: 'id_ed25519' }),
    ...fakeChecks(state, emit),
    'watch.start': async (id, { everySeconds }) => {
      state.run = fakeRun(state.draft, true);
      state.observed = [];
      state.cancelled = false;
      const { run } = state;
      if (run === null) return fail('The site is not complete.', 'Put right what the banner lists.');
      await wait(5);
      const practice = state.open?.practice !== null;
      setTimeout(() => {
        void fakeWatch({ site: id, run, everySeconds, practice, stopped: () => state.cancelled, emit }).then(
          (observed) => {
            state.observed = [...observed];
          },
        );
      }, 0);
      return { total: run.checks.length };
    },
    'watch.notify': () => now(null),
    ...fakeIdentity(),
    ...fakeLog(),
    ...proof.handlers,
    'report.draft': () => {
      if (state.run === null) return now(null);
      const again = fakeRun(state.draft, true);
      const run = again === null ? state.run : { ...state.run, site: again.site, ruleSet: again.ruleSet };
      return now(fakeDraft(run, state.observed, state.open?.practice !== null));
    },
    'report.sign': (_id, { passphrase }) => {
      if (passphrase === 'wrong')
        return fail('The passphrase does not open the signing key.', 'Type it again.');
      if (state.run !== null)
        proof.signed(
          fakeDraft(state.run, state.observed, false).rules.filter(({ verdict }) => verdict !== 'pass'),
        );
      const name = 'szczecin-dc1.readiness';
      return now({
        folder: '/home/tech/aurora',
        files: ['json', 'json.sig', 'pdf'].map((end) => ({ id: `file-${end}`, name: `${name}.${end}` })),
      });
    },
    'verify.given': () => now(null),
    'verify.choose': () => now(verifier.choose()),
    'verify.files': async (files) => {
      await wait(5);
      return files.some(({ name }) => name.endsWith('.json'))
        ? verifier.files(files)
        : fail('There is no report among these files.', 'Drop the file that ends in .readiness.json.');
    },
    'verify.trust': () => now(verifier.trust()),
    'file.reveal': () => now(null),
  };
}

/** The bridge of a plain browser. */
export function fakeBridge(): GatecheckBridge {
  const listeners = new Set<(event: RunEvent) => void>();
  const handlers = fakeHandlers((event) => {
    for (const listener of listeners) listener(event);
  });
  return {
    call: async (channel, ...args) => {
      const parsed = ipcArguments[channel].safeParse(args);
      if (!parsed.success)
        return {
          ok: false,
          problem: { message: `${channel}: ${parsed.error.message}`, cure: null, findings: [] },
        };
      try {
        return { ok: true, value: await handlers[channel](...args) };
      } catch (error) {
        if (error instanceof ProblemError) return { ok: false, problem: error.problem };
        throw error;
      }
    },
    onRunEvent: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    // A browser has no menu of ours.
    onWindowEvent: () => () => undefined,
  };
}
