import './favour-memory.ts';
import { randomUUID } from 'node:crypto';
import { laptopAddresses, laptopInterfaces, makeLaptopEngine } from './engines/laptop.ts';
import { knownThings } from './log/known-things.ts';
import { openLog, watchProcess } from './log/open-log.ts';
import { thrownFault } from './log/safe-fault.ts';
import { sentenceRedactor } from './log/sentence-redactor.ts';
import { keepMemoryOutOfDumps } from './no-memory-in-dumps.ts';
import { agentAddress } from './ssh/index.ts';
import { userDirectory } from './store/user-directory.ts';
import { documentRenderers } from './wizard-process/documents.ts';
import type { ToWizard, WizardPort } from './wizard-process/messages.ts';
import { endWithMain } from './wizard-process/end-with-main.ts';
import { runWizardProcess } from './wizard-process/wizard-process.ts';
import { openFiles } from './usecases/wizard/open-files.ts';
import { wizardReady } from './usecases/wizard/wizard-log.ts';
import { createWizard } from './usecases/wizard/wizard.ts';

/** The wizard's own process: files, SSH, cryptography and documents, where they cannot hold up a window. */

keepMemoryOutOfDumps();

// Beside this bundle lie the workers and the fonts.
const distFolder = __dirname;
const now = (): Date => new Date();
const userFolder = userDirectory();

function wizardPort(port: Electron.MessagePortMain): WizardPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => void port.on('close', listener),
  };
}

const program = Number(process.argv[2]);
endWithMain(program);
const line = process.parentPort;
const files = openFiles();
const things = knownThings();
const log = openLog(userFolder, 'wizard', sentenceRedactor(things));
watchProcess(log, 'wizard', thrownFault);
log.say(wizardReady(agentAddress(process.env) !== null));
runWizardProcess(
  {
    post: (message) => line.postMessage(message),
    onMessage: (listener) => {
      line.on('message', ({ data, ports: [port] }) =>
        listener(data as ToWizard, port === undefined ? null : wizardPort(port)),
      );
    },
  },
  (ofWindow) =>
    createWizard(
      {
        ...ofWindow,
        laptop: {
          addresses: laptopAddresses,
          side: (trust) => ({
            engine: makeLaptopEngine({ trust, now }),
            networks: laptopInterfaces().flatMap(({ addresses }) => addresses),
          }),
        },
        ...documentRenderers(distFolder),
        userFolder,
        wizardLog: { log, things },
        program,
        platform: process.platform,
        agentSocket: agentAddress(process.env),
        now,
        newId: randomUUID,
      },
      files,
    ),
);
