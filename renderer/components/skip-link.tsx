import { t } from '../i18n/t.ts';
import { focusScreen } from './focus.ts';

/** The first stop of Tab: past the header and the steps, to the screen's heading. Seen while it has the focus. */
export function SkipLink() {
  return (
    <button type="button" className="skip act" onClick={focusScreen}>
      {t('Skip to the screen')}
    </button>
  );
}
