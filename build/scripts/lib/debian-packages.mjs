import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { run } from './run.mjs';
import { say } from './say.mjs';

/**
 * What the machine itself must have, as Debian packages. An entry with several names takes the first that the release
 * knows (Debian 13 and Ubuntu 24.04 renamed libraries to …t64).
 * @typedef {readonly string[]} Alternatives
 */

/** To open a window: what Electron links to, and a display for machines without one. @type {readonly Alternatives[]} */
const toRun = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libcups2t64', 'libcups2'],
  ['libatspi2.0-0t64', 'libatspi2.0-0'],
  ['libxkbcommon0'],
  ['libxss1'],
  ['libxtst6'],
  // Without it Electron reaches no keychain.
  ['libsecret-1-0'],
  ['xvfb'],
  ['xauth'],
];

/** To run all tests: the real peers that the lab is made of, and independent judges. @type {readonly Alternatives[]} */
const toTest = [
  ['chromium'],
  // Types on a keyboard, for the shipped program, which lets nobody look inside.
  ['xdotool'],
  // Makes what file operations fail by.
  ['gcc'],
  ['libc6-dev'],
  ['chromium-sandbox'],
  ['fonts-dejavu-core'],
  ['iproute2'],
  ['iputils-ping'],
  ['nftables'],
  ['iptables'],
  ['openssh-client'],
  ['openssh-server'],
  ['openssl'],
  // Compiles what the installer for Windows does.
  ['nsis'],
  // The whole of it: the minimal one lacks json and select, and so could not stand for a node's.
  ['python3'],
  // Judges what Aerleon's YAML permits.
  ['python3-capirca'],
  // Reads the QR codes of a report from the picture of its page.
  ['zbar-tools'],
  // Judges MUD files.
  ['libyang2-tools', 'libyang-tools'],
  ['chrony'],
  ['krb5-kdc'],
  ['samba'],
  // Its domain controller: packages of their own since Debian 12.
  ['samba-ad-provision'],
  ['samba-dsdb-modules'],
  ['samba-vfs-modules'],
  ['slapd'],
  ['nginx-light'],
  // The squid that can open TLS.
  ['squid-openssl'],
  ['rpcbind'],
  ['nfs-common'],
  ['nfs-ganesha'],
  ['nfs-ganesha-vfs'],
  ['rsyslog'],
  ['snmpd'],
  // Kinds of nodes, and the judge of the scenarios.
  ['busybox'],
  ['locales'],
  ['ncat'],
  ['netcat-openbsd'],
  ['netcat-traditional'],
  ['nmap'],
  ['perl'],
  ['tcsh'],
  ['tcpdump'],
  ['dnsmasq-base'],
  ['poppler-utils'],
  // Where pdfsig looks up whom to trust.
  ['libnss3-tools'],
  ['qpdf'],
  // Programs that fill forms in, as a customer's would.
  ['pdftk-java'],
  ['python3-pikepdf'],
  ['python3-pypdf'],
  // What opens, fills in and saves the workbooks: judges that we did not write.
  ['libreoffice-calc'],
  ['python3-openpyxl'],
  ['mksh'],
  ['net-tools'],
  ['zsh'],
  // A keychain of the test's own.
  ['gnome-keyring'],
  ['dbus-daemon', 'dbus'],
  ['procps'],
  ['util-linux'],
];

/** @typedef {'run' | 'test'} Purpose */

const policyFile = '/usr/sbin/policy-rc.d';

const isDebianLike = () =>
  process.platform === 'linux' &&
  existsSync('/usr/bin/apt-get') &&
  existsSync('/etc/os-release') &&
  /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));

/**
 * @param {readonly Alternatives[]} wanted
 * @returns {Promise<readonly Alternatives[]>}
 */
const missingOf = async (wanted) => {
  const asked = await run(
    'dpkg-query',
    ['-W', '-f', '${binary:Package} ${db:Status-Status}\n', ...wanted.flat()],
    {
      timeoutMs: 20_000,
      output: 'capture',
    },
  );
  const installed = new Set(
    asked.text
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(/[: ]/)[0] ?? ''),
  );
  return wanted.filter((names) => !names.some((name) => installed.has(name)));
};

/**
 * @param {readonly string[]} args
 * @param {'stderr' | 'capture'} output
 */
const apt = (args, output) =>
  run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeoutMs: 900_000,
    output,
  });

/**
 * @param {readonly Alternatives[]} missing
 * @returns {Promise<string[]>} one name each, of the release's own
 */
const namesHere = async (missing) => {
  const policy = await run('apt-cache', ['policy', ...missing.flat()], {
    env: { ...process.env, LC_ALL: 'C' },
    timeoutMs: 60_000,
    output: 'capture',
  });
  const known = new Set(
    policy.text
      .split(/\n(?=\S)/)
      .filter((block) => /Candidate: (?!\(none\))/.test(block))
      .map((block) => block.split(':')[0]?.trim() ?? ''),
  );
  return missing.map((names) => names.find((name) => known.has(name)) ?? names.at(-1) ?? '');
};

/**
 * Keeps Debian from starting the servers that are only here for the tests to start themselves.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
const withoutStartingServices = async (work) => {
  const ours = !existsSync(policyFile);
  if (ours) writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    if (ours) rmSync(policyFile, { force: true });
  }
};

/**
 * Installs what is missing when this is Debian or Ubuntu and we are root; else names the command once and goes on.
 * Other systems bring what they need.
 * @param {Purpose} purpose
 * @returns {Promise<boolean>} whether everything is there now (or this is not Debian)
 */
export const ensureDebianPackages = async (purpose) => {
  if (!isDebianLike()) return true;
  const missing = await missingOf(purpose === 'test' ? [...toRun, ...toTest] : toRun);
  if (missing.length === 0) return true;
  if (process.getuid?.() !== 0) {
    const names = await namesHere(missing);
    say(`Debian packages are missing: sudo apt-get install --no-install-recommends ${names.join(' ')}`);
    return false;
  }
  say(`installing ${missing.length} Debian packages`);
  const updated = await apt(['update', '-q'], 'stderr');
  const names = await namesHere(missing);
  const installed = await withoutStartingServices(() =>
    apt(['install', '-y', '-q', '--no-install-recommends', ...names], 'stderr'),
  );
  if (installed.status === 0) return true;
  say(
    `apt-get ${updated.status === 0 ? 'install' : 'update'} failed; its message is above. When it is put right: apt-get install ${names.join(' ')}`,
  );
  return false;
};
