import { assertNever } from '../../lib/assert-never.ts';
import type { Piece } from '../../words/marked-text.ts';
import type { Block, Cell, DocumentModel, Field, Paragraph, Row, Run, Table, Topology } from '../model.ts';
import type { Speaker } from './speaker.ts';

/**
 * A document in another language. Names of form fields and values of boxes stay, so that a form which comes back is read the
 * same; so do the texts that somebody typed, and the files inside.
 */
export function inLanguage(model: DocumentModel, speaker: Speaker): DocumentModel {
  const { language } = speaker.words;
  if (language === 'en') return model;
  const { say } = speaker;
  return {
    ...model,
    language,
    title: say(model.title),
    subject: say(model.subject),
    watermark: model.watermark === null ? null : say(model.watermark),
    ...(language === 'ja' ? { typing: 'japanese' as const } : {}),
    pageNumber: pageNumberIn(say),
    signatureCaption: say('Digital or hand-written signature'),
    header: {
      ...model.header,
      name: say(model.header.name),
      detail: model.header.detail === null ? null : inParts(model.header.detail, ' · ', say),
      status: inParts(model.header.status, ' · ', say),
    },
    footer: { left: inParts(model.footer.left, ' · ', say), middle: say(model.footer.middle) },
    blocks: model.blocks.map((block) => blockIn(block, speaker)),
    attachments: model.attachments.map((each) => ({ ...each, about: say(each.about) })),
  };
}

type Say = Speaker['say'];

/** The template that the writer fills in: it alone knows the numbers. */
function pageNumberIn(say: Say): string {
  return say('Page 1111 of 2222').replace('1111', '{page}').replace('2222', '{count}');
}

function inParts(text: string, between: string, say: Say): string {
  const whole = say(text);
  return whole === text ? text.split(between).map(say).join(between) : whole;
}

function blockIn(block: Block, speaker: Speaker): Block {
  const { say } = speaker;
  const all = (blocks: readonly Block[]): Block[] => blocks.map((each) => blockIn(each, speaker));
  switch (block.kind) {
    case 'paragraph':
      return paragraphIn(block, speaker);
    case 'field':
      return fieldIn(block, say);
    case 'table':
      return tableIn(block, speaker);
    case 'topology':
      return topologyIn(block, say);
    case 'columns':
      return { ...block, columns: block.columns.map((each) => ({ ...each, blocks: all(each.blocks) })) };
    case 'heading':
      return {
        ...block,
        text: say(block.text),
        right: block.right === null ? null : inParts(block.right, ' · ', say),
      };
    case 'steps':
      return { ...block, items: block.items.map((item) => paragraphIn(item, speaker)) };
    case 'pairs':
      return {
        ...block,
        rows: block.rows.map(({ label, value }) => ({
          label: say(label),
          value: value.map((each) => paragraphIn(each, speaker)),
        })),
      };
    case 'box':
    case 'at-foot':
      return { ...block, blocks: all(block.blocks) };
    case 'one-page':
      return { ...block, choices: block.choices.map(all) };
    case 'qr':
      return { ...block, says: say(block.says) };
    case 'space':
    case 'rule':
    case 'page-break':
      return block;
    default:
      return assertNever(block);
  }
}

function fieldIn(field: Field, say: Say): Field {
  return {
    ...field,
    tip: say(field.tip),
    caption: field.caption === null ? null : say(field.caption),
  };
}

function tableIn(table: Table, speaker: Speaker): Table {
  const { say } = speaker;
  const cellIn = (cell: Cell): Cell => ({
    ...cell,
    blocks: cell.blocks.map((each) =>
      each.kind === 'field' ? fieldIn(each, say) : paragraphIn(each, speaker),
    ),
  });
  const rowIn = (row: Row): Row => ({ ...row, cells: row.cells.map(cellIn) });
  return {
    ...table,
    says: say(table.says),
    columns: table.columns.map((column) => ({ ...column, head: column.head.map(say) })),
    groups: table.groups.map(({ heading, rows }) => ({
      heading: heading === null ? null : paragraphIn(heading, speaker),
      rows: rows.map(rowIn),
    })),
  };
}

function topologyIn(topology: Topology, say: Say): Topology {
  return {
    ...topology,
    says: say(topology.says),
    firewalls: say(topology.firewalls),
    nodes: topology.nodes.map((node) => ({
      ...node,
      name: say(node.name),
      about: node.about.map(say),
      ports: node.ports.map((port) => ({
        ...port,
        label: say(port.label),
        addresses: port.addresses.map(say),
        zone: say(port.zone),
      })),
    })),
    zones: topology.zones.map((zone) => ({
      ...zone,
      name: say(zone.name),
      entries: zone.entries.map((entry) => ({
        ...entry,
        name: say(entry.name),
        addresses: say(entry.addresses),
      })),
    })),
  };
}

/** `· 4 Rules to permit`, before its page: the entry for itself, whatever stands beside it. */
function contentsEntry(run: Run, say: Say): Run {
  if (run.kind !== 'text') return run;
  const lead = /^(?: · |\s+)?(?:\d+|[A-Z]) /.exec(run.text)?.[0] ?? '';
  const rest = run.text.slice(lead.length);
  const entry = rest.trimEnd();
  return { ...run, text: `${lead}${say(entry)}${rest.slice(entry.length)}` };
}

/** Struck texts and marks stand in their places among the words, whatever the language. */
function paragraphIn(paragraph: Paragraph, speaker: Speaker): Paragraph {
  if (paragraph.runs.some(({ kind }) => kind === 'page-of'))
    return { ...paragraph, runs: paragraph.runs.map((run) => contentsEntry(run, speaker.say)) };
  const others: Run[] = [];
  const pieces = paragraph.runs.map((run): Piece => {
    if (run.kind === 'text' && run.struck !== true && !(run.bold === true && run.secondary === true))
      return { mark: run.bold === true ? 'b' : run.secondary === true ? 'i' : '', text: run.text };
    others.push(runIn(run, speaker.say));
    return { mark: 'other', index: others.length - 1 };
  });
  const said = speaker.pieces(pieces);
  if (said === pieces && others.length === 0) return paragraph;
  return {
    ...paragraph,
    runs: said.flatMap((piece): Run[] => {
      if (piece.mark === 'other') return others.slice(piece.index, piece.index + 1);
      const { mark, text } = piece;
      return [
        {
          kind: 'text',
          text,
          ...(mark === 'b' ? { bold: true } : mark === 'i' ? { secondary: true } : {}),
        },
      ];
    }),
  };
}

function runIn(run: Run, say: Say): Run {
  switch (run.kind) {
    case 'text':
    case 'missing':
      return { ...run, text: say(run.text) };
    case 'mark':
      return { ...run, says: say(run.says) };
    case 'check-box':
      return { ...run, label: say(run.label), box: { ...run.box, tip: say(run.box.tip) } };
    case 'direction':
    case 'change':
    case 'assumed':
    case 'page-of':
      return run;
    default:
      return assertNever(run);
  }
}
