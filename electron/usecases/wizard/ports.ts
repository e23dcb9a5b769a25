import type { RunEvent } from '../../../shared/ipc/contract.ts';
import type { Zoom } from '../../../shared/ipc/zooms.ts';
import type { Language } from '../../../shared/words/languages.ts';
import type { TrustStore } from '../../engines/tls-trust.ts';
import type { SystemKeychain } from '../../signing/index.ts';
import type { RequestChangePorts } from '../request-change.ts';
import type { RunPorts } from '../run/ports.ts';
import type { SentFormPorts } from '../sent-form.ts';
import type { SignReportPorts } from '../sign-report.ts';
import type { WizardLog } from './wizard-log.ts';

/** The system's dialogs. Each gives a full path, or null when the person closed it. */
export interface WizardDialogs {
  readonly openSite: () => Promise<string | null>;
  /** `suggested`: a file name, or a full path. */
  readonly saveSite: (suggested: string) => Promise<string | null>;
  /** Where the endpoints go as CSV. `suggested`: a file name, or a full path. */
  readonly saveEndpoints: (suggested: string) => Promise<string | null>;
  /** `startIn`: a folder; null: where the system starts. */
  readonly folder: (title: string, startIn: string | null) => Promise<string | null>;
  readonly keyFile: () => Promise<string | null>;
  /** A company's certificate with its key: PKCS#12. */
  readonly certificate: () => Promise<string | null>;
  readonly report: () => Promise<string | null>;
  /** Where a backup of the identity goes. `suggested`: a file name. */
  readonly saveBackup: (suggested: string) => Promise<string | null>;
  /** A backup of the identity. */
  readonly backup: () => Promise<string | null>;
  /** A change request that came back filled in: PDF or XLSX. */
  readonly filledRequest: () => Promise<string | null>;
  /** Where a support bundle goes. `suggested`: a file name. */
  readonly saveBundle: (suggested: string) => Promise<string | null>;
  /** The JSON file of an earlier change request. */
  readonly earlierRequest: () => Promise<string | null>;
}

/** This laptop: the real one, or a simulated one in tests. */
export interface WizardLaptop {
  readonly addresses: () => readonly string[];
  readonly side: (trust: TrustStore) => RunPorts['laptop'];
}

/** The program's windows. */
export interface WizardWindows {
  readonly open: () => Promise<void>;
  /** The path of the file that the system opened this window with, once; null: none. */
  readonly given: () => Promise<string | null>;
  /** Brings a window to the front. */
  readonly show: (window: number) => Promise<void>;
  /** Sets the text size in percent, unless null; gives the one that holds. */
  readonly zoom: (percent: Zoom | null) => Promise<Zoom>;
  /** The language of menu and dialogs. */
  readonly speak: (language: Language) => Promise<void>;
}

/** A site that a window has open: enough to open it again when the wizard ended by itself. */
export interface HeldSite {
  readonly id: string;
  readonly path: string | null;
  readonly draftId: string;
  /** SHA-256 of the text that its edits rest on; null: there was no file. */
  readonly base: string | null;
  readonly pinsAreOwn: boolean;
}

/** The world outside of the wizard's use-cases, as arguments. */
export interface WizardPorts {
  readonly dialogs: WizardDialogs;
  /** Shows a file in the system's file manager. */
  readonly reveal: (path: string) => void;
  readonly push: (event: RunEvent) => void;
  /** Which window this wizard serves. */
  readonly window: number;
  readonly windows: WizardWindows;
  /** Tells which site the window has open now; null: none that could be opened again. */
  readonly holds: (site: HeldSite | null) => void;
  readonly laptop: WizardLaptop;
  /** Says that a run begins; what comes back says that it is over. A computer that nobody touches does not sleep meanwhile. */
  readonly runBegins: () => () => void;
  /** Tells by the system's notifications, where it has them. */
  readonly notify: (title: string, body: string) => void;
  /** Where the system keeps secrets for this user. */
  readonly keychain: SystemKeychain;
  /** Throws PdfNotWanted once the signal says that nobody waits for it any more. */
  readonly renderRequest: (
    ...args: [...Parameters<RequestChangePorts['renderPdf']>, signal?: AbortSignal]
  ) => ReturnType<RequestChangePorts['renderPdf']>;
  /** Reads a filled request where it cannot hold up the window. */
  readonly readFilled: SentFormPorts['readFilled'];
  readonly renderReport: SignReportPorts['renderPdf'];
  /** The page that verifies without us, as this version ships it. */
  readonly verifierFile: string;
  /** What belongs to this user: identity, accepted host keys, drafts, recent sites. */
  readonly userFolder: string;
  /** Process id of the program that a person started: its main process. */
  readonly program: number;
  readonly platform: string;
  /** Socket of the SSH agent; null: none runs. */
  readonly agentSocket: string | null;
  readonly wizardLog: WizardLog;
  readonly now: () => Date;
  /** A fresh, unguessable id. */
  readonly newId: () => string;
}
