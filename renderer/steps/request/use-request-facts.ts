import { useMemo } from 'react';
import type { RequestFacts } from '../../../shared/documents/change-request/facts.ts';
import { reviseRequest } from '../../../shared/documents/change-request/revise.ts';
import { useOpen } from '../../state/use-app.ts';

/** The rows of the request as the documents number them. */
export function useRequestFacts(): RequestFacts {
  const { preview, open } = useOpen();
  const { catalog, site, rules } = preview;
  const practice = open.opened.practice !== null;
  const { against } = open;
  return useMemo(
    () =>
      reviseRequest({
        ...{ catalog, site, ruleSet: rules, practice },
        // Of the files only; the rows do not depend on them.
        ...{ createdAt: '', version: '', siteName: '' },
        ...(against?.since == null ? {} : { since: against.since }),
        ...(against?.checked == null ? {} : { checked: against.checked }),
      }),
    [catalog, site, rules, practice, against],
  );
}
