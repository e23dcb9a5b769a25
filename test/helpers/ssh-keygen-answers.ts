import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A signature that the real ssh-keygen is asked about. */
export interface Question {
  readonly report: Uint8Array;
  readonly signature: Uint8Array;
  /** `-I`; null: only whether the signature holds, whoever made it (`check-novalidate`). */
  readonly email: string | null;
}

const atOnce = 4;

function asked(args: readonly string[], input: Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn('ssh-keygen', args, { stdio: ['pipe', 'ignore', 'ignore'], timeout: 60_000 });
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
    // It ends before it has read everything where the signature is none.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Whether the real ssh-keygen accepts each of them for our namespace, a few at a time. */
export async function sshKeygenAnswers(
  questions: readonly Question[],
  allowedSigners: string,
): Promise<boolean[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatecheck-ssh-keygen-'));
  try {
    const signers = join(folder, 'allowed_signers');
    writeFileSync(signers, allowedSigners);
    const answers: boolean[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < questions.length; index = next++) {
        const question = questions[index];
        if (question === undefined) return;
        const file = join(folder, `${index}.sig`);
        writeFileSync(file, question.signature);
        const who =
          question.email === null
            ? ['-Y', 'check-novalidate']
            : ['-Y', 'verify', '-f', signers, '-I', question.email];
        answers[index] = await asked([...who, '-n', 'gatecheck', '-s', file], question.report);
        rmSync(file);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
