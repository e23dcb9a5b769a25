import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFilled } from '../../../../electron/forms/read-filled.ts';
import { renderDocument } from '../../../../electron/pdf/render-document.ts';
import { renderReportPdf } from '../../../../electron/pdf/render-report.ts';
import { noKeychain } from '../../../../electron/signing/index.ts';
import { madeForSites } from '../../../../electron/store/made-for-sites.ts';
import { recentSites } from '../../../../electron/store/recent-sites.ts';
import { reportHistory } from '../../../../electron/store/report-history.ts';
import { handedOut } from '../../../../electron/usecases/wizard/handed-out.ts';
import { givenFile } from '../../../../electron/usecases/wizard/given-file.ts';
import { historySession } from '../../../../electron/usecases/wizard/history-session.ts';
import { identitySession } from '../../../../electron/usecases/wizard/identity-session.ts';
import { siteKey } from '../../../../electron/usecases/wizard/made-before.ts';
import type { OpenedSite, OpenSites } from '../../../../electron/usecases/wizard/open-sites.ts';
import type { WizardPorts } from '../../../../electron/usecases/wizard/ports.ts';
import { proofSession } from '../../../../electron/usecases/wizard/proof-session.ts';
import { reportSession } from '../../../../electron/usecases/wizard/report-session.ts';
import { signedRun } from '../../../../electron/usecases/wizard/signed-run.ts';
import { verifySession } from '../../../../electron/usecases/wizard/verify-session.ts';
import { composeChangeRequest } from '../../../../shared/documents/change-request/compose.ts';
import { sha256Hex, utf8 } from '../../../../shared/lib/digest.ts';
import { version } from '../../../../shared/lib/version.ts';
import { parseReport } from '../../../../shared/report/parse-report.ts';
import type { Report } from '../../../../shared/report/schema.ts';
import type { WatchRecord } from '../../../../shared/report/watch/schema.ts';
import { startSshAgent, type SshAgent } from '../../../helpers/ssh-agent.ts';
import { passing, plannedSite, runOf } from '../../../helpers/site-run.ts';
import { fontsDir } from '../../pdf/pdf-tools.ts';
import { Judge } from '../../pdf/signed-report.ts';
import { CompanyCa, passphrase } from '../../signing/cms/company-ca.ts';

/** What the window does with a run that is over, with the real agent, certificates and files: nothing is sent here. */

const judge = new Judge();
const { folder } = judge;
const planned = plannedSite('gdansk-dc1');
const trap = 'snmp.gdn-1.out.lan.162-udp.v4';
const token = 'k7m2pqr9xz';
/** When the fixture's run was over; from then on this clock goes as the real one. */
const over = Date.parse('2026-11-24T20:45:00Z');
const begun = Date.now();
const clock = (): Date => new Date(over + Date.now() - begun);
let agent: SshAgent;
let agentKey = '';
const chosen: { certificate: string | null; folder: string | null; request: string | null } = {
  ...{ certificate: null, folder, request: null },
};

function runWithToken() {
  const run = runOf(planned, passing);
  const checks = run.checks.map((check) =>
    check.rule === trap
      ? { ...check, evidence: { ...check.evidence, tokenSha256: sha256Hex(utf8(token)) } }
      : check,
  );
  return { ...run, checks };
}

function watchOf(rules: readonly string[]): WatchRecord {
  return {
    ...{ startedAt: '2026-11-24T20:39:00Z', endedAt: '2026-11-24T20:41:00Z', ended: 'stopped' },
    ...{ everySeconds: 15, greenEvery: 10 },
    ...{ rounds: 4, lostRounds: 0, clockSetBackMs: 0 },
    openings: rules.map((rule) => ({
      ...{ rule, closed: null },
      ...{ lastNotPassed: '2026-11-24T20:39:10Z', firstPassed: '2026-11-24T20:40:00Z' },
    })),
  };
}

/** A site with a run that nobody signed yet, and everything that the window can call of it. */
function world(name: string, watch?: WatchRecord) {
  const path = join(folder, `${name}.site.json`);
  const opened: OpenedSite = {
    ...{ id: name, path, base: null, draftId: name, pinsAreOwn: true, practice: null },
    draft: JSON.parse(JSON.stringify(planned.site)) as Record<string, unknown>,
    ...{ acceptedKeys: new Set<string>(), signedReport: null, underWay: null },
    latest: {
      ...planned,
      run: runWithToken(),
      carriedFrom: [],
      ...(watch === undefined ? {} : { watch }),
      forget: () => Promise.resolve(),
    },
  };
  const given = {
    dialogs: {
      certificate: () => Promise.resolve(chosen.certificate),
      folder: () => Promise.resolve(chosen.folder),
      earlierRequest: () => Promise.resolve(chosen.request),
      filledRequest: () => Promise.resolve(null),
    },
    readFilled: (bytes: Uint8Array) => Promise.resolve(readFilled(bytes)),
    renderRequest: (...[model, paper]: Parameters<WizardPorts['renderRequest']>) =>
      renderDocument(model, { paper, fontsDir }),
    renderReport: async (pdf: Parameters<WizardPorts['renderReport']>[0]) =>
      (await renderReportPdf(pdf, { paper: 'a4', fontsDir })).bytes,
    userFolder: join(folder, 'user'),
    keychain: noKeychain('this test has none'),
    program: process.pid,
    agentSocket: agent.address,
    now: clock,
    newId: randomUUID,
  };
  // These sessions need no more of the program around them.
  const ports = given as unknown as WizardPorts;
  const sites = { get: () => opened } as unknown as OpenSites;
  const history = reportHistory(ports.userFolder);
  const written = handedOut(randomUUID);
  const identity = identitySession(ports);
  const recent = recentSites(ports.userFolder);
  const made = madeForSites(ports.userFolder);
  return {
    id: name,
    opened,
    made,
    identity: identity.calls,
    report: reportSession({ sites, recent, written, identity, history, made }, ports),
    proof: proofSession({ sites, written, identity, history }, ports),
    history: historySession({ sites, history, written }, ports),
    verify: verifySession(ports, givenFile(ports.windows)),
  };
}

function reportOf(name: string): Report {
  const parsed = parseReport(readFileSync(join(folder, `${name}.readiness.json`), 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.report;
}

/** What OpenSSH says of the signature beside the report. */
function sshKeygenSays(name: string): string {
  const { signer } = reportOf(name);
  const signers = judge.file(
    `${name}.signers`,
    `${signer.email} namespaces="gatecheck" ${signer.publicKey}\n`,
  );
  const path = join(folder, `${name}.readiness.json`);
  const command = 'ssh-keygen -Y verify -f "$1" -I "$2" -n gatecheck -s "$3.sig" < "$3"';
  return judge.run('sh', '-c', command, 'sh', signers, signer.email, path);
}

beforeAll(async () => {
  agent = await startSshAgent(folder, 'agent');
  const key = join(folder, 'id_agent');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'tech@laptop', '-f', key]);
  agent.add(key);
  agentKey = execFileSync('ssh-keygen', ['-lf', key], { encoding: 'utf8' }).split(' ')[1] ?? '';
});
afterAll(() => {
  agent.stop();
  judge.end();
});

describe('signing in the window', { timeout: 180_000 }, () => {
  it('offers the keys of the SSH agent, signs with one of them, and hands off what it signed', async () => {
    const { id, identity, report, proof, history } = world('agent');
    expect(await identity['identity.agentKeys']()).toMatchObject([
      { fingerprint: agentKey, comment: 'tech@laptop', unusable: null },
    ]);
    const written = await report.sign(id, { passphrase: null, agentKey });
    expect(written?.files.map(({ name }) => name)).toContain('agent.readiness.json.sig');
    expect(written?.remarks?.join(' ')).toContain('trust it once');
    expect(sshKeygenSays('agent')).toContain(
      `Good "gatecheck" signature for ${planned.site.technician.email}`,
    );
    const ids = reportOf('agent').rules.map((rule) => rule.id);
    const [line] = (await history['history.list'](id)).entries;
    if (line?.kind !== 'report') throw new Error('The report is not in the history.');
    // Nobody is known to have this key but whoever signed with it just now.
    await expect(proof['report.handOff'](id, { of: 'signed', ids })).resolves.toBeTypeOf('string');
    expect(await history['history.handOff'](id, line.line)).toContain('SHA-256');
    const forms = await history['history.export'](id, { line: line.line, formats: ['csv', 'json'] });
    expect(forms?.files.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^agent-\d{8}T\d{6}Z\.checks\.csv$/),
      expect.stringMatching(/^agent-\d{8}T\d{6}Z\.summary\.json$/),
    ]);
    await expect(world('restarted').proof['report.redact'](id, { passphrase: null })).rejects.toThrow(
      'no signed report',
    );
  });

  it('is known when the site is opened again, and another file in its place is not taken for it', async () => {
    const { id, opened, made, report } = world('again');
    await report.sign(id, { passphrase: null, agentKey });
    const { report: kept } = await made.of(siteKey(opened));
    if (kept === null) throw new Error('It was not kept.');
    expect(kept.readiness).toBe(reportOf('again').readiness);
    expect(await signedRun(kept)).toMatchObject({
      site: { customer: planned.site.customer },
      run: { checks: reportOf('again').checks },
    });
    const path = join(folder, 'again.readiness.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"pass"', '"fail"'));
    expect(await signedRun(kept)).toBeNull();
  });

  it('refuses a key that the agent does not hold, in words for the window', async () => {
    const { id, report } = world('other');
    const wrong = agentKey.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    await expect(report.sign(id, { passphrase: null, agentKey: wrong })).rejects.toMatchObject({
      message: expect.stringContaining('holds no key') as string,
      cure: expect.stringContaining('signing identity') as string,
    });
  });

  it('signs the PDF with a company’s certificate, which pdfsig shows; a wrong passphrase signs nothing', async () => {
    const company = new CompanyCa(judge);
    company.issue('ada', 'issuing', 'Ada Tester');
    const { id, identity, report } = world('company');
    expect(await identity['identity.certificate']()).toBeNull();
    chosen.certificate = company.export('ada');
    const file = await identity['identity.certificate']();
    expect(file?.name).toBe('ada.p12');
    const sign = (secret: string) =>
      report.sign(id, {
        passphrase: null,
        agentKey,
        certificate: { file: file?.id ?? '', passphrase: secret },
      });
    await expect(sign('wrong')).rejects.toThrow(/passphrase/);
    expect((await sign(passphrase))?.files).toHaveLength(3);
    const says = judge.run('pdfsig', '-nocert', join(folder, 'company.readiness.pdf'));
    expect(says).toContain('Signature is Valid');
    expect(says).toContain('Ada Tester');
  });
});

describe('a word that was read at a receiver', { timeout: 180_000 }, () => {
  const receipt = { by: 'Katarzyna', sign: { passphrase: null } };

  it('counts in the run that is not signed yet, and the report that is signed then verifies', async () => {
    const { id, report, proof, verify } = world('draft');
    expect(report.draft(id)?.rules.find((rule) => rule.id === trap)?.verdict).not.toBe('pass');
    await expect(
      proof['report.receipt'](id, { of: 'draft', token: 'abcdefghjk', ...receipt }),
    ).rejects.toThrow('carried this token');
    expect(
      await proof['report.receipt'](id, { of: 'draft', token: ` ${token.toUpperCase()} `, ...receipt }),
    ).toBeNull();
    expect(report.draft(id)?.rules.find((rule) => rule.id === trap)?.verdict).toBe('pass');
    await report.sign(id, { passphrase: null, agentKey });
    const bytes = (ending: string) => ({
      name: `draft.readiness.${ending}`,
      bytes: readFileSync(join(folder, `draft.readiness.${ending}`)),
    });
    const { results } = await verify['verify.files']([bytes('json'), bytes('json.sig')]);
    expect(results[0]?.lines.filter(({ answer }) => answer === 'invalid')).toEqual([]);
    // The PDF by itself: what is verified is the report inside, and its pages are held against it.
    const alone = await verify['verify.files']([bytes('pdf')]);
    expect(alone.results).toMatchObject([
      { result: 'intact', file: 'draft.readiness.json (inside draft.readiness.pdf)' },
    ]);
    expect(alone.results[0]?.lines.find(({ what }) => what === 'pdf')).toMatchObject({ answer: 'valid' });
    // Saved anew by another program, its attachments are still there; the pages cannot be held against it any more.
    const again = judge.file('again.pdf', bytes('pdf').bytes);
    judge.run('qpdf', '--linearize', again, join(folder, 'saved.pdf'));
    const saved = await verify['verify.files']([{ name: 'saved.pdf', bytes: judge.read('saved.pdf') }]);
    expect(saved.results[0]?.lines.find(({ what }) => what === 'pdf')?.answer).toBe('cannot-tell');
    const printed = judge.read('draft.readiness.pdf');
    writeFileSync(join(folder, 'bare.qdf'), printed);
    judge.run('qpdf', '--remove-attachment=draft.readiness.json', 'bare.qdf', 'bare.pdf');
    await expect(
      verify['verify.files']([{ name: 'bare.pdf', bytes: judge.read('bare.pdf') }]),
    ).rejects.toThrow('no readiness report lies inside this PDF');
  });

  it('comes after the report was signed: a report that follows it holds the receipt', async () => {
    const { id, opened, report, proof } = world('after');
    const sign = { passphrase: null, agentKey };
    await report.sign(id, sign);
    const first = reportOf('after');
    const written = await proof['report.receipt'](id, { of: 'signed', token, by: 'Katarzyna', sign });
    expect(written?.remarks?.join(' ')).toContain('follows the report before it');
    const second = reportOf('after');
    expect(second.previous?.id).toBe(first.id);
    expect(second.rules.find((rule) => rule.id === trap)?.verdict).toBe('pass');
    expect(sshKeygenSays('after')).toContain('Good "gatecheck" signature');
    // What would be signed after it says the same.
    expect(opened.latest?.run.checks.find(({ rule }) => rule === trap)?.observation).toBe('confirmed');
  });
});

describe('the implementation record', { timeout: 180_000 }, () => {
  it('is written from a watch’s report into the request’s form; a run made once has no times for it', async () => {
    const openings = planned.ruleSet.rules.map((rule) => rule.id).filter((rule) => rule.startsWith('ntp.'));
    const { id, report, proof } = world('watched', watchOf(openings));
    expect(report.draft(id)?.watched).toBe(true);
    await report.sign(id, { passphrase: null, agentKey });
    const request = composeChangeRequest({
      ...planned,
      ...{ createdAt: '2026-11-20T08:00:00Z', version, practice: false, siteName: 'watched' },
    });
    chosen.request = judge.file('FCR_A.json', request.json);
    const written = await proof['report.record'](id, { filled: false });
    expect(written?.files.map(({ name }) => name)).toEqual(['FCR_A_active.pdf', 'FCR_A.active.json']);
    expect(written?.remarks?.some((remark) => /^Line \d+, NTP/.test(remark))).toBe(true);
    judge.run('qpdf', '--check', 'FCR_A_active.pdf');
    expect(await proof['report.record'](id, { filled: true })).toBeNull();
    const once = world('once');
    await once.report.sign(once.id, { passphrase: null, agentKey });
    await expect(once.proof['report.record'](once.id, { filled: false })).rejects.toThrow('made once');
  });
});
