import type { Catalogue } from '../translator.ts';
import catalog from './pl/catalog.json' with { type: 'json' };
import files from './pl/files.json' with { type: 'json' };
import machine from './pl/machine.json' with { type: 'json' };
import phrases from './pl/phrases.json' with { type: 'json' };
import probes from './pl/probes.json' with { type: 'json' };
import report from './pl/report.json' with { type: 'json' };
import request from './pl/request.json' with { type: 'json' };
import sheets from './pl/sheets.json' with { type: 'json' };
import site from './pl/site.json' with { type: 'json' };
import usecases from './pl/usecases.json' with { type: 'json' };
import verdicts from './pl/verdicts.json' with { type: 'json' };

/** Polish of what shared/ and electron/ say. */
export const polish: Catalogue = {
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
