import type { Command } from 'commander';
import { badInput } from '../stop.ts';

/** An option that may be given again. */
export function each(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

export function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw badInput(`"${text}" is no whole number.`, 'Give a number such as 3000.');
}

/** How a command signs in at nodes, and which host keys it trusts. */
export function withSignIn(command: Command): Command {
  return command
    .option('--password-env <[host=]var>', 'variable with a password; HOST is a node or jump:HOST', each, [])
    .option('--password-stdin', 'password of the nodes on standard input', false)
    .option('--identity <[host=]file>', 'private key file', each, [])
    .option('--passphrase-env <[host=]var>', 'variable with the passphrase of a key file', each, [])
    .option('--agent', 'use ssh-agent (never forwarded)', false)
    .option('--known-hosts <file>', 'OpenSSH known_hosts file')
    .option('--host-key <fingerprint>', 'trust this host key (SHA256:...)', each, [])
    .option('--accept-new-host-key', 'accept unknown host keys this once', false);
}

/** With which key a command signs a report, and with which certificate the report's PDF. */
export function withSigning(command: Command): Command {
  return command
    .option('--signing-key <file>', 'sign with this OpenSSH or PKCS#8 key')
    .option(
      '--signing-agent [fingerprint]',
      'sign with a key in ssh-agent or Pageant; the only one, or this one',
    )
    .option('--signing-passphrase-env <var>', 'variable with the passphrase of the signing key')
    .option('--pdf-certificate <file.p12>', "sign the PDF with this certificate of the company's authority")
    .option('--pdf-passphrase-env <var>', 'variable with the passphrase of that file');
}
