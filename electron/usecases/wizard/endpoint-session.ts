import { dirname, join } from 'node:path';
import { endpointsCsv } from '../../../shared/documents/endpoint-csv.ts';
import type { IpcArguments, IpcCall, IpcResults } from '../../../shared/ipc/contract.ts';
import { siteNameOf } from '../../store/site-file.ts';
import { writeAtomically } from '../../store/write-atomically.ts';
import { type HandedOut, writtenFiles } from './handed-out.ts';
import type { OpenSites } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';

type Calls = Extract<IpcCall, `endpoints.${string}`>;

/** The endpoints of a site as a table for others. */
export function endpointSession(
  { sites, written }: { readonly sites: OpenSites; readonly written: HandedOut },
  ports: WizardPorts,
): { readonly calls: { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> } } {
  return {
    calls: {
      'endpoints.export': async (id, endpoints) => {
        const { path } = sites.get(id);
        const name = `${path === null ? 'site' : siteNameOf(path)}.endpoints.csv`;
        const out = await ports.dialogs.saveEndpoints(path === null ? name : join(dirname(path), name));
        if (out === null) return null;
        await writeAtomically(out, endpointsCsv(endpoints));
        return writtenFiles([out], dirname(out), written, []);
      },
    },
  };
}
