import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { allowedSignersLine, parseAllowedSigners } from '../../../electron/signing/index.ts';
import { signerOf } from '../../../electron/signing/signer.ts';
import { reportHistory } from '../../../electron/store/report-history.ts';
import { addReceipt } from '../../../electron/usecases/add-receipt.ts';
import { readCheckedReport } from '../../../electron/usecases/held-against.ts';
import { signAndSave, signerIn } from '../../../electron/usecases/sign-report.ts';
import type { VerifyOptions } from '../../../electron/usecases/verify-report.ts';
import { verifyReportFile } from '../../../electron/usecases/verify-report.ts';
import { sha256Hex, utf8 } from '../../../shared/lib/digest.ts';
import { version } from '../../../shared/lib/version.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { passing, plannedSite } from '../../helpers/site-run.ts';
import { sampleReport } from '../../shared/report/sample-report.ts';

const root = mkdtempSync(join(tmpdir(), 'gatecheck-receipt-'));
const folder = join(root, 'out');
const signer = signerOf(generateKeyPairSync('ed25519').privateKey, 'Tech', 'tech@example.com');
const ports = {
  signer,
  renderPdf: () => Promise.resolve(Buffer.from('no PDF is looked at here')),
  history: reportHistory(join(root, 'user')),
};
const options: VerifyOptions = {
  knownKeys: {
    kind: 'own',
    own: [],
    imported: parseAllowedSigners(allowedSignersLine(signer.email, signer.publicKeyLine)),
  },
  now: new Date('2026-11-25T00:00:00Z'),
  version,
};
const token = 'k7m2pqr9xz';
const trap = 'snmp.gdn-1.out.lan.162-udp.v4';
const receipt = { token, by: 'Katarzyna', at: '2026-11-24T20:50:00Z' };

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

async function saved(amend: (report: Report) => Report = (report) => report): Promise<string> {
  const report = sampleReport(plannedSite('gdansk-dc1'), passing, (run) => ({
    ...run,
    checks: run.checks.map((check) =>
      check.rule === trap
        ? { ...check, evidence: { ...check.evidence, tokenSha256: sha256Hex(utf8(token)) } }
        : check,
    ),
  }));
  return (await signAndSave({ ...amend(report), signer: signerIn(signer) }, folder, ports)).files[0] ?? '';
}

describe('a receipt that comes after the report was signed', () => {
  it('gives a new report that follows the first, verifies, and is kept in the history', async () => {
    const first = await readCheckedReport(await saved(), options);
    const made = await addReceipt({ checked: first, receipt, folder }, ports);
    expect(made.notKept).toBeNull();
    expect(made.report.rules.find(({ id }) => id === trap)?.verdict).toBe('pass');
    expect(made.report.previous).toEqual({ id: first.report.id, sha256: first.sha256 });
    const result = await verifyReportFile(made.saved.files[0] ?? '', options);
    expect(result.lines.filter(({ answer }) => answer === 'invalid')).toEqual([]);
    expect(result.lines.find(({ what }) => what === 'previous')?.answer).toBe('valid');
    expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).toHaveLength(2);
  });

  it('is refused when no datagram carried the token, and nothing is written', async () => {
    const before = readdirSync(folder);
    const checked = await readCheckedReport(await saved(), options);
    const there = readdirSync(folder);
    await expect(
      addReceipt({ checked, receipt: { ...receipt, token: 'abcdefghjk' }, folder }, ports),
    ).rejects.toThrow('carried this token');
    expect(readdirSync(folder)).toEqual(there);
    expect(there.length).toBeGreaterThanOrEqual(before.length);
  });

  it('keeps the opening times of a watch', async () => {
    const watch: NonNullable<Report['watch']> = {
      ...{ startedAt: '2026-11-24T20:41:00Z', endedAt: '2026-11-24T20:41:07Z', ended: 'stopped' },
      ...{ everySeconds: 5, greenEvery: 6, rounds: 1, lostRounds: 0, clockSetBackMs: 0, openings: [] },
    };
    const checked = await readCheckedReport(await saved((report) => ({ ...report, watch })), options);
    const made = await addReceipt({ checked, receipt, folder }, ports);
    expect(made.report.watch).toEqual(watch);
  });

  it('is refused when the report carries passes that are too old by then', async () => {
    const from = { id: 'aaaabbbb-0000-4000-8000-000000000001', sha256: 'a'.repeat(64) };
    const checked = await readCheckedReport(await saved(), options);
    const { report } = checked;
    const old = report.checks.findIndex(({ verdict }) => verdict === 'pass');
    const checks = report.checks.map((check, index) =>
      index === old
        ? { ...check, carriedOverFrom: { report: from.id, startedAt: check.startedAt ?? report.startedAt } }
        : check,
    );
    const late = { ...receipt, at: '2026-12-01T20:41:00Z' };
    await expect(
      addReceipt({ checked: { ...checked, report: { ...report, checks } }, receipt: late, folder }, ports),
    ).rejects.toThrow('seven days old');
  });

  it('is refused for a datagram that another report sent, which is named', async () => {
    const from = { id: 'aaaabbbb-0000-4000-8000-000000000001', sha256: 'a'.repeat(64) };
    const path = await saved((report) => ({
      ...report,
      carriedFrom: [{ ...from, createdAt: report.startedAt, signer: signer.fingerprint }],
      checks: report.checks.map((check) =>
        check.rule === trap
          ? {
              ...check,
              carriedOverFrom: { report: from.id, startedAt: check.startedAt ?? report.startedAt },
            }
          : check,
      ),
    }));
    const checked = await readCheckedReport(path, options);
    await expect(addReceipt({ checked, receipt, folder }, ports)).rejects.toThrow('report aaaabbbb');
  });
});
