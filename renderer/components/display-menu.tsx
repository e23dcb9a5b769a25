import { Menu } from '@mantine/core';
import { zooms } from '../../shared/ipc/zooms.ts';
import { languageNames, languages } from '../../shared/words/languages.ts';
import { t } from '../i18n/t.ts';
import { themes, themeWords } from '../state/theme.ts';
import type { DisplayChoice } from '../state/use-display.ts';
import { Icon } from './icon.tsx';

interface Choice<T> {
  readonly value: T;
  readonly words: string;
}

function Choices<T extends string | number>({
  name,
  choices,
  chosen,
  onChoose,
  lang = false,
}: {
  readonly name: string;
  readonly choices: readonly Choice<T>[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
  /** Each is written in a language of its own: its value. */
  readonly lang?: boolean;
}) {
  const choose = (value: string): void => {
    const found = choices.find((choice) => String(choice.value) === value);
    if (found !== undefined) onChoose(found.value);
  };
  return (
    <>
      <Menu.Label>{name}</Menu.Label>
      <Menu.RadioGroup value={String(chosen)} onChange={choose}>
        {choices.map(({ value, words }) => (
          <Menu.RadioItem
            key={value}
            value={String(value)}
            closeMenuOnClick
            checkIcon={<Icon name="now" />}
            {...(lang ? { lang: String(value) } : {})}
          >
            {words}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}

/** Theme, text size and language: one menu, on every screen at the same place. */
export function DisplayMenu({ display }: { readonly display: DisplayChoice }) {
  const name = t('Theme, text size, language');
  return (
    <Menu
      position="bottom-end"
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: 'menu', item: 'menu-item', label: 'menu-label' }}
    >
      <Menu.Target>
        <button type="button" className="act flat square" aria-label={name} title={name} data-menu="display">
          <Icon name="theme" />
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={name} className="display-menu">
        <div>
          <Choices
            name={t('Theme')}
            choices={themes.map((value) => ({ value, words: themeWords(value) }))}
            chosen={display.theme.theme}
            onChoose={display.theme.choose}
          />
        </div>
        <div>
          <Choices
            name={t('Text size')}
            choices={zooms.map((value) => ({ value, words: t('{{percent}} %', { percent: value }) }))}
            chosen={display.zoom}
            onChoose={display.chooseZoom}
          />
        </div>
        <div>
          <Choices
            lang
            name={t('Language')}
            choices={languages.map((value) => ({ value, words: languageNames[value] }))}
            chosen={display.language}
            onChoose={display.chooseLanguage}
          />
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
