import { basename } from 'node:path';
import type { IpcArguments, IpcCall, IpcResults } from '../../../shared/ipc/contract.ts';
import type { IdentityView } from '../../../shared/ipc/identity-calls.ts';
import type { SigningChoice } from '../../../shared/ipc/signing-choice.ts';
import type { Identity, OwnKey, Signer, SystemKeychain } from '../../signing/index.ts';
import {
  allowedSignersLine,
  backupIdentity,
  createIdentity,
  listAgentKeys,
  openIdentity,
  ownKeys,
  protectIdentity,
  restoreIdentity,
  showIdentity,
  SigningError,
} from '../../signing/index.ts';
import { identityPath } from '../../store/user-directory.ts';
import { UseCaseError } from '../problem.ts';
import { utcSeconds } from '../run/utc.ts';
import { handedOut } from './handed-out.ts';
import { signerOpener, type SignerName } from './open-signer.ts';
import type { WizardPorts } from './ports.ts';

type Calls = Extract<IpcCall, `identity.${string}`>;

/** The technician's signing identity in the window. */
export interface IdentitySession {
  readonly calls: { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };
  /** Opens it for one signing. Null: the keychain opens it, or nothing is needed. */
  readonly open: (passphrase: string | null) => Promise<Signer>;
  /** Opens what was chosen for one signing: the identity or a key of the SSH agent, and a company's certificate. */
  readonly openWith: (choice: SigningChoice, technician: SignerName) => Promise<Signer>;
  /** Keys of the SSH agent that signed since the program began. */
  readonly usedKeys: () => readonly OwnKey[];
}

/** The signing part's own cures name commands of the command line. */
function inTheWindow(error: unknown): unknown {
  if (!(error instanceof SigningError)) return error;
  switch (error.kind) {
    case 'no-identity':
      return new UseCaseError('bad-input', error.message, 'Make one here: name, email address, protection.');
    case 'passphrase-needed':
    case 'wrong-passphrase':
      return new UseCaseError('bad-input', error.message, 'Type the passphrase. Nobody can recover it.');
    case 'identity-exists':
      return new UseCaseError(
        'bad-input',
        error.message,
        'Say that it may be replaced; its public key stays known.',
      );
    case 'agent-key':
    case 'agent-unavailable':
      return new UseCaseError(
        'cannot',
        error.message,
        'Load the key into the SSH agent (ssh-add) and unlock it, or sign with your signing identity.',
      );
    default:
      return error;
  }
}

/** Where the system keeps secrets for this user. Asked each time: a keychain may be unlocked meanwhile. */
function surroundings(keychain: SystemKeychain, now: Date): { keychain: SystemKeychain; now: Date } {
  return { keychain, now };
}

export function identitySession(ports: WizardPorts): IdentitySession {
  const path = identityPath(ports.userFolder);

  const guarded = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      throw inTheWindow(error);
    }
  };
  const around = (): ReturnType<typeof surroundings> => surroundings(ports.keychain, ports.now());

  const viewOf = async (identity: Identity): Promise<IdentityView> => {
    const { name, email, publicKey, fingerprint, protections, certificate, createdAt } = identity;
    const keys = await ownKeys(path);
    return {
      ...{ name, email, publicKey, fingerprint, protections, certificate, createdAt },
      signersLine: allowedSignersLine(email, publicKey),
      earlier: keys.flatMap((key) =>
        key.until === null ? [] : [{ publicKey: key.publicKey, until: key.until }],
      ),
    };
  };

  const open = (passphrase: string | null): Promise<Signer> => openIdentity(path, passphrase, around());
  const certificates = handedOut(ports.newId);
  const { agentSocket, now } = ports;
  const opener = signerOpener({ identity: open, certificates, agentSocket, now });

  return {
    open: (passphrase) => guarded(() => open(passphrase)),
    openWith: (choice, technician) => guarded(() => opener.open(choice, technician)),
    usedKeys: opener.used,
    calls: {
      'identity.agentKeys': () => guarded(() => listAgentKeys({ address: agentSocket })),
      'identity.certificate': async () => {
        const chosen = await ports.dialogs.certificate();
        return chosen === null ? null : { id: certificates.give(chosen), name: basename(chosen) };
      },
      'identity.show': async () => {
        const identity = await showIdentity(path);
        return identity === null ? null : viewOf(identity);
      },
      'identity.keychain': () => ports.keychain.available(),
      'identity.create': ({ name, email, protection, rotate }) =>
        guarded(async () => {
          const wanted = { name, email, protection, rotate, now: utcSeconds(ports.now()) };
          return viewOf(await createIdentity(path, wanted, around()));
        }),
      'identity.protect': ({ passphrase, change }) =>
        guarded(async () => {
          const wanted =
            change.kind === 'passphrase' ? { newPassphrase: change.passphrase } : { system: change.on };
          return viewOf(await protectIdentity(path, { passphrase, ...wanted }, around()));
        }),
      'identity.backup': (wish) =>
        guarded(async () => {
          const identity = await showIdentity(path);
          if (identity === null)
            throw new UseCaseError('bad-input', 'There is no signing identity yet.', 'Make one here first.');
          const day = utcSeconds(ports.now()).slice(0, 10);
          const out = await ports.dialogs.saveBackup(`gatecheck-identity-${day}.json`);
          if (out === null) return null;
          await backupIdentity(path, out, wish, around());
          return { fileName: basename(out) };
        }),
      'identity.restore': ({ passphrase, keychain, replace }) =>
        guarded(async () => {
          const from = await ports.dialogs.backup();
          if (from === null) return null;
          const wish = { passphrase, system: keychain, replace, now: utcSeconds(ports.now()) };
          return viewOf(await restoreIdentity(path, from, wish, around()));
        }),
    },
  };
}
