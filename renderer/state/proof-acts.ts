import type { IpcArguments, IpcResults } from '../../shared/ipc/contract.ts';
import type { Api } from '../api/client.ts';

/** What a person can do with signed reports. Each rejects with what stands in the way, for the place that asked. */
export interface ProofActs {
  readonly latestReport: () => Promise<IpcResults['report.latest']>;
  readonly handOff: () => Promise<IpcResults['report.handOff']>;
  readonly exportReport: (
    formats: IpcArguments<'report.export'>[1]['formats'],
  ) => Promise<IpcResults['report.export']>;
  readonly writeVerifier: () => Promise<IpcResults['report.verifier']>;
  readonly redact: (passphrase: string | null) => Promise<IpcResults['report.redact']>;
  readonly readHistory: () => Promise<IpcResults['history.list']>;
  readonly verifyKept: (line: number) => Promise<IpcResults['history.verify']>;
  readonly compareKept: (older: number, newer: number) => Promise<IpcResults['history.compare']>;
}

export function proofActs(api: Api, ofSite: <T>(act: (site: string) => Promise<T>) => Promise<T>): ProofActs {
  return {
    latestReport: () => ofSite((site) => api.call('report.latest', site)),
    handOff: () => ofSite((site) => api.call('report.handOff', site)),
    exportReport: (formats) => ofSite((site) => api.call('report.export', site, { formats: [...formats] })),
    writeVerifier: () => ofSite((site) => api.call('report.verifier', site)),
    redact: (passphrase) => ofSite((site) => api.call('report.redact', site, { passphrase })),
    readHistory: () => ofSite((site) => api.call('history.list', site)),
    verifyKept: (line) => ofSite((site) => api.call('history.verify', site, line)),
    compareKept: (older, newer) => ofSite((site) => api.call('history.compare', site, { older, newer })),
  };
}
