import { composeChangeRequest } from '../../shared/documents/change-request/compose.ts';
import { textFormats } from '../../shared/documents/text-formats.ts';
import type { RequestText, TextFormatName } from '../../shared/ipc/request-calls.ts';
import { version } from '../../shared/lib/version.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import { previewOf } from '../state/preview.ts';

/** The same text as behind the real bridge: it is made of the site alone. */
export function fakeRequestText(draft: SiteFile, format: TextFormatName): RequestText {
  const shown = previewOf(draft);
  if (shown === null) throw new Error('This site needs a catalogue that is not here.');
  const request = composeChangeRequest({
    catalog: shown.catalog,
    site: shown.site,
    ruleSet: shown.rules,
    createdAt: '2026-11-17T08:40:00Z',
    version,
    practice: false,
    siteName: 'site',
  });
  const { extension, write } = textFormats[format];
  return { name: `${request.stem}${extension}`, ...write(request) };
}
