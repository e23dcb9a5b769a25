import type { Catalogue } from '../translator.ts';
import catalog from './ja/catalog.json' with { type: 'json' };
import program from './ja/program.json' with { type: 'json' };
import report from './ja/report.json' with { type: 'json' };
import request from './ja/request.json' with { type: 'json' };
import site from './ja/site.json' with { type: 'json' };
import verdicts from './ja/verdicts.json' with { type: 'json' };

/** Japanese of what shared/ and electron/ say. */
export const japanese: Catalogue = {
  ...verdicts,
  ...site,
  ...catalog,
  ...request,
  ...report,
  ...program,
};
