import type { SigningChoice } from '../../../shared/ipc/signing-choice.ts';
import { openAgentSigner, openCompanyCertificate, type OwnKey, type Signer } from '../../signing/index.ts';
import { UseCaseError } from '../problem.ts';
import type { HandedOut } from './handed-out.ts';

/** Who signs, where the key does not say it. */
export interface SignerName {
  readonly name: string;
  readonly email: string;
}

export interface SignerOpener {
  /** Opens the chosen key for one signing. @throws what stands in the way, with its cure */
  readonly open: (choice: SigningChoice, technician: SignerName) => Promise<Signer>;
  /** Keys of the SSH agent that signed since the program began: their reports are known here as own ones. */
  readonly used: () => readonly OwnKey[];
}

export interface SignerParts {
  readonly identity: (passphrase: string | null) => Promise<Signer>;
  readonly certificates: HandedOut;
  /** Null: none runs. */
  readonly agentSocket: string | null;
  readonly now: () => Date;
}

function named({ name, email }: SignerName): SignerName {
  if (name.trim() !== '' && email.trim() !== '') return { name: name.trim(), email: email.trim() };
  throw new UseCaseError(
    'bad-input',
    'A key of the SSH agent has no name, and the site names no technician with an email address.',
    'Enter your name and email address on the first step.',
  );
}

export function signerOpener({ identity, certificates, agentSocket, now }: SignerParts): SignerOpener {
  const used = new Map<string, OwnKey>();

  const openKey = async (choice: SigningChoice, technician: SignerName): Promise<Signer> => {
    if (choice.agentKey === undefined) return identity(choice.passphrase);
    const who = named(technician);
    const signer = await openAgentSigner({ address: agentSocket }, { fingerprint: choice.agentKey, ...who });
    used.set(`${signer.publicKeyLine} ${who.email}`, {
      ...who,
      publicKey: signer.publicKeyLine,
      until: null,
    });
    return signer;
  };

  return {
    open: async (choice, technician) => {
      const { certificate } = choice;
      const documents =
        certificate === undefined
          ? null
          : await openCompanyCertificate(certificates.find(certificate.file), certificate.passphrase, now());
      const signer = await openKey(choice, technician);
      return documents === null ? signer : { ...signer, documents };
    },
    used: () => [...used.values()],
  };
}
