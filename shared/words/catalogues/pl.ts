import type { Catalogue } from '../translator.ts';
import catalog from './pl/catalog.json' with { type: 'json' };
import program from './pl/program.json' with { type: 'json' };
import report from './pl/report.json' with { type: 'json' };
import request from './pl/request.json' with { type: 'json' };
import site from './pl/site.json' with { type: 'json' };
import verdicts from './pl/verdicts.json' with { type: 'json' };

/** Polish of what shared/ and electron/ say. */
export const polish: Catalogue = {
  ...verdicts,
  ...site,
  ...catalog,
  ...request,
  ...report,
  ...program,
};
