import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/global.layer.css';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/VisuallyHidden.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import '@mantine/core/styles/ActionIcon.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import '@mantine/core/styles/Combobox.layer.css';
import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/Radio.layer.css';
import '@mantine/core/styles/Switch.layer.css';
import { createTheme, MantineProvider } from '@mantine/core';
import type { ComponentType } from 'react';
import { useApp } from '../state/use-app.ts';

const theme = createTheme({
  fontFamily: 'var(--gc-font)',
  fontFamilyMonospace: 'var(--gc-mono)',
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/**
 * A part of the window that is built of the component kit. The start screen is not: it stands before the kit is read. Above
 * are the styles of exactly those components that are used, and of what they are made of.
 */
export function inKit<P extends object>(Part: ComponentType<P>): ComponentType<P> {
  return function InKit(props: P) {
    const { look } = useApp();
    return (
      <MantineProvider theme={theme} forceColorScheme={look === 'light' ? 'light' : 'dark'}>
        <Part {...props} />
      </MantineProvider>
    );
  };
}
