import type { IpcArguments, IpcResults } from '../../shared/ipc/contract.ts';
import type { identityArguments, IdentityView } from '../../shared/ipc/identity-calls.ts';
import { fakeFingerprint } from './fake-verify.ts';
import { ProblemError } from './problem.ts';

type Call = keyof typeof identityArguments;
type Handlers = { readonly [C in Call]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };

const firstKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFakeFakeFakeFakeFakeFakeFakeFakeFakeFakeFake';

/** The fake's identity; its keychain is there when the page was asked for with `?keychain`. */
export function fakeIdentity(): Handlers {
  let identity: IdentityView | null = null;
  const keychain = new URLSearchParams(globalThis.location.search).has('keychain');
  const now = <T>(value: T): Promise<T> => Promise.resolve(value);
  const made = (
    wanted: { readonly name: string; readonly email: string },
    protections: IdentityView['protections'],
  ): IdentityView => {
    const before = identity;
    identity = {
      name: wanted.name,
      email: wanted.email,
      publicKey: before === null ? firstKey : `${firstKey}${before.earlier.length + 2}`,
      fingerprint: fakeFingerprint,
      protections,
      certificate: null,
      createdAt: '2026-11-24T20:00:00Z',
      signersLine: `${wanted.email} namespaces="gatecheck" ${firstKey}`,
      earlier:
        before === null
          ? []
          : [{ publicKey: before.publicKey, until: '2026-11-24T20:00:00Z' }, ...before.earlier],
    };
    return identity;
  };
  return {
    'identity.show': () => now(identity),
    'identity.keychain': () =>
      now(keychain ? { kind: 'yes' as const } : { kind: 'no' as const, why: 'no secret service runs' }),
    'identity.create': ({ name, email, protection }) => {
      const passphrase = protection.kind === 'none' ? null : protection.passphrase;
      return now(
        made({ name, email }, [
          ...(passphrase === null ? [] : (['passphrase'] as const)),
          ...(protection.kind === 'system' ? (['system'] as const) : []),
        ]),
      );
    },
    'identity.protect': ({ passphrase, change }) => {
      if (passphrase === 'wrong')
        throw new ProblemError({
          message: 'The passphrase does not open the signing identity.',
          cure: 'Type the passphrase. Nobody can recover it.',
          findings: [],
        });
      const { protections } = identity ?? { protections: [] };
      const added = change.kind === 'passphrase' ? ('passphrase' as const) : ('system' as const);
      identity =
        identity === null ? null : { ...identity, protections: [...new Set([...protections, added])] };
      return identity === null ? Promise.reject(new Error('There is no identity.')) : now(identity);
    },
    'identity.backup': () => now({ fileName: 'gatecheck-identity.backup.json' }),
    'identity.agentKeys': () =>
      now([
        {
          type: 'ssh-ed25519',
          fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDMGJMBFVIvqq1e0cA',
          comment: 'm.brzeczyk@laptop-31',
          unusable: null,
        },
        {
          type: 'sk-ssh-ed25519@openssh.com',
          fingerprint: 'SHA256:JqLwPEY5Y5P9K8pPNWnNq8Wv1ahYgR0bFEYtqYoV0cA',
          comment: 'token',
          unusable: 'keys on security tokens sign in a form that this program does not verify',
        },
      ]),
    'identity.certificate': () => now({ id: 'certificate-1', name: 'brzeczyk.p12' }),
    'identity.restore': () =>
      now(made({ name: 'Małgorzata Brzęczyk', email: 'm.brzeczyk@nordhafen.example' }, ['passphrase'])),
  };
}
