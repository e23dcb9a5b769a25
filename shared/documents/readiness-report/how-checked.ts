import { gaveAnswer } from '../../results/executed.ts';
import type { NodeRecord } from '../../results/types.ts';
import { columns, heading, pairs, say, space, strong, subheading } from '../blocks.ts';
import type { Block, Paragraph } from '../model.ts';
import { count, given, longDigest, utcTime } from '../words.ts';
import { carriedReports } from './carried-over.ts';
import { clockTexts } from './clock-rows.ts';
import type { ReportFacts } from './facts.ts';
import { codeBlock } from './report-code.ts';

/** How the checks were made, and how anyone verifies the signature without this software. */
export function howItWasChecked(facts: ReportFacts): Block[] {
  const { report } = facts;
  return [
    { kind: 'page-break' },
    heading(null, 'How it was checked', null, 'how-checked'),
    columns(8, [1.1, [pairs(24, report.nodes.flatMap(nodeRows))]], [1, [pairs(27, runRows(facts))]]),
    space(0.75),
    pairs(24, originRows(facts)),
    space(4),
    ...signature(facts),
  ];
}

const trustWords = {
  accepted: 'accepted by the person who ran the checks, and kept',
  'known-hosts': 'found in known_hosts',
  given: 'given on the command line',
  'site-file': 'pinned in the site file',
  'accepted-this-run': 'accepted for this run only',
} as const;

function nodeRows(node: NodeRecord): (readonly [string, readonly Paragraph[]])[] {
  const key =
    node.hostKey === null
      ? [say('value', 'never reached')]
      : [
          say('mono', node.hostKey),
          say('value', node.hostKeyTrust === null ? 'trust not recorded' : trustWords[node.hostKeyTrust]),
        ];
  const ports = node.interfaces
    .filter(({ port }) => port !== null)
    .map(({ name, addresses, port }) =>
      say('value', `${(port ?? '').toUpperCase()}: ${name}, ${addresses.join(', ')}`),
    );
  const engines = node.engines.map(({ engine, able, detail }) =>
    say('value', `${engine}: ${able ? 'used if fit' : 'not able'}${detail === '' ? '' : `, ${detail}`}`),
  );
  return [
    [node.name, key],
    ['Node ports', ports.length === 0 ? [say('value', 'the node showed no interface')] : ports],
    ['Engines', engines.length === 0 ? [say('value', 'none')] : engines],
    ...(node.failure === null ? [] : [['Not checked', [say('value', strong(node.failure))]] as const]),
  ];
}

function runRows(facts: ReportFacts): (readonly [string, readonly Paragraph[] | string])[] {
  const { report } = facts;
  const vantages = [
    ...new Set(
      report.checks
        .filter(({ attempts }) => attempts.length > 0)
        .map(
          ({ vantage }) =>
            `${vantage.kind === 'laptop' ? 'laptop' : vantage.node}${vantage.address === null ? '' : ` ${vantage.address}`}`,
        ),
    ),
  ];
  return [
    ['Vantage points', vantages.length === 0 ? 'none' : shortList(vantages)],
    ['Negative control', controlText(facts)],
    ['Clocks', clockTexts(report)],
    ['Software', `${report.software.name} ${report.software.version}`],
    [
      'Catalogue',
      [
        say('value', `${report.catalog.id} ${report.catalog.version}, SHA-256`),
        say('mono', longDigest(report.catalog.sha256)),
      ],
    ],
  ];
}

/** Earlier reports that this one rests on, or follows. */
function originRows({ report }: ReportFacts): (readonly [string, readonly Paragraph[] | string])[] {
  return [
    ...(report.carriedFrom.length === 0 ? [] : [['Carried over', carriedReports(report)] as const]),
    ...(report.redactedFrom === null
      ? []
      : [
          [
            'Redacted from',
            [say('value', report.redactedFrom.id), say('mono', longDigest(report.redactedFrom.sha256))],
          ] as const,
        ]),
    [
      'Report before',
      report.previous === null
        ? 'none'
        : [say('value', report.previous.id), say('mono', longDigest(report.previous.sha256))],
    ],
  ];
}

function shortList(texts: readonly string[]): string {
  const more = texts.length > 8 ? ` and ${texts.length - 8} more, in the JSON` : '';
  return `${texts.slice(0, 8).join(', ')}${more}`;
}

function controlText({ report }: ReportFacts): string {
  if (!report.site.checks.negativeControl) return 'switched off for this site';
  const sent = report.controls.filter(
    ({ address, observation }) => address !== null && gaveAnswer(observation),
  );
  if (sent.length === 0) return 'none sent: no documentation address was free, or no TCP port was tested';
  const skipped = report.controls.length - sent.length;
  const without = skipped === 0 ? '' : `; ${skipped} more did not run, so nothing guards "open" there`;
  const answered = sent.filter(({ observation }) => observation === 'open' || observation === 'confirmed');
  const addresses = [...new Set(sent.map(({ address }) => address))];
  const result =
    answered.length === 0
      ? 'none connected'
      : `${answered.length} connected, so "open" proves nothing on ${answered.map(({ port }) => `TCP ${port}`).join(', ')}`;
  return `${count(sent.length, 'attempt')} towards ${addresses.join(', ')}: ${result}${without}`;
}

function signature(facts: ReportFacts): Block[] {
  const { report, sha256 } = facts;
  const { signer } = report;
  const file = `${report.siteName}.readiness.json`;
  const type = signer.publicKey.split(' ')[0] ?? '';
  const line = `${signer.email} namespaces="gatecheck" ${signer.publicKey.split(' ').slice(0, 2).join(' ')}`;
  return [
    heading(null, 'Signature', 'over the JSON file beside this PDF, byte for byte', 'signature'),
    columns(
      4,
      [
        140,
        [
          pairs(30, [
            ['Signed by', say('value', strong(given(signer.name)), `, ${given(signer.email)}`)],
            ['Signed at', `${utcTime(report.createdAt)} (clock of the laptop)`],
            ['Key fingerprint', say('mono', given(signer.fingerprint))],
            ['Public key', say('mono', given(signer.publicKey))],
            ['JSON, SHA-256', say('mono', longDigest(sha256))],
            ['QR code', 'this digest and this fingerprint, as text'],
          ]),
        ],
      ],
      [34, [codeBlock(report, sha256, 34)]],
    ),
    ...(report.practice
      ? [
          say(
            'body',
            strong('Practice: '),
            'signed with a throw-away key that nobody keeps. The signature shows how it is done; it vouches for nothing.',
          ),
        ]
      : []),
    space(3),
    subheading('Verify it yourself, without our software'),
    say(
      'note',
      "1. Compare the fingerprint with one that the signer gave you by another way (phone, paper, web page). 2. Take the JSON file and its signature (.sig) into one folder; both are also attached to this PDF. 3. Put the signer's line, below, into the file allowed_signers. 4. Run this with OpenSSH 8.2 or newer (on Windows in the Command Prompt, not in PowerShell):",
    ),
    {
      kind: 'box',
      look: 'command',
      blocks: [
        say(
          'mono',
          `ssh-keygen -Y verify -f allowed_signers -I ${signer.email} -n gatecheck -s ${file}.sig < ${file}`,
        ),
      ],
    },
    say('note', 'It must answer:'),
    {
      kind: 'box',
      look: 'command',
      blocks: [
        say(
          'mono',
          `Good "gatecheck" signature for ${signer.email} with ${keyWord(type)} key ${signer.fingerprint}`,
        ),
      ],
    },
    say('note', 'Line for allowed_signers:'),
    { kind: 'box', look: 'command', blocks: [say('mono', line)] },
    say(
      'note',
      'A good signature from a key that you do not know proves only that nothing was changed. ',
      strong('gatecheck verify'),
      ' also recomputes every verdict from the observations.',
    ),
    say(
      'note',
      'What it proves: that the holder of this key stated this, and that it is unchanged since. Not who that is, unless the key came by another way; not the time; not that no other run was withheld; not that the network told the truth.',
    ),
    space(3),
    columns(
      8,
      [
        1,
        [
          {
            kind: 'field',
            name: 'signature.technician',
            tip: 'Signature of the technician',
            required: true,
            look: 'signature',
            heightMm: 17,
            caption: `Technician: ${given(report.site.technician.name)}`,
          },
        ],
      ],
      [
        1,
        [
          {
            kind: 'field',
            name: 'signature.customer',
            tip: 'Seen by the customer',
            required: false,
            look: 'signature',
            heightMm: 17,
            caption: 'Seen by the customer (does not change the verdict)',
          },
        ],
      ],
    ),
  ];
}

/** How OpenSSH names the key's type in its answer. */
function keyWord(type: string): string {
  if (type.includes('ed25519')) return 'ED25519';
  if (type.includes('ecdsa')) return 'ECDSA';
  return 'RSA';
}
