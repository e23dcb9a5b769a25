import { useId, useRef, useState } from 'react';
import type { FocusEvent, ToggleEvent } from 'react';
import { zooms } from '../../shared/ipc/zooms.ts';
import { languageNames, languages } from '../../shared/words/languages.ts';
import { t } from '../i18n/t.ts';
import { themes, themeWords } from '../state/theme.ts';
import type { DisplayChoice } from '../state/use-display.ts';
import { Icon } from './icon.tsx';

/** Between the button and its menu, in pixels. */
const gap = 4;

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
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const name = t('Theme, text size, language');
  const place = ({ currentTarget, newState }: ToggleEvent<HTMLElement>): void => {
    const at = button.current?.getBoundingClientRect();
    if (newState !== 'open' || at === undefined) return;
    // The root is as wide as the page without its scroll bar.
    currentTarget.style.top = `${at.bottom + gap}px`;
    currentTarget.style.right = `${document.documentElement.clientWidth - at.right}px`;
  };
  const toggled = ({ currentTarget, newState }: ToggleEvent<HTMLElement>): void => {
    setOpened(newState === 'open');
    if (newState === 'open') currentTarget.querySelector<HTMLInputElement>('input:checked')?.focus();
  };
  const left = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void => {
    // A press on what takes no focus leaves it open.
    if (relatedTarget !== null && relatedTarget !== button.current && !currentTarget.contains(relatedTarget))
      currentTarget.hidePopover();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="act flat square"
        aria-label={name}
        title={name}
        aria-expanded={opened}
        popoverTarget={id}
        data-menu="display"
      >
        <Icon name="theme" />
      </button>
      <div
        id={id}
        popover="auto"
        className="menu display-menu"
        role="group"
        aria-label={name}
        onBeforeToggle={place}
        onToggle={toggled}
        onBlur={left}
      >
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
      </div>
    </>
  );
}
