import type { Catalogue } from '../translator.ts';
import catalog from './ja/catalog.json' with { type: 'json' };
import files from './ja/files.json' with { type: 'json' };
import machine from './ja/machine.json' with { type: 'json' };
import phrases from './ja/phrases.json' with { type: 'json' };
import probes from './ja/probes.json' with { type: 'json' };
import report from './ja/report.json' with { type: 'json' };
import request from './ja/request.json' with { type: 'json' };
import sheets from './ja/sheets.json' with { type: 'json' };
import site from './ja/site.json' with { type: 'json' };
import usecases from './ja/usecases.json' with { type: 'json' };
import verdicts from './ja/verdicts.json' with { type: 'json' };

/** Japanese of what shared/ and electron/ say. */
export const japanese: Catalogue = {
  ...verdicts,
  ...site,
  ...catalog,
  ...request,
  ...sheets,
  ...probes,
  ...usecases,
  ...machine,
  ...files,
  ...report,
  ...phrases,
};
