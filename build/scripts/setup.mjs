// npm run setup: everything that a clean clone needs, and nothing else. Runs before node_modules exists.
import { ensureNode } from './lib/node-version.mjs';
import { prepare } from './lib/prepare.mjs';
import { runMain, say } from './lib/say.mjs';

const usage = `npm run setup [-- --tests] [-- --retry-download]
  --tests            also the Debian packages that the tests need
  --retry-download   ask for the pinned Electron again although it could not be downloaded before
`;

await runMain(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => !['--tests', '--retry-download', '--help'].includes(arg));
  if (unknown !== undefined || args.includes('--help')) {
    process.stderr.write(unknown === undefined ? usage : `Unknown option ${unknown}\n${usage}`);
    return unknown === undefined ? 0 : 2;
  }
  await ensureNode();
  const { electron, systemComplete } = await prepare({
    purpose: args.includes('--tests') ? 'test' : 'run',
    retryDownload: args.includes('--retry-download'),
  });
  say(
    `ready, with Electron ${electron.version}${systemComplete ? '' : '; Debian packages are still missing, see above'}`,
  );
  return 0;
});
