import type {
  AllowedSigner,
  AllowedSigners,
  SignerMatch,
} from '../../shared/report/sshsig/allowed-signers.ts';
import { matchSigner as matchAt, parseAllowedSigners } from '../../shared/report/sshsig/allowed-signers.ts';
import { SigningError } from './signing-error.ts';

export { allowedSignersLine, parseAllowedSigners } from '../../shared/report/sshsig/allowed-signers.ts';
export type {
  AllowedSigner,
  AllowedSigners,
  SignerMatch,
} from '../../shared/report/sshsig/allowed-signers.ts';

function localDigits(time: Date): string {
  const parts = [time.getMonth() + 1, time.getDate(), time.getHours(), time.getMinutes(), time.getSeconds()];
  const year = String(time.getFullYear()).padStart(4, '0');
  return [year, ...parts.map((part) => String(part).padStart(2, '0'))].join('');
}

/** Whether the file lets this key sign for this address, in our namespace, at this time. */
export function matchSigner(
  signers: AllowedSigners,
  publicKey: string,
  email: string,
  now: Date,
): SignerMatch {
  const utc = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return matchAt(signers, publicKey, email, { utc, local: localDigits(now) });
}

/**
 * Reads one line that a person wants to import: an `allowed_signers` line, or `EMAIL TYPE BASE64`.
 *
 * @throws SigningError `bad-key`
 */
export function parseSignerLine(text: string): AllowedSigner {
  const { signers, skipped } = parseAllowedSigners(text);
  const [signer] = signers;
  if (signer !== undefined && signers.length === 1 && skipped.length === 0) return signer;
  throw new SigningError(
    'bad-key',
    `This is no allowed_signers line: ${skipped[0]?.reason ?? (signers.length > 1 ? 'it holds several' : 'it is empty')}.`,
    'It reads: tech@example.com ssh-ed25519 AAAA...; key export --allowed-signers prints it.',
  );
}
