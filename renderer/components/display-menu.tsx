import { Popover } from '@mantine/core';
import { useId, useState } from 'react';
import { zooms } from '../../shared/ipc/zooms.ts';
import { languageNames, languages } from '../../shared/words/languages.ts';
import { t } from '../i18n/t.ts';
import { themes, themeWords } from '../state/theme.ts';
import type { DisplayChoice } from '../state/use-display.ts';
import { Icon } from './icon.tsx';

interface Option<T> {
  readonly value: T;
  readonly words: string;
}

function Options<T extends string | number>({
  name,
  options,
  chosen,
  onChoose,
  lang = false,
}: {
  readonly name: string;
  readonly options: readonly Option<T>[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
  /** Each is written in a language of its own: its value. */
  readonly lang?: boolean;
}) {
  const group = useId();
  return (
    <fieldset>
      <legend className="menu-label">{name}</legend>
      {options.map(({ value, words }) => (
        <label key={value} className="menu-item" {...(lang ? { lang: String(value) } : {})}>
          <input
            className="unseen"
            type="radio"
            name={group}
            checked={value === chosen}
            data-autofocus={value === chosen ? true : undefined}
            onChange={() => onChoose(value)}
          />
          <Icon
            name={value === chosen ? 'now' : 'empty'}
            className={value === chosen ? 'tone-running' : 'dim'}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

/** Theme, text size and language: one button, on every screen at the same place. What is chosen holds at once. */
export function DisplayMenu({ display }: { readonly display: DisplayChoice }) {
  const [opened, setOpened] = useState(false);
  const name = t('Theme, text size, language');
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      offset={4}
      transitionProps={{ duration: 0 }}
      withinPortal={false}
      trapFocus
      returnFocus
      classNames={{ dropdown: 'menu display-menu' }}
    >
      <Popover.Target>
        <button
          type="button"
          className="act flat square"
          aria-label={name}
          title={name}
          data-menu="display"
          onClick={() => setOpened(!opened)}
        >
          <Icon name="theme" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={name}>
        <Options
          name={t('Theme')}
          options={themes.map((value) => ({ value, words: themeWords(value) }))}
          chosen={display.theme.theme}
          onChoose={display.theme.choose}
        />
        <Options
          name={t('Text size')}
          options={zooms.map((value) => ({ value, words: t('{{percent}} %', { percent: value }) }))}
          chosen={display.zoom}
          onChoose={display.chooseZoom}
        />
        <Options
          lang
          name={t('Language')}
          options={languages.map((value) => ({ value, words: languageNames[value] }))}
          chosen={display.language}
          onChoose={display.chooseLanguage}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
