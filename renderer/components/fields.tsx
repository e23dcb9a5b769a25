import { NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useId } from 'react';
import type { Finding } from '../../shared/lib/result.ts';
import { Icon } from './icon.tsx';
import { messageInWords } from '../../shared/site/place-words.ts';
import { said } from '../i18n/said.ts';
import { t } from '../i18n/t.ts';

export interface FieldProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly id?: string;
  readonly mono?: boolean;
  readonly help?: ReactNode;
  /** A finding: what is wrong, and the cure. */
  readonly wrong?: Finding | undefined;
  /** One-click cures beside the message. */
  readonly fixes?: readonly { readonly words: string; readonly act: () => void }[];
  readonly placeholder?: string;
  readonly required?: boolean;
  /** Takes the focus when the dialog that it stands in is opened. */
  readonly focused?: boolean;
}

const look = {
  label: 'field-label',
  input: 'field-input',
  error: 'field-error',
  description: 'field-help',
  wrapper: 'field-box',
  required: 'required-mark',
};

function errorOf({ wrong, fixes = [] }: FieldProps): ReactNode {
  if (wrong === undefined) return undefined;
  return (
    <span>
      <Icon name="fail" /> {said(messageInWords(wrong.message))} {said(wrong.cure ?? '')}
      {fixes.map((fix) => (
        <button key={fix.words} type="button" className="link" onClick={fix.act}>
          {fix.words}
        </button>
      ))}
    </span>
  );
}

function common(props: FieldProps) {
  return {
    label: props.label,
    value: props.value,
    description: props.help,
    error: errorOf(props),
    placeholder: props.placeholder,
    withAsterisk: false,
    className: props.mono === true ? 'mono-field' : '',
    inputWrapperOrder: ['label', 'input', 'error', 'description'] as (
      'label' | 'input' | 'error' | 'description'
    )[],
    ...(props.id === undefined ? {} : { id: props.id }),
    ...(props.focused === true ? { 'data-autofocus': true } : {}),
    ...(props.required === true ? { 'aria-required': true } : {}),
  };
}

export function TextField({
  suggestions,
  ...props
}: FieldProps & {
  /** What it may be; anything else can be typed too. */
  readonly suggestions?: readonly string[];
}) {
  const list = useId();
  return (
    <>
      <TextInput
        {...common(props)}
        classNames={look}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => props.onChange(event.currentTarget.value)}
        {...(suggestions === undefined ? {} : { list })}
      />
      {suggestions === undefined ? null : (
        <datalist id={list}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </>
  );
}

export function TextBox({ rows = 3, ...props }: FieldProps & { readonly rows?: number }) {
  return (
    <Textarea
      {...common(props)}
      classNames={look}
      rows={rows}
      spellCheck={false}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** A secret: never in the draft, never written. */
export function SecretField(props: FieldProps) {
  return (
    <PasswordInput
      {...common(props)}
      classNames={{ ...look, input: 'field-password', innerInput: 'field-inner' }}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': t('Show what is typed') }}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

export function Choice({
  options,
  ...props
}: FieldProps & { readonly options: readonly { readonly value: string; readonly label: string }[] }) {
  return (
    <NativeSelect
      {...common(props)}
      classNames={look}
      data={options.map(({ value, label }) => ({ value, label }))}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
