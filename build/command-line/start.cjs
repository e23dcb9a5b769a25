// Says plainly when Node is too old, before anything is read that such a Node does not understand.
'use strict';

var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 18 || (parts[0] === 18 && parts[1] < 15)) {
  process.stderr.write(
    'gatecheck: this is Node ' +
      process.versions.node +
      '; the command line needs 18.15 or later. Install one, or name it in GATECHECK_NODE.\n',
  );
  process.exitCode = 3;
} else {
  require('./cli.cjs');
}
