import { Act } from '../../components/act.tsx';
import { SecretField } from '../../components/fields.tsx';
import { Segments } from '../../components/segments.tsx';
import { useOpen } from '../../state/use-app.ts';
import type { Method, SignIn, SignInHost } from './sign-in.ts';

const methods: readonly { readonly value: Method; readonly label: string }[] = [
  { value: 'password', label: 'Password' },
  { value: 'key-file', label: 'Key file' },
  { value: 'agent', label: 'Agent' },
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
        <Act icon="key" label={`Choose a key file for ${host.title}`} onAct={() => void choose()}>
          Choose a key file
        </Act>
        <span className="mono">{signIn.file?.name ?? 'none chosen'}</span>
      </div>
      <SecretField
        label={`Passphrase of the key for ${host.title}, if it has one`}
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
        name={`Sign in to ${host.title} with`}
        segments={methods}
        chosen={signIn.method}
        onChoose={(method) => onChange({ ...signIn, method })}
      />
      {signIn.method === 'password' ? (
        <SecretField
          label={`Password for ${host.title}`}
          value={signIn.password}
          onChange={(password) => onChange({ ...signIn, password })}
        />
      ) : null}
      {signIn.method === 'key-file' ? <KeyFile {...props} /> : null}
      {signIn.method === 'agent' ? (
        <p className="small sub">
          {open.info?.agentAvailable === false
            ? 'No SSH agent is running on this computer. Start one, or choose a key file.'
            : 'The keys of this computer’s SSH agent are tried. The agent is never forwarded.'}
        </p>
      ) : null}
    </div>
  );
}
