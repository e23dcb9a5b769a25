import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { t } from '../i18n/t.ts';

/** Mantine's own way misses a dialog that is open from its first moment. */
function useFocusBack(opened: boolean): void {
  useEffect(() => {
    if (!opened) return;
    const before = document.activeElement;
    return () => {
      setTimeout(() => {
        // Whatever took the focus meanwhile keeps it.
        if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
      });
    };
  }, [opened]);
}

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
  useFocusBack(opened);
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={width}
      centered
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      classNames={{
        content: 'dialog',
        title: 'dialog-title',
        body: 'dialog-body',
        close: 'dialog-close',
        overlay: 'dialog-shade',
      }}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* No header element: the window has its own. */}
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('Close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
