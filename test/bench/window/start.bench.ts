import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from '@playwright/test';
import { median, tell } from './measured.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const checkout = here('../../..');
const limit = 1.3;
const starts = 11;

/** Milliseconds from the start of the program until its window can be used. */
function start(folder: string, userFolder: string): Promise<number> {
  const executable = process.env['GATECHECK_ELECTRON'] ?? '';
  const sandbox = process.env['GATECHECK_SANDBOX'] === 'on' ? [] : ['--no-sandbox'];
  const env: NodeJS.ProcessEnv = { ...process.env, GATECHECK_HOME: userFolder };
  delete env['ELECTRON_RUN_AS_NODE'];
  const began = Date.now();
  const args = [...sandbox, '-r', here('when-interactive.cjs'), folder];
  const child = spawn(executable, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    let said = '';
    const deadline = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
    });
    child.on('close', () => {
      clearTimeout(deadline);
      const at = /interactive (\d+)/.exec(said)?.[1];
      if (at === undefined) reject(new Error(`${folder} did not say when its window could be used.`));
      else resolve(Number(at) - began);
    });
  });
}

test('from the start to a window that can be used', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatecheck-start-'));
  const ours: number[] = [];
  const bare: number[] = [];
  try {
    for (let round = 0; round < starts; round++) {
      const a = await start(here('bare'), join(folder, 'bare'));
      const b = await start(checkout, join(folder, 'ours'));
      // The first start of each makes Chromium's own files.
      if (round === 0) continue;
      bare.push(a);
      ours.push(b);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const ratio = median(ours) / median(bare);
  tell({
    order: 1,
    title: 'Start',
    text: [
      `From the start of the program until a button of its first screen can be pressed, median of ${ours.length} starts.`,
      '',
      '| window | milliseconds |',
      '|---|---|',
      `| a bare window of the same Electron with one button | ${Math.round(median(bare))} |`,
      `| Gatecheck | ${Math.round(median(ours))} |`,
      '',
      `That is ${ratio.toFixed(2)} times as long; the goal is at most ${limit} times.`,
    ].join('\n'),
    missed: ratio <= limit ? [] : [`start ${ratio.toFixed(2)} > ${limit}`],
  });
});
