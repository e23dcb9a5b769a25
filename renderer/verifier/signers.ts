import type { SignerClock } from '../../shared/report/sshsig/allowed-signers.ts';
import { matchSigner, parseAllowedSigners } from '../../shared/report/sshsig/allowed-signers.ts';
import type { VerifyInput } from '../../shared/report/verify-report.ts';
import type { GivenFile } from './given-file.ts';

/** Nobody needs more; what is larger is no such file. */
const maxBytes = 1_000_000;

function clockOf(now: Date): SignerClock {
  const digits = (...parts: number[]): string =>
    parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('');
  return {
    utc: now.toISOString().replace(/\D/g, '').slice(0, 14),
    local: digits(
      ...[now.getFullYear(), now.getMonth() + 1, now.getDate()],
      ...[now.getHours(), now.getMinutes(), now.getSeconds()],
    ),
  };
}

interface Lists {
  readonly find: VerifyInput['findSigner'];
  /** What of the files counts for nobody, as sentences. */
  readonly notes: readonly string[];
}

/** Whom the allowed_signers files know that a person chose. None chosen: nobody is known, whatever the report says. */
export function signersIn(files: readonly GivenFile[], now: Date): Lists {
  const clock = clockOf(now);
  const lists = files.map(({ name, bytes }) => ({
    name,
    read:
      bytes === null || bytes.length > maxBytes
        ? { signers: [], skipped: [{ lineNumber: 1, reason: 'the file is too large' }] }
        : parseAllowedSigners(new TextDecoder().decode(bytes)),
  }));
  const find: VerifyInput['findSigner'] = (publicKey, signer) => {
    let reason: string | null = null;
    for (const { name, read } of lists) {
      const match = matchSigner(read, publicKey, signer.email, clock);
      if (match.kind === 'known')
        return {
          known: true,
          says: `Signed by ${signer.name} <${signer.email}>, ${name} line ${match.lineNumber}.`,
        };
      if (match.kind === 'not-for-this')
        reason = `Signed with a key that ${name} does not accept here: ${match.reason}.`;
    }
    const nowhere =
      lists.length === 0
        ? `Signed with key ${signer.fingerprint}; no allowed_signers file was given.`
        : `Signed with key ${signer.fingerprint}, which is not in ${lists.map(({ name }) => name).join(', ')}.`;
    return { known: false, says: reason ?? nowhere };
  };
  return {
    find,
    notes: lists.flatMap(({ name, read }) =>
      read.skipped
        .slice(0, 5)
        .map(({ lineNumber, reason }) => `${name}, line ${lineNumber}, counts for nobody: ${reason}.`),
    ),
  };
}
