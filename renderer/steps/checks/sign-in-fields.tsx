import { Act } from '../../components/act.tsx';
import { SecretField } from '../../components/fields.tsx';
import { Segments } from '../../components/segments.tsx';
import { useOpen } from '../../state/use-app.ts';
import type { Method, SignIn, SignInHost } from './sign-in.ts';
import { t } from '../../i18n/t.ts';

const methods = (): readonly { readonly value: Method; readonly label: string }[] => [
  { value: 'password', label: t('Password') },
  { value: 'key-file', label: t('Key file') },
  { value: 'agent', label: t('Agent') },
];

function KeyFile({ host, signIn, onChange }: SignInFieldsProps) {
  const { acts } = useOpen();
  const choose = async (): Promise<void> => {
    const file = await acts.chooseKeyFile();
    if (file !== null) onChange({ ...signIn, file });
  };
  return (
    <>
      <div className="row-acts">
        <Act
          icon="key"
          label={t('Choose a key file for {{title}}', { title: host.title })}
          onAct={() => void choose()}
        >
          {t('Choose a key file')}
        </Act>
        <span className="mono">{signIn.file?.name ?? t('none chosen')}</span>
      </div>
      <SecretField
        label={t('Passphrase of the key for {{title}}, if it has one', { title: host.title })}
        value={signIn.passphrase}
        onChange={(passphrase) => onChange({ ...signIn, passphrase })}
      />
    </>
  );
}

export interface SignInFieldsProps {
  readonly host: SignInHost;
  readonly signIn: SignIn;
  readonly onChange: (signIn: SignIn) => void;
}

/** How to sign in to one host. What is typed here stays in the window until the run starts. */
export function SignInFields(props: SignInFieldsProps) {
  const { open } = useOpen();
  const { host, signIn, onChange } = props;
  return (
    <div className="sign-in">
      <Segments
        name={t('Sign in to {{host}} with', { host: host.title })}
        segments={methods()}
        chosen={signIn.method}
        onChoose={(method) => onChange({ ...signIn, method })}
      />
      {signIn.method === 'password' ? (
        <SecretField
          label={t('Password for {{title}}', { title: host.title })}
          value={signIn.password}
          onChange={(password) => onChange({ ...signIn, password })}
        />
      ) : null}
      {signIn.method === 'key-file' ? <KeyFile {...props} /> : null}
      {signIn.method === 'agent' ? (
        <p className="small sub">
          {open.info?.agentAvailable === false
            ? t('No SSH agent is running on this computer. Start one, or choose a key file.')
            : t('The keys of this computer’s SSH agent are tried. The agent is never forwarded.')}
        </p>
      ) : null}
    </div>
  );
}
