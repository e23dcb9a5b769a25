import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { nodeKinds } from './node-kinds.ts';
import { brokenPromises, faultLines, tableText, undecidedText } from './print.ts';
import type { ScenarioRun } from './run-scenario.ts';

const file = new URL('../../../docs/accuracy.md', import.meta.url);

function firstLine(program: string, ...args: readonly string[]): string {
  try {
    return (
      execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')[0] ??
      ''
    );
  } catch {
    return `${program}: version not known`;
  }
}

function versionOf(packageName: string): string {
  try {
    return execFileSync('dpkg-query', ['-W', '-f', '${Package} ${Version}', packageName], {
      encoding: 'utf8',
    });
  } catch {
    return `${packageName}: not from Debian`;
  }
}

function versions(): string {
  const own = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const packages = [
    'openssh-server',
    'nmap',
    'nftables',
    'python3',
    'perl',
    'busybox',
    'netcat-openbsd',
    'netcat-traditional',
  ];
  const debian = [...packages, 'ncat', 'dnsmasq-base', 'chrony'].map(versionOf);
  return [
    `gatecheck ${own.version} at ${firstLine('git', 'rev-parse', '--short', 'HEAD')}`,
    `Node ${process.version}`,
  ]
    .concat(`Linux ${firstLine('uname', '-r')}`, debian)
    .join(', ');
}

function accuracyDocument(runs: readonly ScenarioRun[], command: string, date: string): string {
  const findings = [...faultLines(runs), ...brokenPromises(runs)];
  const seeds = runs.map(({ scenario }) => scenario.seed);
  return `# Accuracy

How often the program is right, measured: random networks whose truth is known, checked by the program as a technician
runs it, compared flow by flow. Written by \`${command.trim()}\` on ${date}, ${runs.length} scenarios, seeds ${Math.min(...seeds)} to
${Math.max(...seeds)}. ${versions()}.

## Result

${tableText(runs)}

${findings.length === 0 ? 'No wrong pass, no wrong failure, and every kind of node decides what it is held to. nmap saw every flow as it was set up.' : findings.map((line) => `- ${line}`).join('\n')}

- **TCP open, UDP open**: the wanted service answers. **TCP blocked**: dropped, rejected or reset on the way, replies lost, or no
  such host. **TCP closed, UDP refused**: the host is there and nothing listens. **UDP rejected**: a device in the path says no.
  **TCP other**: another service, an intercepting proxy, a lying DNS server, a name that does not resolve, the wrong port
  of the node. **UDP silent**: one-way services and dropped packets.
- **Held to**: flows whose truth is on the wire. Silence over UDP is not, neither is a firewall's reset, which looks like a
  closed port, nor what a device that answers for everyone hides. Nodes with Python or Perl are held to all of them, other nodes to those over TCP, nodes without any means to
  none. A pass or a failure where nobody can tell (silence over UDP, another service on the port) counts as wrong.
- **median s**: from the start of the command to its end, with SSH and the report; half of the flows are blocked.

## Left open

What was not decided although its truth was on the wire, by kind of node, observation and reason. N and ADDRESS stand for what
differs from flow to flow.

${undecidedText(runs)}

## Method

Each seed makes one network of namespaces: the node, a stateful firewall (nftables), hosts and servers behind it, and the laptop.
The seed chooses about 55 flows, each with its address, port, protocol, what the firewall does with it (accept, drop, drop of the
replies alone, five kinds of ICMP reject, TCP reset), and what stands at its end (the right server, a closed port, no host, another
service, garbage, an intercepting TLS proxy, a DNS server that lies); also One-Arm or Inline, the account, loss of 2 % each way,
a narrow link with or without the ICMP that tells of it, a device that answers for everyone, and limits on ICMP errors. All of it is real: OpenSSH, dnsmasq, chronyd,
OpenLDAP, MIT Kerberos, Samba, Net-SNMP, NFS-Ganesha, TLS servers, the kernel's own firewall. The truth of a flow follows from what was set up (\`test/lab/scenarios/truth.ts\`, which
knows nothing of the program), and nmap confirms it from the node's place before each run (\`-sT\`, \`-sU\`); where nmap disagrees,
the lab is wrong, and the run fails. The node is a real sshd in a root file system that holds only what its kind has:

${nodeKinds.map(({ name, about }) => `- \`${name}\`: ${about}`).join('\n')}

The same seed makes the same network: \`npm run accuracy -- --seeds 7\`. A kind can be chosen: \`--kinds busybox\`. It needs root, for the
namespaces, and \`npm run build\` before it.
`;
}

/** Writes docs/accuracy.md from runs that were just made. */
export async function writeAccuracyDocument(runs: readonly ScenarioRun[], command: string): Promise<void> {
  const text = accuracyDocument(runs, command, new Date().toISOString().slice(0, 10));
  const style = await resolveConfig(file);
  writeFileSync(file, await format(text, { ...style, parser: 'markdown' }));
}
