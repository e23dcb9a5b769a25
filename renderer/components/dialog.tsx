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
    <Modal.Root opened={opened} onClose={onClose} size={width} centered transitionProps={{ duration: 0 }}>
      <Modal.Overlay className="dialog-shade" />
      <Modal.Content className="dialog">
        {/* No header element: the window has its own. */}
        <div className="dialog-head">
          <Modal.Title className="dialog-title">{title}</Modal.Title>
          <Modal.CloseButton className="dialog-close" aria-label={t('Close')} />
        </div>
        <Modal.Body className="dialog-body">{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
