import type { ShellFlavour } from '../../shared/probes/shell-exit.ts';
import type { Detection } from './detect.ts';

/** What a node told of its tools: the part that this engine works with. */
export type ShellTools = Pick<Detection, 'netcats' | 'bash' | 'timeout'>;

/** A program that opens connections, with what it can do. */
export interface ShellTool {
  readonly flavour: ShellFlavour;
  /** The script's word for it: the flavour with the options that this build has. */
  readonly word: string;
  readonly path: string;
  /** It can send from a given address. */
  readonly binds: boolean;
  readonly ipv6: boolean;
  /** It shows the reply to a datagram. */
  readonly udp: boolean;
  /** It tells an ICMP error from a datagram without bytes. */
  readonly tellsUdpErrors: boolean;
}

type Netcat = ShellTools['netcats'][number];

function netcatTool({ flavour, options, path }: Netcat): ShellTool | null {
  const has = (letters: string): boolean => Array.from(letters).every((letter) => options.includes(letter));
  const base = { flavour, path, binds: has('s'), ipv6: true, udp: has('u'), tellsUdpErrors: false };
  switch (flavour) {
    case 'openbsd': {
      // Of Debian's build: -W ends after one reply, -q when the input ends; others have -N.
      const ending = has('q') ? 'q' : has('N') ? 'N' : '';
      return { ...base, word: `openbsd-${has('W') ? 'W' : ''}${ending}` };
    }
    case 'traditional':
      return { ...base, word: `traditional-${has('q') ? 'q' : ''}`, ipv6: false };
    case 'ncat':
      return { ...base, word: 'ncat', tellsUdpErrors: true };
    case 'busybox':
      if (has('nvwz')) return { ...base, word: 'busybox-z' };
      return has('ew') ? { ...base, word: 'busybox-e', binds: false, udp: false } : null;
  }
}

function bashTool(path: string): ShellTool {
  return {
    ...{ flavour: 'bash', word: 'bash', path, binds: false, ipv6: true, udp: true, tellsUdpErrors: true },
  };
}

/** The node's own programs that can open connections, the most faithful one first. */
export function shellTools(tools: ShellTools): readonly ShellTool[] {
  const netcats = tools.netcats.flatMap((one) => netcatTool(one) ?? []);
  const of = (flavour: ShellFlavour): readonly ShellTool[] =>
    netcats.filter((one) => one.flavour === flavour).slice(0, 1);
  // The first two connect without blocking, so that an ICMP error shows at once; the last shows least.
  return [
    ...of('openbsd'),
    ...of('ncat'),
    ...of('traditional'),
    ...(tools.bash === null ? [] : [bashTool(tools.bash)]),
    ...of('busybox'),
  ];
}

/**
 * The tool for one flow; null: none will do. Where the engine says that it binds (`mustBind`), a tool that cannot is
 * taken only if the node would send from that address anyway.
 */
export function toolFor(
  tools: readonly ShellTool[],
  flow: {
    readonly udp: boolean;
    readonly host: string;
    readonly source: string | null;
    /** The node would send from that address without being told. */
    readonly sourceIsFree: boolean;
    readonly mustBind: boolean;
  },
): ShellTool | null {
  const able = tools.filter(
    (tool) =>
      (tool.ipv6 || !flow.host.includes(':')) &&
      (tool.udp || !flow.udp) &&
      (tool.binds || !flow.mustBind || flow.source === null || flow.sourceIsFree),
  );
  const first = flow.udp ? able.find(({ tellsUdpErrors }) => tellsUdpErrors) : undefined;
  return first ?? able[0] ?? null;
}
