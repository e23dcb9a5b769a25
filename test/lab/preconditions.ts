import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const programs = [
  'ip',
  'nft',
  'iptables-restore',
  'ip6tables-restore',
  'tcpdump',
  'dnsmasq',
  'openssl',
  'ssh-keygen',
  'python3',
  'ping',
  'sysctl',
];

function whyNot(): string | null {
  if (process.platform !== 'linux') return 'the lab needs Linux';
  if (process.getuid?.() !== 0) return 'the lab needs root, for network namespaces';
  if (!existsSync('/usr/sbin/sshd')) return 'the lab needs OpenSSH’s sshd (Debian: openssh-server)';
  for (const program of programs) {
    try {
      execFileSync('sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' });
    } catch {
      return `the lab needs ${program}`;
    }
  }
  const probe = `gclab-${process.pid}-0-probe`;
  try {
    execFileSync('ip', ['netns', 'add', probe], { stdio: 'pipe' });
    execFileSync('ip', ['netns', 'exec', probe, 'nft', 'add table inet probe'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `this machine does not let root make network namespaces with a firewall: ${String(error).slice(0, 200)}`;
  } finally {
    try {
      execFileSync('ip', ['netns', 'del', probe], { stdio: 'pipe' });
    } catch {
      // It never came to be.
    }
  }
}

/** Why the lab cannot be built here; null: it can. With CI set a lab that cannot be built is a failure, not a skip. */
export function labMissing(): string | null {
  const reason = whyNot();
  const { CI = '' } = process.env;
  if (reason !== null && !['', '0', 'false'].includes(CI)) throw new Error(`No lab: ${reason}.`);
  if (reason !== null) console.warn(`Lab tests are skipped: ${reason}.`);
  return reason;
}
