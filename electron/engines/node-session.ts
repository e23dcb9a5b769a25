import type { Duplex } from 'node:stream';

/**
 * What the engines need of an SSH session: the part of electron/ssh's `SshSession` that they use, so that tests and the
 * practice node can stand in for it. Errors of `exec` and `execStream` are rejections.
 */
export interface NodeSession {
  execStream(
    command: string,
    options: {
      readonly stdin?: Uint8Array | string;
      readonly keepStdinOpen?: boolean;
      /** Called once, when the command was started: a way to write more to the standard input that was left open. */
      readonly withInput?: (write: (text: string) => void) => void;
      readonly timeoutMs: number;
      readonly signal?: AbortSignal;
      readonly onStdout: (line: string, cut: boolean) => void;
      readonly onStderr?: (line: string, cut: boolean) => void;
      readonly maxLineBytes?: number;
      /** Standard output and standard error together. */
      readonly maxOutputBytes?: number;
    },
  ): Promise<{ readonly code: number | null }>;
  /** Never rejects. Ends the command when the stream is destroyed. */
  openStream(
    command: string,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<NodeStream>;
  forwardOut(
    host: string,
    port: number,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<NodeForward>;
}

/** A command's input and output as one stream. `no-channel`: no further session on this connection now (MaxSessions). */
export type NodeStream =
  | { readonly kind: 'opened'; readonly stream: Duplex; readonly errorText: () => string }
  | {
      readonly kind: 'no-channel' | 'refused' | 'timed-out' | 'lost' | 'cancelled';
      readonly message: string;
    };

/** What the node's SSH server said about a TCP connection that it was asked to open. Times in milliseconds. */
export type NodeForward =
  | { readonly kind: 'connected'; readonly channel: Duplex; readonly ms: number }
  | {
      readonly kind:
        | 'refused'
        | 'unreachable'
        | 'timed-out'
        | 'unresolved'
        | 'prohibited'
        | 'failed'
        | 'lost'
        | 'cancelled';
      readonly ms: number;
      readonly message: string;
    };
