import { dirname } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import type { IpcArguments } from '../../../shared/ipc/contract.ts';
import type { BundleFile, LogResults } from '../../../shared/ipc/log-calls.ts';
import { typedName } from '../../../shared/ipc/log-calls.ts';
import { writeAtomically } from '../../store/write-atomically.ts';
import { bundleFiles } from '../bundle/bundle-files.ts';
import { UseCaseError } from '../problem.ts';
import { type HandedOut, writtenFiles } from './handed-out.ts';
import type { WizardPorts } from './ports.ts';

type Calls = 'bundle.make' | 'bundle.save';
type Handlers = { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<LogResults[C]> };

/** The same files give the same archive, byte for byte. */
function archiveOf(files: readonly Pick<BundleFile, 'name' | 'text'>[]): Uint8Array {
  const entries: Zippable = {};
  for (const { name, text } of files) entries[name] = strToU8(text);
  return zipSync(entries, { level: 6, mtime: new Date(1980, 0, 1), os: 0 });
}

/** `gatecheck-support-20261123T210507Z.zip` */
function suggestedName(now: Date): string {
  return `gatecheck-support-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.zip`;
}

/** Support bundles: made, shown word for word, and saved as they were shown. */
export function bundleSession({ written }: { readonly written: HandedOut }, ports: WizardPorts): Handlers {
  // The one that is shown: what is saved is what a person read, whatever was logged since.
  let shown: { readonly id: string; readonly files: readonly BundleFile[] } | null = null;
  return {
    'bundle.make': async () => {
      const files = await bundleFiles({ ...ports, log: ports.wizardLog.log });
      shown = { id: ports.newId(), files };
      return shown;
    },
    'bundle.save': async (id, { leaveOut, happened }) => {
      if (shown?.id !== id)
        throw new UseCaseError('bad-input', 'This bundle is not known any more.', 'Make it again.');
      const typed = happened.trim();
      const all = [
        ...shown.files.filter(({ name }) => !leaveOut.includes(name)),
        ...(typed === '' ? [] : [{ name: typedName, text: `${typed}\n` }]),
      ];
      if (all.length === 0)
        throw new UseCaseError('bad-input', 'Every file was left out.', 'Tick at least one.');
      const path = await ports.dialogs.saveBundle(suggestedName(ports.now()));
      if (path === null) return null;
      await writeAtomically(path, archiveOf(all), { mode: 0o600 });
      return writtenFiles([path], dirname(path), written, []);
    },
  };
}
