import type { IpcArguments, IpcResults } from '../../shared/ipc/contract.ts';
import type { SigningChoice } from '../../shared/ipc/signing-choice.ts';
import type { Api } from '../api/client.ts';

/** The latest run as it stands, or the report that was signed of it. */
export type HandOffSource = IpcArguments<'report.handOff'>[1]['of'];
type Formats = readonly IpcArguments<'report.export'>[1]['formats'][number][];

/** What a person can do with runs and signed reports. Each rejects with what stands in the way, for the place that asked. */
export interface ProofActs {
  readonly latestReport: () => Promise<IpcResults['report.latest']>;
  /** The hand-off texts of these rules and groups as one. */
  readonly handOff: (of: HandOffSource, ids: readonly string[]) => Promise<string>;
  readonly exportReport: (formats: Formats) => Promise<IpcResults['report.export']>;
  readonly writeVerifier: () => Promise<IpcResults['report.verifier']>;
  readonly redact: (choice: SigningChoice) => Promise<IpcResults['report.redact']>;
  readonly enterReceipt: (
    receipt: IpcArguments<'report.receipt'>[1],
  ) => Promise<IpcResults['report.receipt']>;
  readonly writeRecord: (filled: boolean) => Promise<IpcResults['report.record']>;
  readonly readHistory: () => Promise<IpcResults['history.list']>;
  readonly verifyKept: (line: number) => Promise<IpcResults['history.verify']>;
  readonly compareKept: (older: number, newer: number) => Promise<IpcResults['history.compare']>;
  readonly exportKept: (line: number, formats: Formats) => Promise<IpcResults['history.export']>;
  readonly handOffKept: (line: number) => Promise<string>;
  readonly agentKeys: () => Promise<IpcResults['identity.agentKeys']>;
  readonly chooseCertificate: () => Promise<IpcResults['identity.certificate']>;
}

export function proofActs(api: Api, ofSite: <T>(act: (site: string) => Promise<T>) => Promise<T>): ProofActs {
  return {
    latestReport: () => ofSite((site) => api.call('report.latest', site)),
    handOff: (of, ids) => ofSite((site) => api.call('report.handOff', site, { of, ids: [...ids] })),
    exportReport: (formats) => ofSite((site) => api.call('report.export', site, { formats: [...formats] })),
    writeVerifier: () => ofSite((site) => api.call('report.verifier', site)),
    redact: (choice) => ofSite((site) => api.call('report.redact', site, choice)),
    enterReceipt: (receipt) => ofSite((site) => api.call('report.receipt', site, receipt)),
    writeRecord: (filled) => ofSite((site) => api.call('report.record', site, { filled })),
    readHistory: () => ofSite((site) => api.call('history.list', site)),
    verifyKept: (line) => ofSite((site) => api.call('history.verify', site, line)),
    compareKept: (older, newer) => ofSite((site) => api.call('history.compare', site, { older, newer })),
    exportKept: (line, formats) =>
      ofSite((site) => api.call('history.export', site, { line, formats: [...formats] })),
    handOffKept: (line) => ofSite((site) => api.call('history.handOff', site, line)),
    agentKeys: () => api.call('identity.agentKeys'),
    chooseCertificate: () => api.call('identity.certificate'),
  };
}
