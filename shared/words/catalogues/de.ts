import type { Catalogue } from '../translator.ts';
import catalog from './de/catalog.json' with { type: 'json' };
import files from './de/files.json' with { type: 'json' };
import machine from './de/machine.json' with { type: 'json' };
import phrases from './de/phrases.json' with { type: 'json' };
import probes from './de/probes.json' with { type: 'json' };
import report from './de/report.json' with { type: 'json' };
import request from './de/request.json' with { type: 'json' };
import sheets from './de/sheets.json' with { type: 'json' };
import site from './de/site.json' with { type: 'json' };
import usecases from './de/usecases.json' with { type: 'json' };
import verdicts from './de/verdicts.json' with { type: 'json' };

/** German of what shared/ and electron/ say. */
export const german: Catalogue = {
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
