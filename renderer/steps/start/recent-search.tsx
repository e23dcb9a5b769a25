import { TextField } from '../../components/fields.tsx';
import { t } from '../../i18n/t.ts';

/** Narrows the list of recent sites to what is looked for. */
export function RecentSearch({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return <TextField label={t('Find a customer, site or file')} value={value} onChange={onChange} />;
}
