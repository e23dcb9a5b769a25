import { generateKeyPairSync } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReportWith } from '../../../electron/cli/render-report.ts';
import { allowedSignersLine, parseAllowedSigners } from '../../../electron/signing/index.ts';
import { signerOf } from '../../../electron/signing/signer.ts';
import { readCheckedReport } from '../../../electron/usecases/held-against.ts';
import { redactReportFile } from '../../../electron/usecases/redact-report.ts';
import { signAndSave } from '../../../electron/usecases/sign-report.ts';
import type { VerifyOptions } from '../../../electron/usecases/verify-report.ts';
import { verifyReportFile } from '../../../electron/usecases/verify-report.ts';
import { version } from '../../../shared/lib/version.ts';
import { plannedSite } from '../../helpers/site-run.ts';
import { sampleReport } from '../../shared/report/sample-report.ts';
import { sshKeygenIn } from '../signing/ssh-keygen.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatecheck-redact-'));
const signer = signerOf(generateKeyPairSync('ed25519').privateKey, 'Support desk', 'desk@vendor.example');
const renderPdf = renderReportWith(fileURLToPath(new URL('../../../dist/fonts', import.meta.url)));
const line = allowedSignersLine(signer.email, signer.publicKeyLine);
const options: VerifyOptions = {
  knownKeys: { kind: 'own', own: [], imported: parseAllowedSigners(line) },
  now: new Date('2026-11-25T00:00:00Z'),
  version,
};
let original = '';

beforeAll(async () => {
  const sample = sampleReport(plannedSite('gdansk-dc1'));
  const { name, email, publicKeyLine: publicKey, fingerprint } = signer;
  const report = { ...sample, signer: { name, email, publicKey, fingerprint } };
  const saved = await signAndSave(report, folder, { signer, renderPdf });
  original = saved.files[0] ?? '';
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the redacted copy of a report on disk', () => {
  it('is written beside others as JSON, signature and PDF, verifies, and shows nothing of the customer', async () => {
    const checked = await readCheckedReport(original, options);
    const out = join(folder, 'copy');
    const { report, saved } = await redactReportFile(
      { checked, folder: out, signedAt: '2026-11-25T00:00:00Z' },
      { signer, renderPdf },
    );
    const stem = `redacted-${checked.report.id.replaceAll('-', '').slice(0, 8)}.readiness`;
    expect(readdirSync(out).sort()).toEqual([`${stem}.json`, `${stem}.json.sig`, `${stem}.pdf`]);
    expect(report.redactedFrom).toEqual({ id: checked.report.id, sha256: checked.sha256 });

    const [json = '', signature = '', pdf = ''] = saved.files;
    expect((await verifyReportFile(json, options)).result).toBe('valid');
    const judged = sshKeygenIn(folder).verify({
      bytes: readFileSync(json),
      signature: readFileSync(signature),
      allowedSigners: `${line}\n`,
      email: signer.email,
    });
    expect(judged.ok).toBe(true);

    const { site } = checked.report;
    const secrets = [site.customer.name, site.customer.site, ...site.nodes.map(({ name }) => name)].filter(
      (text) => text !== '',
    );
    const shown = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    const info = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
    expect(secrets.length).toBeGreaterThan(2);
    for (const text of [shown, info]) expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(shown).toContain('[redacted]');
  });

  it('is not made of a report whose signer is not known here', async () => {
    const nobody = { ...options, knownKeys: { ...options.knownKeys, imported: parseAllowedSigners('') } };
    await expect(readCheckedReport(original, nobody as VerifyOptions)).rejects.toThrow('is not used');
  });
});
