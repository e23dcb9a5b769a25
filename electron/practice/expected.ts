import type { Observation } from '../../shared/probes/observation.ts';
import type { Scenario } from './scenarios.ts';

/**
 * What a run must observe, check by check: [blocked, solved]. Written by hand from what each scenario tells, not derived
 * from the simulated network: a run that differs shows a fault in rules, plan, engines or probes.
 */
const script: Readonly<Record<string, readonly [blocked: Observation, solved: Observation]>> = {
  // Administrators reach the node's pages over TLS; plain HTTP is forgotten.
  'webui.porto-1.in.lan.80-tcp.v4#10.77.40.0/24>10.77.0.10@laptop~10.77.0.10:80': ['filtered', 'confirmed'],
  'webui.porto-1.in.lan.443-tcp.v4#10.77.40.0/24>10.77.0.10@laptop~10.77.0.10:443': [
    'confirmed',
    'confirmed',
  ],
  'technician-ssh.porto-1.in.lan.22-tcp.v4#10.77.40.21>10.77.0.10@laptop~10.77.0.10:22': [
    'confirmed',
    'confirmed',
  ],
  'ping.porto-1.in.lan.icmp.v4#10.77.40.21>10.77.0.10@laptop~10.77.0.10:icmp': ['no-answer', 'confirmed'],

  // Vendor services on the internet: one closed silently, one refused, one whose name is not known, one decrypted.
  'licensing.porto-1.out.lan.443-tcp.name#10.77.0.10>license.vendor.example@porto-1.lan~license.vendor.example:443':
    ['filtered', 'confirmed'],
  'support-assistance.porto-1.out.lan.443-tcp.name#10.77.0.10>support.vendor.example@porto-1.lan~support.vendor.example:443':
    ['refused', 'confirmed'],
  'data-services.porto-1.out.lan.443-tcp.name#10.77.0.10>pds.vendor.example@porto-1.lan~pds.vendor.example:443':
    ['unresolved', 'confirmed'],
  'object-store.porto-1.out.lan.443-tcp.name#10.77.0.10>s3.objects.example@porto-1.lan~s3.objects.example:443':
    ['intercepted', 'confirmed'],
  'object-store.porto-1.out.lan.80-tcp.name#10.77.0.10>s3.objects.example@porto-1.lan~s3.objects.example:80':
    ['confirmed', 'confirmed'],

  // Names: the first server lacks TCP, the second is in no rule and the firewall says so.
  'dns.porto-1.out.lan.53-udp.v4#10.77.0.10>10.77.5.53@porto-1.lan~10.77.5.53:53': ['confirmed', 'confirmed'],
  'dns.porto-1.out.lan.53-tcp.v4#10.77.0.10>10.77.5.53@porto-1.lan~10.77.5.53:53': ['filtered', 'confirmed'],
  'dns.porto-1.out.lan.53-udp.v4#10.77.0.10>10.77.5.54@porto-1.lan~10.77.5.54:53': ['rejected', 'confirmed'],
  'dns.porto-1.out.lan.53-tcp.v4#10.77.0.10>10.77.5.54@porto-1.lan~10.77.5.54:53': ['rejected', 'confirmed'],
  // From the name servers to the node: the laptop stands in neither place, so nothing is sent.
  'dns.porto-1.in.lan.53-udp.v4#10.77.5.53>10.77.0.10@laptop~10.77.0.10:53': ['not-testable', 'not-testable'],
  'dns.porto-1.in.lan.53-udp.v4#10.77.5.54>10.77.0.10@laptop~10.77.0.10:53': ['not-testable', 'not-testable'],
  'dns.porto-1.in.lan.53-tcp.v4#10.77.5.53>10.77.0.10@laptop~10.77.0.10:53': ['not-testable', 'not-testable'],
  'dns.porto-1.in.lan.53-tcp.v4#10.77.5.54>10.77.0.10@laptop~10.77.0.10:53': ['not-testable', 'not-testable'],

  // Time: the clock next door answers, the one behind the firewall does not.
  'ntp.porto-1.out.lan.123-udp.v4#10.77.0.10>10.77.0.5@porto-1.lan~10.77.0.5:123': ['confirmed', 'confirmed'],
  'ntp.porto-1.out.lan.123-udp.v4#10.77.0.10>10.77.5.123@porto-1.lan~10.77.5.123:123': [
    'no-answer',
    'confirmed',
  ],

  // The directory: Kerberos goes over UDP first, which nobody asked for. SMB is served to the laboratories.
  'ldap.porto-1.out.lan.389-tcp.v4#10.77.0.10>10.77.5.88@porto-1.lan~10.77.5.88:389': [
    'confirmed',
    'confirmed',
  ],
  'ldap.porto-1.out.lan.389-udp.v4#10.77.0.10>10.77.5.88@porto-1.lan~10.77.5.88:389': [
    'confirmed',
    'confirmed',
  ],
  'kerberos.porto-1.out.lan.88-tcp.v4#10.77.0.10>10.77.5.88@porto-1.lan~10.77.5.88:88': [
    'confirmed',
    'confirmed',
  ],
  'kerberos.porto-1.out.lan.88-udp.v4#10.77.0.10>10.77.5.88@porto-1.lan~10.77.5.88:88': [
    'no-answer',
    'confirmed',
  ],
  // From the domain controller to the node: the laptop does not stand there.
  'ldap.porto-1.in.lan.389-tcp.v4#10.77.5.88>10.77.0.10@laptop~10.77.0.10:389': [
    'not-testable',
    'not-testable',
  ],
  'ldap.porto-1.in.lan.389-udp.v4#10.77.5.88>10.77.0.10@laptop~10.77.0.10:389': [
    'not-testable',
    'not-testable',
  ],
  'smb.porto-1.in.lan.445-tcp.v4#10.77.60.0/24>10.77.0.10@laptop~10.77.0.10:445': ['confirmed', 'confirmed'],
  'smb.porto-1.in.lan.445-udp.v4#10.77.60.0/24>10.77.0.10@laptop~10.77.0.10:445': ['no-answer', 'no-answer'],

  // Logs: nobody listens on TCP; on UDP nobody ever answers.
  'syslog.porto-1.out.lan.514-tcp.v4#10.77.0.10>10.77.5.14@porto-1.lan~10.77.5.14:514': ['refused', 'open'],
  'syslog.porto-1.out.lan.514-udp.v4#10.77.0.10>10.77.5.14@porto-1.lan~10.77.5.14:514': [
    'no-answer',
    'no-answer',
  ],

  // NFS clients: the port mapper is blocked, lockd is not started, mountd is rejected on the way.
  'nfs.porto-1.in.lan.2049-tcp.v4#10.77.60.0/24>10.77.0.10@laptop~10.77.0.10:2049': [
    'confirmed',
    'confirmed',
  ],
  'nfs.porto-1.in.lan.111-tcp.v4#10.77.60.0/24>10.77.0.10@laptop~10.77.0.10:111': ['filtered', 'confirmed'],
  'nfs.porto-1.in.lan.4045-tcp.v4#10.77.60.0/24>10.77.0.10@laptop~10.77.0.10:4045': ['refused', 'confirmed'],
  'nfs-server.porto-1.in.lan.892-tcp.v4#10.77.60.0/24>10.77.0.10@laptop~10.77.0.10:892': [
    'unreachable',
    'confirmed',
  ],
  'nfs.porto-1.in.lan.111-udp.v4#10.77.60.0/24>10.77.0.10@laptop~10.77.0.10:111': ['no-answer', 'no-answer'],
  'nfs.porto-1.in.lan.2049-udp.v4#10.77.60.0/24>10.77.0.10@laptop~10.77.0.10:2049': [
    'no-answer',
    'no-answer',
  ],
  'nfs.porto-1.in.lan.4045-udp.v4#10.77.60.0/24>10.77.0.10@laptop~10.77.0.10:4045': [
    'no-answer',
    'no-answer',
  ],
  'nfs-server.porto-1.in.lan.892-udp.v4#10.77.60.0/24>10.77.0.10@laptop~10.77.0.10:892': [
    'no-answer',
    'no-answer',
  ],

  // The customer's own virus scanner: no route to it before the change.
  'icap.porto-1.out.lan.1344-tcp.v4#10.77.0.10>10.77.9.9@porto-1.lan~10.77.9.9:1344': ['unreachable', 'open'],
};

/** Check id -> the observation that a run of this scenario must make: no more checks, and no fewer. */
export function expectedObservations(scenario: Scenario): Readonly<Record<string, Observation>> {
  const column = scenario === 'blocked' ? 0 : 1;
  return Object.fromEntries(Object.entries(script).map(([id, words]) => [id, words[column]]));
}
