/** A kind of node: what a technician finds behind SSH. Everything that is not named here is not there. */
export interface NodeKind {
  readonly name: string;
  readonly about: string;
  /** Small programs around the shell: GNU's, busybox's (which brings its own nc, ip and route), or none. */
  readonly base: 'gnu' | 'busybox' | 'none';
  readonly tools: readonly string[];
  readonly loginShell: '/bin/sh' | '/bin/bash' | '/bin/tcsh';
  readonly forwards: boolean;
  /** Further lines of its sshd_config. */
  readonly sshd: readonly string[];
  /** It shows interfaces and routes, so that the port can be proven. */
  readonly showsRoutes: boolean;
  readonly oddities: readonly Oddity[];
  /** What a check can be expected to decide here: everything on the wire, TCP, or nothing (no means to open TCP). */
  readonly promise: 'all' | 'tcp' | 'none';
}

export type Oddity =
  | 'banner'
  | 'prints-at-login'
  | 'no-tmp'
  | 'read-only'
  | 'jump'
  | 'python2'
  | 'no-busybox-ip'
  | 'german'
  | 'perl-base';

const gnu = ['ip', 'ss', 'getent'];
const common = {
  base: 'gnu',
  tools: gnu,
  loginShell: '/bin/sh',
  forwards: false,
  sshd: [],
  showsRoutes: true,
  oddities: [],
} as const;

const everything = [...gnu, 'bash', 'python3', 'perl', 'nc.openbsd', 'ping'];

/** Every kind of the scenarios, in the order of the table. */
export const nodeKinds: readonly NodeKind[] = [
  {
    ...{ ...common, name: 'full', about: 'bash, Python 3, Perl, nc, ip, ss; forwards' },
    ...{ tools: everything, loginShell: '/bin/bash', forwards: true, promise: 'all' },
  },
  {
    ...{ ...common, name: 'full-no-forwarding', about: 'the same, AllowTcpForwarding no' },
    ...{ tools: everything, loginShell: '/bin/bash', promise: 'all' },
  },
  {
    ...{ ...common, name: 'python', about: 'Python 3 only, no ss; forwards' },
    ...{ tools: ['ip', 'getent', 'python3'], forwards: true, promise: 'all' },
  },
  {
    ...{ ...common, name: 'python-one-session', about: 'Python 3 only, no forwarding, MaxSessions 1' },
    ...{ tools: ['ip', 'python3'], sshd: ['MaxSessions 1'], promise: 'all' },
  },
  {
    ...{ ...common, name: 'python2', about: 'Python 2.7 only; no forwarding' },
    ...{ oddities: ['python2'], promise: 'all' },
  },
  {
    ...{ ...common, name: 'perl', about: 'Perl with all its modules; forwards' },
    ...{ tools: [...gnu, 'perl'], forwards: true, promise: 'all' },
  },
  {
    ...{ ...common, name: 'perl-no-forwarding', about: 'Perl as Debian’s perl-base; no forwarding' },
    ...{ tools: [...gnu, 'perl'], oddities: ['perl-base'], promise: 'all' },
  },
  {
    ...{ ...common, name: 'nc-openbsd', about: 'nc of OpenBSD; no forwarding' },
    ...{ tools: [...gnu, 'nc.openbsd'], promise: 'tcp' },
  },
  {
    ...{ ...common, name: 'nc-traditional', about: 'nc.traditional; no forwarding' },
    ...{ tools: [...gnu, 'nc.traditional'], promise: 'tcp' },
  },
  {
    ...{ ...common, name: 'ncat', about: 'nmap’s ncat; no forwarding' },
    ...{ tools: [...gnu, 'ncat'], promise: 'tcp' },
  },
  {
    ...{ ...common, name: 'nc-forwarding', about: 'nc of OpenBSD; forwards' },
    ...{ tools: [...gnu, 'nc.openbsd'], forwards: true, promise: 'tcp' },
  },
  {
    ...{ ...common, name: 'busybox', about: 'busybox only: ash, its nc and ip; no forwarding' },
    ...{ base: 'busybox', tools: [], promise: 'tcp' },
  },
  {
    ...{ ...common, name: 'busybox-forwarding', about: 'busybox only, without its ip; forwards' },
    ...{ base: 'busybox', tools: [], forwards: true, oddities: ['no-busybox-ip'], promise: 'tcp' },
    showsRoutes: false,
  },
  {
    ...{ ...common, name: 'bash', about: 'bash and its /dev/tcp only; no forwarding' },
    ...{ tools: [...gnu, 'bash'], loginShell: '/bin/bash', promise: 'tcp' },
  },
  {
    ...{ ...common, name: 'sh-forwarding', about: 'sh and ip, no tool to connect with; forwards' },
    ...{ tools: ['ip'], forwards: true, promise: 'tcp' },
  },
  {
    ...{ ...common, name: 'sh-no-routes', about: 'sh alone, shows no interfaces and no routes; forwards' },
    ...{ base: 'none', tools: [], forwards: true, showsRoutes: false, promise: 'tcp' },
  },
  {
    ...{ ...common, name: 'sh-nothing', about: 'sh and ip, nothing to connect with; no forwarding' },
    ...{ tools: ['ip'], promise: 'none' },
  },
  {
    ...{ ...common, name: 'appliance-shell', about: 'a forced command instead of a shell; forwards' },
    ...{ base: 'none', tools: [], forwards: true, showsRoutes: false, promise: 'tcp' },
    sshd: ['ForceCommand echo "% Unknown command"; exit 1'],
  },
  {
    ...{ ...common, name: 'noisy-login', about: 'banner, message of the day and a .bashrc that prints' },
    ...{ tools: everything, loginShell: '/bin/bash', forwards: true, promise: 'all' },
    oddities: ['banner', 'prints-at-login'],
  },
  {
    ...{
      ...common,
      name: 'csh',
      about: 'tcsh as login shell, a .cshrc that prints; Python 3; no forwarding',
    },
    ...{ tools: [...gnu, 'python3'], loginShell: '/bin/tcsh', promise: 'all' },
    oddities: ['prints-at-login'],
  },
  {
    ...{ ...common, name: 'jump-host', about: 'reached only over another SSH server; Python 3' },
    ...{ tools: [...gnu, 'python3'], forwards: true, oddities: ['jump'], promise: 'all' },
  },
  {
    ...{ ...common, name: 'no-tmp', about: 'no /tmp; nc of OpenBSD, Python 3' },
    ...{ tools: [...gnu, 'nc.openbsd', 'python3'], oddities: ['no-tmp'], promise: 'all' },
  },
  {
    ...{ ...common, name: 'read-only', about: 'a read-only file system; nc of OpenBSD; no forwarding' },
    ...{ tools: [...gnu, 'nc.openbsd'], oddities: ['read-only'], promise: 'tcp' },
  },
  {
    ...{ ...common, name: 'odd-locale', about: 'a German locale; nc.traditional and bash; no forwarding' },
    ...{ tools: [...gnu, 'nc.traditional', 'bash'], promise: 'tcp' },
    oddities: ['german'],
    sshd: ['SetEnv LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 LANGUAGE=de'],
  },
];

export function nodeKind(name: string): NodeKind {
  const kind = nodeKinds.find((one) => one.name === name);
  if (kind === undefined)
    throw new Error(
      `There is no node kind "${name}". Known: ${nodeKinds.map((one) => one.name).join(', ')}.`,
    );
  return kind;
}
