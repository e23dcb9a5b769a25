import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import type { IdentityView } from '../../../shared/ipc/identity-calls.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { Act } from '../../components/act.tsx';
import { CopyAct } from '../../components/copy.tsx';
import { WrittenList } from '../../components/written-files.tsx';
import { t } from '../../i18n/t.ts';
import { protectionSentence } from '../../pages/identity/identity-facts.tsx';
import { IdentityForm } from '../../pages/identity/identity-form.tsx';
import { useOpen } from '../../state/use-app.ts';
import { AfterSigning } from './after-signing.tsx';
import { CopyLater } from './copy-later.tsx';
import { signWords } from './report-words.ts';
import type { Signing } from './use-signing.tsx';
import { useSigning } from './use-signing.tsx';

/** The name that practice reports are signed under; its line lies beside them in allowed_signers. */
const practiceSigner = 'practice@gatecheck.invalid';

/** The command that checks the signature without Gatecheck. */
export function verifyCommand(files: WrittenFiles, identity: string): string {
  const json = files.files.find((file) => file.name.endsWith('.json'))?.name ?? 'NAME.readiness.json';
  return `ssh-keygen -Y verify -f allowed_signers -I ${identity} -n gatecheck -s ${json}.sig < ${json}`;
}

function Signed({
  written,
  email,
  draft,
  obstacles,
}: {
  readonly written: WrittenFiles;
  readonly email: string;
  readonly draft: ReportDraft;
  readonly obstacles: readonly string[];
}) {
  const command = verifyCommand(written, email);
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
        {draft.practice ? null : (
          <p className="small sub">
            {t(
              'allowed_signers is the reader’s own list of keys; the line for yours is under “Signing identity”.',
            )}
          </p>
        )}
      </div>
      <AfterSigning practice={draft.practice} watched={draft.watched === true} obstacles={obstacles} />
    </>
  );
}

function Who({ identity }: { readonly identity: IdentityView }) {
  return (
    <div className="side-part">
      <b className="wrap">{identity.name}</b>
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
  signing,
  obstacles,
}: {
  readonly draft: ReportDraft;
  readonly signing: Signing;
  readonly obstacles: readonly string[];
}) {
  const { acts } = useOpen();
  const { fault, isBusy, fields, run } = signing;
  return (
    <form
      className="side-sign"
      aria-label={t('Sign')}
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null) run((choice) => acts.sign(choice));
      }}
    >
      {fields}
      <Act submit look="filled" size="lg" icon="key" off={fault !== null || isBusy} onAct={() => undefined}>
        {signWords(draft)}
      </Act>
      {obstacles.length === 0 ? null : (
        <CopyLater size="md" make={() => acts.handOff('draft', obstacles)}>
          {t('Copy all hand-off texts, as a draft')}
        </CopyLater>
      )}
    </form>
  );
}

function given(text: string | undefined): string {
  return text === undefined || text.trim() === '' ? t('nobody') : text;
}

/** Who signs, what will be written, and afterwards where it is. */
export function SignPanel({
  draft,
  written,
  obstacles,
}: {
  readonly draft: ReportDraft;
  readonly written: WrittenFiles | null;
  /** Ids of what stands in the way. */
  readonly obstacles: readonly string[];
}) {
  const { open } = useOpen();
  const { identity, history } = open;
  const { practice } = draft;
  const signing = useSigning({ identity: identity ?? null, practice, others: true });
  const byAgent = signing.method === 'agent';
  const email = practice
    ? practiceSigner
    : byAgent
      ? (history.present.technician?.email ?? '')
      : (identity?.email ?? '');
  const canSign = practice || byAgent || (identity !== null && identity !== undefined);
  return (
    <aside className="side" aria-label={t('Sign and save')}>
      <div className="side-part">
        <h2>{written === null ? t('Sign and save') : t('Signed and saved')}</h2>
      </div>
      {practice ? (
        <p className="side-part">
          {t('A practice report is signed with a throw-away key named PRACTICE, never with yours.')}
        </p>
      ) : null}
      {!practice && !byAgent && identity !== null && identity !== undefined ? (
        <Who identity={identity} />
      ) : null}
      {!practice && byAgent ? (
        <p className="side-part wrap">
          {t('Signed as {{name}}, {{email}}, as the first step says.', {
            name: given(history.present.technician?.name),
            email: given(email),
          })}
        </p>
      ) : null}
      {!practice && !byAgent && identity === null ? (
        <div className="side-part stack">
          <IdentityForm onDone={(passphrase) => signing.takePassphrase(passphrase ?? '')} />
          {written === null ? signing.fields : null}
        </div>
      ) : null}
      {written === null ? null : (
        <Signed written={written} email={email} draft={draft} obstacles={obstacles} />
      )}
      <p className="side-part small sub last">
        {t(
          'The signature proves that the holder of this key stated this, and that nothing changed since. It does not prove that the network told the truth.',
        )}
      </p>
      {written === null && canSign ? (
        <SignForm draft={draft} signing={signing} obstacles={obstacles} />
      ) : null}
    </aside>
  );
}
