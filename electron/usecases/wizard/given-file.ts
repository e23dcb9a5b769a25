import type { WizardWindows } from './ports.ts';

/** What the system opened a window with. */
export interface GivenFile {
  readonly ask: () => Promise<Kind | null>;
  /** Its path, once, if it is of this kind. */
  readonly take: (kind: Kind) => string | null;
}

type Kind = 'site' | 'report';

/** A report by the end of its name, or the PDF that holds one; all else is tried as a site. */
const kindOf = (path: string): Kind => (/\.(readiness\.json|pdf)$/i.test(path) ? 'report' : 'site');

export function givenFile(windows: WizardWindows): GivenFile {
  let given: string | null = null;
  return {
    ask: async () => {
      given = await windows.given();
      return given === null ? null : kindOf(given);
    },
    take: (kind) => {
      if (given === null || kindOf(given) !== kind) return null;
      const path = given;
      given = null;
      return path;
    },
  };
}
