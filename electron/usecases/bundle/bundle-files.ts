import { readFileSync } from 'node:fs';
import { arch, release, type } from 'node:os';
import { catalogs } from '../../../shared/catalog/catalogs.ts';
import type { BundleFile } from '../../../shared/ipc/log-calls.ts';
import { version } from '../../../shared/lib/version.ts';
import type { Log } from '../../log/open-log.ts';
import { formats } from '../../log/formats.ts';
import { textOfLine } from '../../log/log-line.ts';
import { readMe } from '../../log/read-me.ts';
import { reportHistory } from '../../store/report-history.ts';
import { join } from 'node:path';
import { z } from 'zod';
import { keptRuns } from './kept-runs.ts';
import type { SelfCheckParts } from './self-check.ts';
import { selfCheck } from './self-check.ts';

/** The end of the log: what happened long before helps nobody. */
const mostLogLines = 4000;

const settingsSchema = z.object({
  bounds: z
    .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
    .nullable()
    .catch(null),
  maximized: z.boolean().nullable().catch(null),
  zoom: z.number().nullable().catch(null),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullable()
    .catch(null),
});

/** How the window was left, and nothing else that may stand in that file. */
function settings(userFolder: string): unknown {
  try {
    const text = readFileSync(join(userFolder, 'window-state.json'), 'utf8');
    return settingsSchema.parse(JSON.parse(text));
  } catch {
    return { asAtTheFirstStart: true };
  }
}

function versions(): unknown {
  // On plain Node the first two are not there, and are left out.
  const { electron, chrome, node, v8, openssl } = process.versions;
  return {
    gatecheck: version,
    catalogues: [...catalogs.values()].map((catalog) => ({ id: catalog.id, version: catalog.version })),
    electron,
    chromium: chrome,
    node,
    v8,
    openssl,
    system: { type: type(), release: release(), architecture: arch() },
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export interface BundleParts extends SelfCheckParts {
  readonly log: Log;
}

/** The files of a support bundle, always in this order. What cannot be read is said in its file, and stops no other. */
export async function bundleFiles(parts: BundleParts): Promise<readonly BundleFile[]> {
  const guarded = async (work: () => Promise<unknown>): Promise<string> => {
    try {
      return json(await work());
    } catch (error) {
      const name = error instanceof Error && /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'other';
      return json({ couldNotBeRead: name });
    }
  };
  const { lines } = await parts.log.read();
  const log = lines.slice(-mostLogLines).map(textOfLine);
  return [
    { name: 'README.txt', about: 'What is in this archive, in plain words', text: readMe },
    { name: 'versions.json', about: 'Versions of the program and of the system', text: json(versions()) },
    {
      name: 'settings.json',
      about: 'Text size, language and place of the window',
      text: json(settings(parts.userFolder)),
    },
    {
      name: 'runs.json',
      about: 'The runs that are kept, in numbers',
      text: await guarded(() => keptRuns(reportHistory(parts.userFolder))),
    },
    { name: 'formats.json', about: 'Versions of the file formats', text: json(formats) },
    {
      name: 'self-check.json',
      about: 'What the program found when it looked at itself',
      text: await guarded(() => selfCheck(parts)),
    },
    {
      name: 'log.jsonl',
      about: 'What the program did, without names and addresses',
      text: log.length === 0 ? '' : `${log.join('\n')}\n`,
    },
  ];
}
