import { useEffect, useState } from 'react';
import type { Zoom } from '../../shared/ipc/zooms.ts';
import type { Language } from '../../shared/words/languages.ts';
import type { Api } from '../api/client.ts';
import { storeLanguage } from '../i18n/languages.ts';
import { currentLanguage, speak } from '../i18n/t.ts';
import type { ThemeChoice } from './use-theme.ts';
import { useTheme } from './use-theme.ts';

/** How the window looks and speaks: chosen for this computer, the same in every site. */
export interface DisplayChoice {
  readonly theme: ThemeChoice;
  readonly language: Language;
  readonly chooseLanguage: (language: Language) => void;
  readonly zoom: Zoom;
  readonly chooseZoom: (zoom: Zoom) => void;
}

function useLanguage(api: Api): Pick<DisplayChoice, 'language' | 'chooseLanguage'> {
  const [language, setLanguage] = useState(currentLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    // The menu and the system's dialogs; the window speaks without them too.
    void api.call('app.speak', language).catch(() => undefined);
  }, [api, language]);
  return {
    language,
    chooseLanguage: (next) => {
      storeLanguage(next);
      void speak(next).then(() => setLanguage(next));
    },
  };
}

function useZoom(api: Api): Pick<DisplayChoice, 'zoom' | 'chooseZoom'> {
  const [zoom, setZoom] = useState<Zoom>(100);
  useEffect(() => {
    const ask = (wanted: Zoom | null): void =>
      void api
        .call('app.zoom', wanted)
        .then(setZoom)
        .catch(() => undefined);
    ask(null);
    // The menu and its keys change it too.
    return api.onWindowEvent((event) => {
      if (event.kind === 'zoomed') setZoom(event.zoom);
    });
  }, [api]);
  return {
    zoom,
    chooseZoom: (wanted) =>
      void api
        .call('app.zoom', wanted)
        .then(setZoom)
        .catch(() => undefined),
  };
}

export function useDisplay(api: Api): DisplayChoice {
  return { theme: useTheme(), ...useLanguage(api), ...useZoom(api) };
}
