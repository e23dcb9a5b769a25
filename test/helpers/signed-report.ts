import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { version } from '../../shared/lib/version.ts';
import { composeReport, reportBytes } from '../../shared/report/compose-report.ts';
import { signerOf } from '../../electron/signing/signer.ts';
import { provableSite } from '../shared/report/sample-report.ts';
import { passing, runOf } from './site-run.ts';

/** A report of a real site, signed with a fresh key of Inês: its bytes, and those of its signature. */
export async function signedReport(
  createdAt = '2026-11-24T20:41:07Z',
  email = 'ines@example.com',
): Promise<{ readonly report: Uint8Array; readonly signature: Uint8Array; readonly fingerprint: string }> {
  const planned = provableSite();
  const signer = signerOf(generateKeyPairSync('ed25519').privateKey, 'Inês Carvalho', email);
  const { name, publicKeyLine: publicKey, fingerprint } = signer;
  const { report } = composeReport({
    ...planned,
    siteName: 'gdansk-dc1',
    run: runOf(planned, passing),
    id: randomUUID(),
    createdAt,
    version,
    previous: null,
    signer: { name, email, publicKey, fingerprint },
  });
  const bytes = reportBytes(report);
  return { report: bytes, signature: await signer.sign(bytes), fingerprint };
}
