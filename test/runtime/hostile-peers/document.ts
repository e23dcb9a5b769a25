import { format, resolveConfig } from 'prettier';
import type { Behaviour } from './behaviour.ts';
import { groups } from './behaviours.ts';

export const documentPath = new URL('../../../docs/hostile-peers.md', import.meta.url).pathname;

const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('_', '\\_');

function outcomeOf({ expected, sentence }: Behaviour): string {
  const said = sentence === null || sentence === '' ? '' : ` “… ${sentence} …”`;
  switch (expected) {
    case 'stopped':
      return `Stopped, nothing counts.${said}`;
    case 'could-not-check':
      return `Could not check: no check passes.${said}`;
    case 'as-honest':
      return 'Nothing changes: the checks end as on an honest node.';
  }
}

const introduction = `# Hostile SSH peers

What a node, a jump host, or somebody in their place can do to this program over SSH, and what becomes of it. Every row is a real
server on 127.0.0.1 that does it to the real wizard, and some rows to the real command line
(\`test/runtime/hostile-peers\`, a part of \`npm test\`). The tables are made from the rows of the test.

For every row holds: the process has no fault that nobody caught; what reaches the window, the terminal, the report and its PDF has
no control characters and nothing that turns the direction of writing; the process takes less than 300 MB more than without the
peer; the run ends by itself; and afterwards the same process does a whole practice run, signs it and verifies it.

How it is done:

- **Nonce.** Each script on a node gets a random word for this one run on standard input, and marks each of its lines with it. Lines
  without such a word are noise (banners, login scripts), up to 256 KiB. A line with the word of another run, a result that was not
  asked for, a second result, a line after the end: then nothing of that node counts in the run, also not what it said before.
- **Nothing of a node's is executed or used as a path.** What goes back to the node are addresses, ports and paths of plain
  characters, as data on standard input. A node's text is text in the window, never markup.
- **Host keys.** A pin in a site file from elsewhere is a hint: the person confirms the key at the first connection (on the command
  line the person chose the file, and the report says \`site-file\`). A key that differs from the pin, from one that was accepted, or
  from one that was shown before in the same run always stops, also on reconnect.
- **Secrets are per host.** What is typed for a node goes to that node alone, after its key was trusted. What is kept for a second
  run is for one user at one address and port with one host key: a node of the same name elsewhere gets nothing of it. On the command
  line, what names a node takes the place of what names none.
- **Algorithms.** Outdated ones are not offered, and there is no option for them: SHA-1 key exchange and signatures, DSA, CBC, RC4,
  MD5, short MACs, compression, RSA host keys and Diffie-Hellman groups below 2048 bits. The message names what the server offers.

A node that lies in its own form (a script that was changed to say “connected”, with the nonce) cannot be told from an honest one: a
person who controls the node controls what is observed (SECURITY.md).
`;

/** The document as it must stand in docs/. */
export async function hostilePeersDocument(): Promise<string> {
  const parts = groups.map(({ title, behaviours }) => {
    const rows = behaviours.map(
      (one) => `| ${cell(one.name)} | ${cell(one.does)} | ${cell(outcomeOf(one))} |`,
    );
    return [`## ${title}`, '', '| peer | what it does | what happens |', '| --- | --- | --- |', ...rows].join(
      '\n',
    );
  });
  const config = (await resolveConfig(documentPath)) ?? {};
  return format([introduction, ...parts, ''].join('\n\n'), { ...config, filepath: documentPath });
}
