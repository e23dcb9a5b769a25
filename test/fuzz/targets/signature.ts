import { createSshSignature, verifySignature } from '../../../electron/signing/sshsig.ts';
import { matchSigner, parseAllowedSigners } from '../../../electron/signing/index.ts';
import { allowedSignersLine } from '../../../electron/signing/index.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { fixedKey, fixedSigner } from '../fixed-keys.ts';
import { base64Mutator } from '../mutators/base64.ts';
import { textMutator } from '../mutators/text.ts';

const message = Buffer.from('{"format":"gatecheck/report@1"}', 'utf8');
const { email, publicKeyLine } = fixedSigner();
const good = createSshSignature(message, fixedKey(7));
const now = new Date('2026-11-25T08:00:00Z');

/** The signature beside a report, and the lines that say whose signatures count. */
export const target: FuzzTarget = {
  name: 'signature',
  seeds: () => [
    good,
    createSshSignature(message, fixedKey(7), 'git'),
    Buffer.from(`${allowedSignersLine(email, publicKeyLine)}\n`, 'utf8'),
    Buffer.from(
      `# people\n*@example.com,!evil@* namespaces="gatecheck,git",valid-after="20260101",valid-before="20271231235959Z" ${publicKeyLine} a comment\n`,
      'utf8',
    ),
  ],
  mutators: [base64Mutator, textMutator],
  words: [
    ...[
      '-----BEGIN SSH SIGNATURE-----',
      '-----END SSH SIGNATURE-----',
      'SSHSIG',
      'ssh-ed25519',
      'ssh-rsa',
      'sk-ssh-ed25519@openssh.com',
    ],
    ...[
      'ecdsa-sha2-nistp256',
      'nistp256',
      'rsa-sha2-512',
      'rsa-sha2-256',
      'sha512',
      'sha256',
      'gatecheck',
      'cert-authority',
    ],
    ...[
      'namespaces=',
      'valid-after=',
      'valid-before=',
      '"',
      '\\"',
      '!',
      '*',
      '?',
      '*@*',
      ',',
      '\u0000\u0000\u0000\u000b',
    ],
  ],
  mostBytes: 64_000,
  run: (input) => {
    const answer = verifySignature(message, input);
    if (answer.ok) {
      promise(
        Buffer.compare(input, good) === 0 || answer.publicKey !== publicKeyLine,
        'A changed signature never holds.',
      );
    } else promise(answer.reason !== '', 'A refusal says why.');
    const signers = parseAllowedSigners(Buffer.from(input).toString('utf8'));
    const match = matchSigner(signers, publicKeyLine, email, now);
    return answer.ok || signers.signers.length > 0 || match.kind !== 'absent' ? 'loaded' : 'refused';
  },
};
