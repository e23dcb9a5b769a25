import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readForm } from '../../../electron/forms/read-form.ts';
import { createIdentity, openIdentity, ownKeys } from '../../../electron/signing/index.ts';
import { drafts } from '../../../electron/store/drafts.ts';
import { hostKeyStore } from '../../../electron/store/host-keys.ts';
import { reportHistory } from '../../../electron/store/report-history.ts';
import { runJournals } from '../../../electron/store/run-journals.ts';
import { writeAtomically } from '../../../electron/store/write-atomically.ts';
import { saveReport } from '../../../electron/usecases/save-report.ts';
import { verifyReportFile } from '../../../electron/usecases/verify-report.ts';
import { readXlsx } from '../../../electron/xlsx/read-xlsx.ts';
import type { OpenSite } from '../../../shared/ipc/contract.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { parseSiteText } from '../../../shared/site/parse-site.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { observedCheck, plannedSite } from '../../helpers/site-run.ts';
import type { WizardWorld } from '../../helpers/wizard-world.ts';
import { wizardWorld } from '../../helpers/wizard-world.ts';

/**
 * What a person loses sleep over, one flow each: what stands before it, the act itself, and what the program's own readers
 * find afterwards. Each thing that is found has a name and a value, so that "the old one or the new one, whole" is a comparison.
 */
export interface Flow {
  readonly before: (folder: string, inputs: string) => Promise<void>;
  readonly act: (folder: string, inputs: string) => Promise<void>;
  /** Reads with the program's own readers, as after a restart. */
  readonly found: (folder: string) => Promise<Readonly<Record<string, string>>>;
}

export const lyon: SiteFile = {
  format: 'gatecheck/site@1',
  catalog: 'panzura-cloudfs',
  deployment: 'one-arm',
  customer: { name: 'Before', site: 'Lyon' },
  request: { number: 'FCR-7' },
  nodes: [{ name: 'lyon-1', lan: { address: '10.30.0.10/24' } }],
  endpoints: {
    dnsServers: ['10.31.5.53'],
    ntpServers: ['10.31.5.123'],
    adminWorkstations: ['10.31.40.0/24'],
    licenseServers: ['10.31.5.44'],
    objectStores: ['10.31.5.80'],
  },
};
const named = (name: string, of: SiteFile = lyon): SiteFile => ({
  ...of,
  customer: { ...of.customer, name },
});

const siteIn = (folder: string): string => join(folder, 'site', 'lyon.site.json');

async function writeSite(folder: string, site: SiteFile): Promise<void> {
  await mkdir(join(folder, 'site'), { recursive: true });
  await writeFile(siteIn(folder), JSON.stringify(site));
}

async function customerIn(path: string): Promise<string> {
  const parsed = parseSiteText(await readFile(path, 'utf8'), findCatalog);
  return parsed.ok ? parsed.value.customer.name : `UNREADABLE ${JSON.stringify(parsed.error).slice(0, 300)}`;
}

async function inWizard<T>(folder: string, work: (world: WizardWorld) => Promise<T>): Promise<T> {
  const world = await wizardWorld(undefined, folder);
  try {
    return await work(world);
  } finally {
    await world.end();
  }
}

async function opened(world: WizardWorld): Promise<OpenSite> {
  world.dialogs.site = siteIn(world.folder);
  const site = await world.call['site.open']();
  if (site === null) throw new Error('the site did not open');
  return site;
}

const save: Flow = {
  before: (folder) => writeSite(folder, lyon),
  act: (folder) =>
    inWizard(folder, async (world) => {
      const { id, site } = await opened(world);
      await world.call['site.save'](id, { ...named('After', site) });
    }),
  found: async (folder) => ({ site: await customerIn(siteIn(folder)) }),
};

/** Of a site that has no file yet: what was typed is only there. */
const autosave: Flow = {
  before: (folder) =>
    inWizard(folder, async (world) => {
      const { id, site } = await world.call['site.create']();
      await world.call['site.save'](id, { ...named('Before', site) });
    }),
  act: (folder) =>
    inWizard(folder, async (world) => {
      const [recent] = await world.call['recent.list']();
      const { id, site } = await world.call['site.openRecent'](recent?.id ?? '');
      await world.call['site.save'](id, { ...named('After', site) });
    }),
  found: async (folder) => {
    const kept = await drafts(join(folder, 'user')).list();
    return { drafts: kept.map(({ site }) => (site as SiteFile).customer?.name ?? 'nobody').join(', ') };
  },
};

const saveAs: Flow = {
  before: async (folder) => {
    await writeSite(folder, lyon);
    await writeFile(join(folder, 'site', 'other.site.json'), JSON.stringify(named('Overwritten')));
  },
  act: (folder) =>
    inWizard(folder, async (world) => {
      const { id, site } = await opened(world);
      world.dialogs.saveAs = join(folder, 'site', 'other.site.json');
      await world.call['site.saveAs'](id, { ...named('After', site) });
    }),
  found: async (folder) => ({
    site: await customerIn(siteIn(folder)),
    other: await customerIn(join(folder, 'site', 'other.site.json')),
  }),
};

const formats = ['pdf', 'json', 'csv', 'xlsx', 'md', 'fortios'] as const;

/** Whole, as far as the reader of its kind can tell; text has its last line. */
async function wholeness(path: string): Promise<string> {
  const bytes = await readFile(path);
  try {
    if (path.endsWith('.pdf')) return `form of ${readForm(bytes).fields.length > 0 ? 'fields' : 'nothing'}`;
    if (path.endsWith('.xlsx')) return readXlsx(bytes).length > 0 ? 'sheets' : 'nothing';
    if (path.endsWith('.json')) return typeof JSON.parse(bytes.toString('utf8'));
    return bytes.at(-1) === 10 ? `${bytes.toString('utf8').split('\n').length} lines` : 'CUT OFF';
  } catch (error) {
    return `UNREADABLE ${String(error)}`;
  }
}

async function exportTo(folder: string, world: WizardWorld, site: SiteFile, id: string): Promise<void> {
  await world.call['site.save'](id, { ...site });
  world.dialogs.folder = join(folder, 'out');
  const settings = { paper: 'a4', sameFolder: false, against: null } as const;
  await world.call['request.save'](id, { ...settings, formats: [...formats] });
}

const exporting: Flow = {
  before: async (folder) => {
    await writeSite(folder, lyon);
    await mkdir(join(folder, 'out'));
    await inWizard(folder, async (world) => {
      const { id, site } = await opened(world);
      await exportTo(folder, world, site, id);
    });
  },
  // Other words, the same number of them: each file has as many lines as before.
  act: (folder) =>
    inWizard(folder, async (world) => {
      const { id, site } = await opened(world);
      await exportTo(folder, world, named('Behind', site), id);
    }),
  found: async (folder) => {
    const names = (await readdir(join(folder, 'out'))).filter((name) => !name.startsWith('.')).sort();
    const files = await Promise.all(
      names.map(async (name) => [name, await wholeness(join(folder, 'out', name))] as const),
    );
    return { ...Object.fromEntries(files), site: await customerIn(siteIn(folder)) };
  },
};

async function reportFrom(inputs: string, which: 'old' | 'new') {
  const [report, signature] = await Promise.all(
    ['readiness.json', 'readiness.json.sig'].map((ending) => readFile(join(inputs, `${which}.${ending}`))),
  );
  return { report: report ?? Buffer.of(), signature: signature ?? Buffer.of() };
}

const savingReport = (which: 'old' | 'new') => async (folder: string, inputs: string) => {
  const { report, signature } = await reportFrom(inputs, which);
  await saveReport({
    ...{ folder: join(folder, 'out'), name: 'gdansk-dc1', report, signature },
    pdf: Buffer.from(`%PDF-1.7 of the ${which} one\n%%EOF\n`),
  });
};

const report: Flow = {
  before: savingReport('old'),
  act: savingReport('new'),
  // Each report by its id, wherever it stands, with what verifying it says.
  found: async (folder) => {
    const out = join(folder, 'out');
    const names = (await readdir(out)).filter((name) => /^[^.].*\.readiness\.json$/.test(name));
    const told = await Promise.all(
      names.map(async (name) => {
        const options = {
          knownKeys: { kind: 'own', own: [], imported: { signers: [], skipped: [] } },
          now: new Date('2026-11-25T08:00:00Z'),
          version: '0.1.0',
        } as const;
        const { result } = await verifyReportFile(join(out, name), options);
        const { id } = JSON.parse(await readFile(join(out, name), 'utf8')) as { id: string };
        return [`report ${id}`, result] as const;
      }),
    );
    return Object.fromEntries(told);
  },
};

const { site: gdansk } = plannedSite('gdansk-dc1');
const adding = (id: string) => async (folder: string) => {
  const at = '2026-11-24T20:41:07Z';
  await reportHistory(join(folder, 'user')).addReport(gdansk, {
    ...{ id, at, siteName: 'gdansk-dc1', readiness: 'not-ready', signer: 'SHA256:example' },
    report: new TextEncoder().encode(`report ${id}`),
    signature: new TextEncoder().encode('signature'),
  });
};

const history: Flow = {
  before: adding('old'),
  act: adding('new'),
  found: async (folder) => {
    const read = await reportHistory(join(folder, 'user')).read(null, true);
    const [of] = read;
    // A line that was cut off is said, and is no entry.
    const faults = (of?.faults ?? []).filter(({ what }) => what !== 'cut-off');
    return {
      ...Object.fromEntries((of?.lines ?? []).map((line) => [`entry ${line.id}`, line.kind])),
      faults: faults.map(({ what, says }) => `${what}: ${says}`).join('; '),
    };
  },
};

const head = { site: 'a'.repeat(64), siteName: 'gdansk', startedAt: '2026-11-24T20:40:00Z', laptop: [] };
const { checks } = plannedSite('gdansk-dc1');

/** More than any process has: whoever wrote it is gone. */
const gone = 999_999_999;

/** A run that is taken down while it goes on, and read after its program ended. */
const journal: Flow = {
  before: async () => Promise.resolve(),
  act: async (folder) => {
    const writing = await runJournals(join(folder, 'user'), gone).begin(randomUUID(), head);
    for (const check of checks.slice(0, 4))
      writing.observed(observedCheck(check, 'confirmed'), head.startedAt);
    writing.end();
  },
  found: async (folder) => {
    const runs = await runJournals(join(folder, 'user')).interrupted(head.site);
    const seen = runs.flatMap((run) => run.checks);
    return Object.fromEntries(seen.map((check) => [check.id, JSON.stringify(check)]));
  },
};

const identityIn = (folder: string): string => join(folder, 'user', 'identity.json');

const inClear = (folder: string, rotate: boolean) =>
  createIdentity(identityIn(folder), {
    ...{ name: 'Inês', email: 'ines@example.com', rotate, now: '2026-11-24T20:40:00Z' },
    protection: { kind: 'none' },
  });

/** A new key in the old one's place: reports of the old one stay known, and one of them can be opened. */
const identity: Flow = {
  before: async (folder) => {
    await mkdir(join(folder, 'user'), { recursive: true });
    await inClear(folder, false);
  },
  act: async (folder) => {
    await inClear(folder, true);
  },
  found: async (folder) => {
    await openIdentity(identityIn(folder), null);
    const keys = await ownKeys(identityIn(folder));
    return { opens: 'yes', earlierKeys: keys.length > 1 ? 'some' : 'none' };
  },
};

const accepting = (host: string) => async (folder: string) => {
  await hostKeyStore(join(folder, 'user')).accept({
    ...{ host, port: 22, algorithm: 'ssh-ed25519', acceptedAt: '2026-11-24T20:40:00Z' },
    fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrqXUcVHQZ5xyb5fXh1cWGjk',
  });
};

const hostKeys: Flow = {
  before: accepting('10.30.0.10'),
  act: accepting('10.30.0.11'),
  found: async (folder) => {
    const keys = await hostKeyStore(join(folder, 'user')).list();
    return Object.fromEntries(keys.map(({ host, fingerprint }) => [host, fingerprint]));
  },
};

/** One act of many that several programs do at once; `mark` tells them apart. */
export const races: Readonly<Record<string, (folder: string, mark: string) => Promise<void>>> = {
  history: async (folder, mark) => adding(mark)(folder),
  'host keys': async (folder, mark) => accepting(`${mark}.example`)(folder),
  // Contents that are no report: named by their time and digest, so that each of them is told from the others.
  report: async (folder, mark) => {
    const bytes = (what: string): Buffer => Buffer.from(`${what} ${mark}`);
    const parts = { report: bytes('report'), signature: bytes('signature'), pdf: bytes('pdf') };
    await saveReport({ folder: join(folder, 'out'), name: 'site', ...parts });
  },
  // One file that all of them write: whoever reads it meanwhile reads one whole text.
  'one file': async (folder, mark) => writeAtomically(join(folder, 'one'), `${`${mark} `.repeat(20_000)}\n`),
  identity: async (folder, mark) => {
    const [, round = ''] = /-(\d+)$/.exec(mark) ?? [];
    const path = join(folder, `identity-${round}.json`);
    const made = await createIdentity(path, {
      ...{ name: mark, email: 'ines@example.com', rotate: false, now: '2026-11-24T20:40:00Z' },
      protection: { kind: 'none' },
    }).then(
      () => 'made',
      () => 'was there',
    );
    await appendFile(join(folder, `told-${round}`), `${made}\n`);
  },
};

export const flows: Readonly<Record<string, Flow>> = {
  save,
  autosave,
  'save as': saveAs,
  export: exporting,
  report,
  history,
  journal,
  identity,
  'host keys': hostKeys,
};
