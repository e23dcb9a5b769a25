import { Fragment } from 'react';
import { shortcutList } from '../state/keyboard.ts';
import { Dialog } from './dialog.tsx';
import { t } from '../i18n/t.ts';

export function HelpDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title={t('Keyboard')} opened={opened} onClose={onClose}>
      <dl className="keys">
        {shortcutList().map(([keys, what]) => (
          <Fragment key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </Fragment>
        ))}
      </dl>
      <p className="sub small">
        {t(
          'Gatecheck derives the firewall rules that a node needs, asks for them, and proves from the node what is reachable. It works offline: only the checks that you start leave this computer.',
        )}
      </p>
    </Dialog>
  );
}
