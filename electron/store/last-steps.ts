import { join } from 'node:path';
import { z } from 'zod';
import type { SiteStep } from '../../shared/ipc/site-calls.ts';
import { siteSteps } from '../../shared/ipc/site-calls.ts';
import { listFile } from './list-file.ts';

const stepsFile = z.strictObject({
  format: z.literal('gatecheck/last-steps@1'),
  steps: z.array(z.strictObject({ draft: z.string(), step: z.enum(siteSteps) })).max(200),
});

const most = 100;

/** At which step each site was open last, by the id of its draft. */
export interface LastSteps {
  readonly of: (draft: string) => Promise<SiteStep | null>;
  readonly keep: (draft: string, step: SiteStep) => Promise<void>;
}

/** In `last-steps.json` of the user's folder. A damaged list is an empty one: nothing but convenience is lost. */
export function lastSteps(userFolder: string): LastSteps {
  const empty = { format: 'gatecheck/last-steps@1' as const, steps: [] };
  const file = listFile(join(userFolder, 'last-steps.json'), stepsFile, empty, { kind: 'start-anew' });
  return {
    of: async (draft) => {
      const { steps } = await file.read().catch(() => empty);
      return steps.find((one) => one.draft === draft)?.step ?? null;
    },
    keep: async (draft, step) => {
      await file.change(({ format, steps }) => ({
        format,
        steps: [{ draft, step }, ...steps.filter((one) => one.draft !== draft)].slice(0, most),
      }));
    },
  };
}
