import { Checkbox } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { KeychainView } from '../../../shared/ipc/identity-calls.ts';
import { Act } from '../../components/act.tsx';
import { SecretField } from '../../components/fields.tsx';
import type { IconName } from '../../components/icon.tsx';
import { useLate } from '../../components/use-late.ts';
import { t } from '../../i18n/t.ts';
import { useApp } from '../../state/use-app.ts';

/** The system's keychain; null: it is still being asked. */
export function useKeychain(): KeychainView | null {
  const { acts } = useApp();
  const [keychain, setKeychain] = useState<KeychainView | null>(null);
  useEffect(() => {
    let isShown = true;
    void acts.askKeychain().then((found) => {
      if (isShown) setKeychain(found);
    });
    return () => {
      isShown = false;
    };
  }, [acts]);
  return keychain;
}

/** The form of each act on the identity: fields, why it cannot go on yet, what is waited for, and the way out. */
export function ActForm({
  name,
  fault,
  act,
  icon,
  busySays,
  onAct,
  onLeave,
  children,
}: {
  /** For assistive technology. */
  readonly name: string;
  readonly fault: string | null;
  readonly act: string;
  readonly icon?: IconName;
  /** What is waited for while it is carried out. */
  readonly busySays: string;
  readonly onAct: () => Promise<unknown>;
  /** Absent: there is nothing to go back to. */
  readonly onLeave?: (() => void) | undefined;
  readonly children: React.ReactNode;
}) {
  const [busy, setBusy] = useState(false);
  const late = useLate(busy);
  const form = useRef<HTMLFormElement>(null);
  const wasOpened = onLeave !== undefined;
  useEffect(() => {
    if (wasOpened) form.current?.querySelector('input')?.focus();
  }, [wasOpened]);
  const carryOut = async (): Promise<void> => {
    setBusy(true);
    try {
      await onAct();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      ref={form}
      className="identity-form stack"
      aria-label={name}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || onLeave === undefined) return;
        event.preventDefault();
        onLeave();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null && !busy) void carryOut();
      }}
    >
      {children}
      <p className="small tone-unsure form-fault" role="status">
        {late ? busySays : (fault ?? '')}
      </p>
      <div className="row-acts">
        <Act
          submit
          look="filled"
          off={fault !== null || busy}
          onAct={() => undefined}
          {...(icon === undefined ? {} : { icon })}
        >
          {act}
        </Act>
        {onLeave === undefined ? null : (
          <Act look="flat" onAct={onLeave}>
            {t('Do not')}
          </Act>
        )}
      </div>
    </form>
  );
}

export function Tick({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <Checkbox
      label={label}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      classNames={{ label: 'check-label', input: 'check-input' }}
    />
  );
}

/** A new passphrase, typed twice. */
export interface TypedTwice {
  readonly passphrase: string;
  readonly repeated: string;
}

export function NewPassphrase({
  labels: [first, again],
  typed,
  set,
}: {
  readonly labels: readonly [string, string];
  readonly typed: TypedTwice;
  readonly set: (change: Partial<TypedTwice>) => void;
}) {
  return (
    <>
      <SecretField label={first} value={typed.passphrase} onChange={(passphrase) => set({ passphrase })} />
      <SecretField label={again} value={typed.repeated} onChange={(repeated) => set({ repeated })} />
    </>
  );
}
