import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../i18n/t.ts';

/** A dialog over the screen. Esc and the cross close it; the focus comes back to where it was. */
export function Dialog({
  title,
  opened,
  onClose,
  children,
  width = 480,
}: {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly width?: number;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={width}
      centered
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('Close') }}
      classNames={{
        content: 'dialog',
        header: 'dialog-head',
        title: 'dialog-title',
        body: 'dialog-body',
        close: 'dialog-close',
        overlay: 'dialog-shade',
      }}
    >
      {children}
    </Modal>
  );
}
