import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real ssh-agent of Debian's OpenSSH. */
export interface SshAgent {
  readonly address: string;
  /** ssh-add with these arguments. */
  readonly add: (...args: string[]) => void;
  /** What its askpass program does from now on, as a shell script's body. */
  readonly answersWith: (body: string) => void;
  readonly stop: () => void;
}

/** Starts an agent in the foreground. Questions are answered with no until `answersWith` says otherwise. */
export async function startSshAgent(folder: string, name: string): Promise<SshAgent> {
  const address = join(folder, `${name}.sock`);
  const askpass = join(folder, `${name}-askpass`);
  const answersWith = (body: string): void => {
    writeFileSync(askpass, `#!/bin/sh\n${body}\n`);
    chmodSync(askpass, 0o755);
  };
  answersWith('exit 1');
  const env = {
    PATH: process.env['PATH'],
    SSH_ASKPASS: askpass,
    SSH_ASKPASS_REQUIRE: 'force',
    DISPLAY: ':none',
  };
  const agent = spawn('ssh-agent', ['-D', '-a', address], { env, stdio: 'ignore' });
  for (let attempt = 0; !existsSync(address); attempt += 1) {
    if (attempt === 200) throw new Error('ssh-agent does not start.');
    await sleep(20);
  }
  return {
    address,
    add: (...args) => {
      execFileSync('ssh-add', args, { env: { ...env, SSH_AUTH_SOCK: address }, stdio: 'pipe' });
    },
    answersWith,
    stop: () => {
      agent.kill('SIGKILL');
    },
  };
}
