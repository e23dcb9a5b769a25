import type { Duplex } from 'node:stream';

/** One way to sign in. A password also answers keyboard-interactive prompts. */
export type Credential =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'key-file'; readonly path: string; readonly passphrase?: string }
  | { readonly kind: 'key'; readonly privateKey: Buffer | string; readonly passphrase?: string }
  | { readonly kind: 'agent'; readonly socket: string };

/** A host to sign in to. Its credentials are never offered to another hop. */
export interface SshHop {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly credentials: readonly Credential[];
  /** How messages call this host, e.g. the node's name; the address when absent. */
  readonly name?: string;
}

export type HopRole = 'node' | 'jump';

/** Where the trust in a host key came from, as the report prints it. */
export type HostKeyTrust = 'accepted' | 'known-hosts' | 'given' | 'site-file' | 'accepted-this-run';

export interface HostKeyOffer {
  readonly host: string;
  readonly port: number;
  readonly hop: HopRole;
  /** The key's type, e.g. `ssh-ed25519`. */
  readonly algorithm: string;
  /** `SHA256:` and unpadded base64, as ssh-keygen prints it. */
  readonly fingerprint: string;
  /** The public key as SSH sends it (RFC 4253 section 6.6). */
  readonly key: Buffer;
}

export type HostKeyDecision =
  | { readonly kind: 'trusted'; readonly trust: HostKeyTrust }
  | {
      readonly kind: 'refused';
      /** `declined`: a person saw the fingerprint and said no. */
      readonly reason: 'unknown' | 'changed' | 'revoked' | 'declined';
      /** Fingerprints that are known for this host, for `changed`. */
      readonly known?: readonly string[];
      /**
       * Only bare fingerprints speak against the key, and a bare fingerprint does not say which of the host's keys it is
       * of: `connect` then asks the host for its keys of other types before it gives up.
       */
      readonly otherTypeMayMatch?: true;
    };

/**
 * Decides whether the key that a host offers is trusted. The connection's deadline stands still meanwhile: a person may
 * be reading the fingerprint. Store an accepted key only after `connect` has resolved: only then the host has proven
 * that it holds the key.
 */
export interface DecideHostKey {
  (offer: HostKeyOffer): Promise<HostKeyDecision>;
  /** Key types known for a host, asked for first, so that a host with several keys shows the known one. */
  readonly preferredAlgorithms?: (host: string, port: number) => readonly string[];
}

export interface ConnectOptions {
  /** Hosts to go through, the first one dialled from here. */
  readonly jump?: readonly SshHop[];
  readonly decideHostKey: DecideHostKey;
  /** For each hop, from dialling to signed in, without the time that `decideHostKey` takes. */
  readonly readyTimeoutMs: number;
  /** Interval of keepalives; the session counts as lost after three without answer. 0 = none. */
  readonly keepaliveMs: number;
  readonly signal?: AbortSignal;
  /** A login banner, without control characters. */
  readonly onBanner?: (banner: string, hop: SshHop) => void;
}

export interface TrustedHostKey {
  readonly algorithm: string;
  readonly fingerprint: string;
  readonly key: Buffer;
  readonly trust: HostKeyTrust;
}

export interface ExecOptions {
  /** Written to the command's standard input, which then ends. */
  readonly stdin?: Uint8Array | string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Limit for standard output and for standard error; a command that writes more is stopped. Default 4 MiB. */
  readonly maxOutputBytes?: number;
}

export interface ExecResult {
  /** Null when a signal ended the command, it was stopped for too much output, or the host did not say. */
  readonly code: number | null;
  readonly signal?: string;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly truncated: boolean;
}

export interface ExecStreamOptions {
  readonly stdin?: Uint8Array | string;
  /** Leave standard input open until the command ends, so that the command notices when the session is gone. */
  readonly keepStdinOpen?: boolean;
  /** Called once, when the command was started: a way to write more to the standard input that was left open. */
  readonly withInput?: (write: (text: string) => void) => void;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** One line without its line ending. `cut`: the line was longer than `maxLineBytes`, the rest of it is dropped. */
  readonly onStdout: (line: string, cut: boolean) => void;
  readonly onStderr?: (line: string, cut: boolean) => void;
  /** Default 64 KiB. */
  readonly maxLineBytes?: number;
  /** Limit for standard output and standard error together; a command that writes more is stopped. Default 8 MiB. */
  readonly maxOutputBytes?: number;
}

export interface ExecStreamResult {
  readonly code: number | null;
  readonly signal?: string;
}

/** What the host said about a TCP connection that it was asked to open. Times in milliseconds from the request. */
export type ForwardResult =
  | { readonly kind: 'connected'; readonly channel: Duplex; readonly ms: number }
  | { readonly kind: ForwardFailure; readonly ms: number; readonly message: string };

/**
 * `prohibited`: the SSH server does not forward, which says nothing about the target. `failed`: it gave no reason.
 * `timed-out`: our own deadline passed first. `lost`, `cancelled`: the session ended, or the caller stopped.
 */
export type ForwardFailure =
  'refused' | 'unreachable' | 'timed-out' | 'unresolved' | 'prohibited' | 'failed' | 'lost' | 'cancelled';

export interface ForwardOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * A command whose standard input and output are one stream; destroying it ends the command. `no-channel`: the server
 * opens no further session on this connection now (sshd's MaxSessions), which says nothing about the command.
 */
export type CommandStream =
  | {
      readonly kind: 'opened';
      readonly stream: Duplex;
      /** What the command has written to standard error so far, the first of it. */
      readonly errorText: () => string;
    }
  | { readonly kind: StreamFailure; readonly message: string };

export type StreamFailure = 'no-channel' | 'refused' | 'timed-out' | 'lost' | 'cancelled';

export interface StreamOptions {
  /** For the command to be started; the stream itself has no limit. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface SshSession {
  readonly hop: SshHop;
  readonly hostKey: TrustedHostKey;
  /** Of each jump host, in order. */
  readonly jumpHostKeys: readonly TrustedHostKey[];
  /** This machine's address towards the host; absent behind a jump host. */
  readonly localAddress?: string;
  /** Runs a command. Rejects with SshError: timed-out, cancelled, lost, exec-refused. */
  exec(command: string, options: ExecOptions): Promise<ExecResult>;
  /** Runs a command and hands over its output line by line. Rejects like `exec`, and with too-much-output. */
  execStream(command: string, options: ExecStreamOptions): Promise<ExecStreamResult>;
  /** Starts a command and gives its input and output as one stream; never rejects. Not counted with other commands. */
  openStream(command: string, options: StreamOptions): Promise<CommandStream>;
  /** Asks the host to open a TCP connection; never rejects. Pass addresses: sshd resolves names one at a time. */
  forwardOut(host: string, port: number, options: ForwardOptions): Promise<ForwardResult>;
  /** One question and answer with the host's SSH server, that changes nothing there. Ends with the session; never rejects. */
  roundTrip(): Promise<void>;
  /** Called once, with the reason when the session was lost, without when it was closed by `close`. */
  onClose(listener: (lost: Error | undefined) => void): void;
  /** Ends the session and those of its jump hosts. */
  close(): void;
}
