import { useState } from 'react';
import type { FieldProps } from '../../components/fields.tsx';
import { TextField } from '../../components/fields.tsx';

export const partsOf = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '');

/** Several addresses or names in one field. What stands between them stays as it is typed. */
export function ListField({
  values,
  onValues,
  ...field
}: Omit<FieldProps, 'value' | 'onChange'> & {
  readonly values: readonly string[];
  readonly onValues: (values: string[]) => void;
}) {
  const [text, setText] = useState(values.join(' '));
  // Undo, or another way to change them, brings other values: then those are shown.
  const shown = partsOf(text).join(' ') === values.join(' ') ? text : values.join(' ');
  return (
    <TextField
      {...field}
      mono
      value={shown}
      onChange={(typed) => {
        setText(typed);
        onValues(partsOf(typed));
      }}
    />
  );
}
