import { useState } from 'react';
import { t } from '../../i18n/t.ts';

/** A list, not a book: more would hold up every keystroke. */
const mostBytes = 2_000_000;

/** Takes the text of a file by its bytes: the window has no paths. */
export function useTableFile(onText: (text: string) => void): {
  readonly fault: string | null;
  readonly take: (file: File | undefined) => void;
} {
  const [fault, setFault] = useState<string | null>(null);
  const read = async (file: File): Promise<void> => {
    if (file.size > mostBytes) {
      setFault(
        t('{{file}} is too large for a list of addresses. Paste the part that is needed.', {
          file: file.name,
        }),
      );
      return;
    }
    try {
      const text = await file.text();
      if (text.includes('\0')) {
        setFault(t('{{file}} is no text. Save the table as CSV first.', { file: file.name }));
        return;
      }
      setFault(null);
      onText(text);
    } catch {
      setFault(t('{{file}} cannot be read. Paste its text instead.', { file: file.name }));
    }
  };
  return {
    fault,
    take: (file) => {
      if (file !== undefined) void read(file);
    },
  };
}
