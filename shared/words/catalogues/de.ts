import type { Catalogue } from '../translator.ts';
import catalog from './de/catalog.json' with { type: 'json' };
import program from './de/program.json' with { type: 'json' };
import report from './de/report.json' with { type: 'json' };
import request from './de/request.json' with { type: 'json' };
import site from './de/site.json' with { type: 'json' };
import verdicts from './de/verdicts.json' with { type: 'json' };

/** German of what shared/ and electron/ say. */
export const german: Catalogue = {
  ...verdicts,
  ...site,
  ...catalog,
  ...request,
  ...report,
  ...program,
};
