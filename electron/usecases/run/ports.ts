import type { ControlRecord, NodeRecord, ObservedCheck } from '../../../shared/results/types.ts';
import type { SiteNode } from '../../../shared/site/schema.ts';
import type { Detection } from '../../engines/detect.ts';
import type { NodeEngines } from '../../engines/choose-engine.ts';
import type { Engine } from '../../engines/engine.ts';
import type { NodeSession } from '../../engines/node-session.ts';
import type { RunJournal } from '../../store/run-journals.ts';
import type { ExecOptions, ExecResult, TrustedHostKey } from '../../ssh/index.ts';

/** What a run needs of an SSH session; `SshSession` has it. */
export interface RunSession extends NodeSession {
  readonly hostKey: Pick<TrustedHostKey, 'algorithm' | 'fingerprint' | 'trust'>;
  /** This machine's address towards the node; absent behind a jump host. */
  readonly localAddress?: string;
  /** Absent: whether the way to the node stands still cannot be told (practice). */
  roundTrip?(): Promise<void>;
  exec(command: string, options: ExecOptions): Promise<ExecResult>;
  onClose(listener: (lost: Error | undefined) => void): void;
  close(): void;
}

/** The world outside, as arguments: the real one, or the practice node's. */
export interface RunPorts {
  /** Rejects with an SshError or UseCaseError. */
  readonly connect: (node: SiteNode, signal: AbortSignal) => Promise<RunSession>;
  /**
   * Starts what checks from the node will most probably need, while the node is still asked about itself. Called after that
   * question, for a node that allows one command at a time. Never rejects. Absent: nothing is started early.
   */
  readonly startEarly?: (session: RunSession, signal: AbortSignal) => void;
  readonly nodeEngines: (session: RunSession, detection: Detection) => NodeEngines;
  readonly laptop: {
    readonly engine: Engine;
    /** Networks that the laptop is in, `ADDRESS/PREFIX`: no negative control goes there. */
    readonly networks: readonly string[];
  };
  /** Reads the certificate that the node serves to itself; null: it could not be read. */
  readonly nodeSideCertificate: (
    session: RunSession,
    target: { readonly host: string; readonly port: number; readonly serverName: string | null },
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ) => Promise<string | null>;
  /** Takes down what is seen, so that a run that is cut off keeps it. Absent: nothing is kept. */
  readonly journal?: Pick<RunJournal, 'observed' | 'node' | 'ended'>;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly practice: boolean;
}

/** What a node's part of a run tells while it goes on. */
export interface NodeListener {
  readonly onPhase: (says: string) => void;
  readonly onRunning: (check: string, attempt: number) => void;
  /** The node was reached, and showed what it is. */
  readonly onNode: (node: NodeRecord) => void;
  readonly onObserved: (check: ObservedCheck, controls: readonly ControlRecord[]) => void;
}
