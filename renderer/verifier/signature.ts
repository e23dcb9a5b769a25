import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { SignatureCheck } from '../../shared/report/types.ts';
import { parseSshSignature, signatureAnswer } from '../../shared/report/sshsig/signature.ts';
import { holds } from './arithmetic.ts';
import type { ReportPair } from './sort-files.ts';

export interface CheckedSignature {
  readonly check: SignatureCheck;
  /** What computed it; null: it did not come to that. */
  readonly by: 'browser' | 'library' | null;
}

function refused(reason: string): CheckedSignature {
  return { check: { ok: false, reason }, by: null };
}

/** Verifies the signature that belongs to a report over exactly its bytes, in our namespace. */
export async function checkSignature(
  { report, signature: file }: ReportPair,
  bytes: Uint8Array,
  subtle: SubtleCrypto | undefined,
): Promise<CheckedSignature> {
  if (file === null) return refused(`There is no signature with it: ${report.name}.sig is missing.`);
  if (file.bytes === null) return refused('The signature cannot be read: it is too large for a signature.');
  const read = parseSshSignature(file.bytes);
  if (!read.ok) return { check: read, by: null };
  const { signature } = read;
  const hash = signature.hash === 'sha256' ? sha256(bytes) : sha512(bytes);
  const computed = await holds(subtle, signature, signature.signedData(hash));
  if (computed.kind === 'unable')
    return refused(
      'This browser cannot check RSA signatures here, so it is not checked. Use another browser, or OpenSSH.',
    );
  return { check: signatureAnswer(signature, computed.holds), by: computed.by };
}
