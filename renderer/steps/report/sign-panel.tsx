import { useState } from 'react';
import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import type { HandOff } from '../../../shared/ipc/report-calls.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import type { IdentityView } from '../../../shared/ipc/identity-calls.ts';
import { Act } from '../../components/act.tsx';
import { CopyAct } from '../../components/copy.tsx';
import { SecretField } from '../../components/fields.tsx';
import { readinessLook } from '../../components/state-words.tsx';
import { WrittenList } from '../../components/written-files.tsx';
import { useOpen } from '../../state/use-app.ts';
import { mustType } from '../../pages/identity/identity-acts.tsx';
import { IdentityForm } from '../../pages/identity/identity-form.tsx';
import { protectionSentence } from '../../pages/identity/identity-facts.tsx';
import { AfterSigning } from './after-signing.tsx';
import { t } from '../../i18n/t.ts';

/** The name that practice reports are signed under; its line lies beside them in allowed_signers. */
const practiceSigner = 'practice@gatecheck.invalid';

/** The command that checks the signature without Gatecheck. */
export function verifyCommand(files: WrittenFiles, identity: string): string {
  const json = files.files.find((file) => file.name.endsWith('.json'))?.name ?? 'NAME.readiness.json';
  return `ssh-keygen -Y verify -f allowed_signers -I ${identity} -n gatecheck -s ${json}.sig < ${json}`;
}

function Signed({
  written,
  identity,
  handOff,
  asks,
}: {
  readonly written: WrittenFiles;
  readonly identity: string;
  readonly handOff: HandOff | null;
  readonly asks: boolean;
}) {
  const command = verifyCommand(written, identity);
  return (
    <>
      <div className="side-part">
        <h3>{t('Written')}</h3>
        <WrittenList written={written} />
      </div>
      <div className="side-part">
        <h3>{t('Anyone checks it with')}</h3>
        <p className="fingerprint small-code">{command}</p>
        <CopyAct text={command}>{t('Copy the command')}</CopyAct>
      </div>
      <AfterSigning handOff={handOff} asks={asks} />
    </>
  );
}

function Who({ identity }: { readonly identity: IdentityView }) {
  return (
    <div className="side-part">
      <b>{identity.name}</b>
      <p className="sub wrap">{identity.email}</p>
      <p className="mono wrap">{identity.fingerprint}</p>
      <p className={`small ${identity.protections.length === 0 ? 'tone-unsure' : 'sub'}`}>
        {protectionSentence(identity)}
      </p>
    </div>
  );
}

function SignForm({
  draft,
  identity,
}: {
  readonly draft: ReportDraft;
  readonly identity: IdentityView | null;
}) {
  const { acts } = useOpen();
  const [passphrase, setPassphrase] = useState('');
  // The keychain opens silently. Where it does not, the passphrase beside it is asked for.
  const [refused, setRefused] = useState(false);
  const protections = draft.practice ? [] : (identity?.protections ?? []);
  const asks = protections.includes('passphrase') && (refused || !protections.includes('system'));
  const words = draft.practice ? 'as practice' : `as ${readinessLook(draft.readiness).words.toLowerCase()}`;
  const why = asks && passphrase === '' ? t('Type the passphrase of your signing key.') : null;
  return (
    <form
      className="side-sign"
      onSubmit={(event) => {
        event.preventDefault();
        if (why === null) void acts.sign(asks ? passphrase : null).then(() => setRefused(true));
      }}
    >
      {asks ? (
        <SecretField
          label={t('Passphrase of your signing key')}
          value={passphrase}
          onChange={setPassphrase}
        />
      ) : null}
      {why === null ? null : <p className="small sub">{why}</p>}
      <Act submit look="filled" size="lg" icon="key" off={why !== null} onAct={() => undefined}>
        {t('Sign and save {{words}}', { words })}
      </Act>
    </form>
  );
}

/** Who signs, what will be written, and afterwards where it is. */
export function SignPanel({
  draft,
  written,
  handOff,
}: {
  readonly draft: ReportDraft;
  readonly written: WrittenFiles | null;
  readonly handOff: HandOff | null;
}) {
  const { open } = useOpen();
  const { identity } = open;
  const needsIdentity = identity === null && !draft.practice;
  return (
    <aside className="side" aria-label={t('Sign and save')}>
      <div className="side-part">
        <h2>{written === null ? t('Sign and save') : t('Signed and saved')}</h2>
      </div>
      {draft.practice ? (
        <p className="side-part">
          {t('A practice report is signed with a throw-away key named PRACTICE, never with yours.')}
        </p>
      ) : null}
      {!draft.practice && identity !== null && identity !== undefined ? <Who identity={identity} /> : null}
      {needsIdentity ? (
        <div className="side-part">
          <IdentityForm />
        </div>
      ) : null}
      {written === null ? null : (
        <Signed
          written={written}
          identity={draft.practice ? practiceSigner : (identity?.email ?? '')}
          handOff={handOff}
          asks={!draft.practice && identity != null && mustType(identity)}
        />
      )}
      <p className="side-part small sub last">
        {t(
          'The signature proves that the holder of this key stated this, and that nothing changed since. It does not prove that the network told the truth.',
        )}
      </p>
      {written === null && (draft.practice || (identity !== null && identity !== undefined)) ? (
        <SignForm draft={draft} identity={identity ?? null} />
      ) : null}
    </aside>
  );
}
