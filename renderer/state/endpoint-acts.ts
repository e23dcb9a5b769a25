import type { IpcResults } from '../../shared/ipc/contract.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import type { Api } from '../api/client.ts';

/** What the Endpoints step asks of the main process. */
export interface EndpointActs {
  readonly exportEndpoints: (
    endpoints: NonNullable<SiteFile['endpoints']>,
  ) => Promise<IpcResults['endpoints.export']>;
}

export function endpointActs(
  api: Api,
  ofSite: <T>(act: (site: string) => Promise<T>) => Promise<T>,
): EndpointActs {
  return {
    exportEndpoints: (endpoints) =>
      ofSite((site) =>
        api.call(
          'endpoints.export',
          site,
          Object.fromEntries(
            Object.entries(endpoints).map(([role, list]) => [
              role,
              list.map((one) => (typeof one === 'string' ? { address: one } : one)),
            ]),
          ),
        ),
      ),
  };
}
