import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { SignerToTrust } from '../../../shared/ipc/verify-calls.ts';
import { Act } from '../../components/act.tsx';
import { TextField } from '../../components/fields.tsx';
import { sameFingerprint } from './verdict-words.ts';
import { t } from '../../i18n/t.ts';

/** What is still missing before a signer may be trusted; null: nothing. */
export function whyNoTrust(fingerprint: string, received: string, cameAnotherWay: boolean): string | null {
  if (received.trim() === '') return t('Type or paste the fingerprint that the signer gave you.');
  if (!sameFingerprint(fingerprint, received))
    return t('That is another key. Do not rely on this report before you have asked the signer.');
  return cameAnotherWay ? null : t('The fingerprints agree. Say below how it came to you.');
}

/** Only who compared the fingerprint by another way takes a signer among the known ones. */
export function TrustForm({
  signer,
  onTrust,
  onLeave,
}: {
  readonly signer: SignerToTrust;
  readonly onTrust: (received: string) => void;
  readonly onLeave: () => void;
}) {
  const [received, setReceived] = useState('');
  const [cameAnotherWay, setCameAnotherWay] = useState(false);
  const why = whyNoTrust(signer.fingerprint, received, cameAnotherWay);
  const other = received.trim() !== '' && !sameFingerprint(signer.fingerprint, received);
  return (
    <form
      className="trust-form stack"
      aria-label={t('Trust {{name}}', { name: signer.name })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onLeave();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (why === null) onTrust(received);
      }}
    >
      <TextField
        mono
        label={t('Fingerprint as {{name}} gave it to you', { name: signer.name })}
        value={received}
        onChange={setReceived}
        placeholder="SHA256:…"
        required
        {...(other ? { wrong: { path: '', message: t('That is another key.') } } : {})}
      />
      <Checkbox
        label={t(
          'It came to me by another way than this file: by telephone, in person, or from the company’s own page',
        )}
        checked={cameAnotherWay}
        onChange={(event) => setCameAnotherWay(event.currentTarget.checked)}
        classNames={{ label: 'check-label', input: 'check-input' }}
      />
      <p className={`small ${other ? 'tone-fail' : 'sub'}`} role="status">
        {why ??
          t('From now on reports signed with this key as {{email}} count as signed by a known signer.', {
            email: signer.email,
          })}
      </p>
      <div className="row-acts">
        <Act size="sm" submit off={why !== null} onAct={() => undefined}>
          {t('Trust this signer')}
        </Act>
        <Act size="sm" look="flat" onAct={onLeave}>
          {t('Do not')}
        </Act>
      </div>
    </form>
  );
}
