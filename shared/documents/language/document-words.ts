import type { RequestFile } from '../change-request/request-json.ts';
import type { Site } from '../../site/schema.ts';
import { german } from '../../words/catalogues/de.ts';
import { japanese } from '../../words/catalogues/ja.ts';
import { polish } from '../../words/catalogues/pl.ts';
import type { Language } from '../../words/languages.ts';
import type { Catalogue } from '../../words/translator.ts';
import { Speaker } from './speaker.ts';
import { TypedTexts, typedInRequest, typedInSite } from './typed-texts.ts';

const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: {},
  de: german,
  pl: polish,
  ja: japanese,
};

/** Says a request's sentences in its language: the one that its file names, English where it names none. */
export function speakerOf(file: RequestFile, site: Site | null, catalogue?: Catalogue): Speaker {
  const language = file.request.language ?? 'en';
  const typed = new TypedTexts([...typedInRequest(file), ...(site === null ? [] : typedInSite(site))]);
  return new Speaker({ language, catalogue: catalogue ?? catalogues[language] }, typed);
}
