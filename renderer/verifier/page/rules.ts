import type { NumberedRule } from '../../../shared/documents/readiness-report/facts.ts';
import {
  markWord,
  observedText,
  pathText,
  serviceText,
} from '../../../shared/documents/readiness-report/facts.ts';
import { count, levelWord } from '../../../shared/documents/words.ts';
import type { ReportView } from '../report-view.ts';
import type { Child } from './dom.ts';
import { el, fill } from './dom.ts';
import { evidence } from './evidence.ts';
import type { Mark } from './marks.ts';
import { markState } from './marks.ts';

/** Rows laid out at once: a browser lays out thousands only while the person waits. */
const rowsAtOnce = 200;

type Choice = 'all' | 'open' | Mark;

const choices: readonly { readonly choice: Choice; readonly word: string }[] = [
  { choice: 'all', word: 'All' },
  { choice: 'open', word: 'Do not pass' },
  ...(['fail', 'inconclusive', 'attested', 'waived', 'weak', 'pass'] as const).map((mark) => ({
    choice: mark,
    word: markWord(mark),
  })),
];

function isChosen({ mark }: NumberedRule, choice: Choice): boolean {
  if (choice === 'all') return true;
  return choice === 'open' ? mark !== 'pass' && mark !== 'weak' : mark === choice;
}

/** What a rule is found by: everything that its row says, and its addresses. */
function searchText(each: NumberedRule): string {
  const { rule } = each;
  return [
    ...[each.number, rule.title, serviceText(rule.service), rule.id, pathText(each), observedText(each)],
    ...[...rule.from, ...rule.to].map(({ address }) => address),
  ]
    .join('\n')
    .toLowerCase();
}

function row(each: NumberedRule, view: ReportView): HTMLElement {
  const { rule, checks } = each;
  const body = el('div', { class: 'evidence' });
  const carried = checks.filter(({ carriedOverFrom }) => carriedOverFrom !== null).length;
  const assumed = each.levelBasis === 'assumed' && rule.level !== 'as-published' ? ' (assumed)' : '';
  const cell = (name: string, ...content: Child[]): HTMLElement =>
    el('span', { class: `cell ${name}` }, content);
  const details = el(
    'details',
    {
      ontoggle: () => {
        if (details.open && body.childNodes.length === 0) fill(body, evidence(each, view.report));
      },
    },
    el(
      'summary',
      {},
      cell('mark', markState(each.mark)),
      cell('number', each.number),
      cell(
        'service',
        el('strong', {}, rule.title),
        `, ${serviceText(rule.service)} ${rule.direction.toUpperCase()}`,
      ),
      cell('path', pathText(each)),
      cell('need', `${levelWord(rule.level)}${assumed}`),
      cell(
        'seen',
        observedText(each),
        carried === 0
          ? null
          : el(
              'span',
              { class: 'tag' },
              carried === checks.length ? 'carried over' : `${carried} carried over`,
            ),
      ),
    ),
    body,
  );
  return el('li', { 'data-mark': each.mark }, details);
}

/** Every rule with its verdict; a row opens to its evidence. */
export function rulesSection(view: ReportView): HTMLElement {
  const { rules } = view;
  const texts = new Map(rules.map((each) => [each, searchText(each)]));
  let choice: Choice = 'all';
  const search = el('input', { type: 'search', id: 'search', oninput: () => show() });
  const said = el('p', { role: 'status', class: 'sub' });
  const list = el('ol', { class: 'rules' });
  const more = el('div', {});
  const append = (waiting: NumberedRule[]): void => {
    const before = list.childElementCount;
    list.append(...waiting.splice(0, rowsAtOnce).map((each) => row(each, view)));
    fill(
      more,
      waiting.length === 0
        ? null
        : el(
            'button',
            {
              type: 'button',
              class: 'button plain',
              onclick: () => {
                append(waiting);
                list.children[before + rowsAtOnce]?.querySelector('summary')?.focus();
              },
            },
            `Show more rules (${waiting.length} left)`,
          ),
    );
  };
  const show = (): void => {
    const wanted = search.value.trim().toLowerCase();
    const found = rules.filter((each) => isChosen(each, choice) && (texts.get(each) ?? '').includes(wanted));
    list.replaceChildren();
    append([...found]);
    fill(
      said,
      found.length === rules.length
        ? count(found.length, 'rule')
        : `${found.length} of ${count(rules.length, 'rule')}`,
    );
  };
  const present = choices.filter((one) => rules.some((each) => isChosen(each, one.choice)));
  const radios = present.map((one) =>
    el(
      'label',
      { class: 'choice' },
      el('input', {
        type: 'radio',
        name: 'verdict',
        checked: one.choice === 'all',
        onchange: () => {
          choice = one.choice;
          show();
        },
      }),
      `${one.word} (${rules.filter((each) => isChosen(each, one.choice)).length})`,
    ),
  );
  show();
  return el(
    'div',
    {},
    el('h3', {}, 'Rules'),
    el(
      'div',
      { class: 'filter' },
      el('fieldset', {}, el('legend', {}, 'Show'), radios),
      el(
        'div',
        { class: 'field' },
        el('label', { for: 'search' }, 'Find a rule, an address, a service'),
        search,
      ),
    ),
    said,
    groups(view),
    list,
    more,
  );
}

function groups({ groups: all }: ReportView): Child {
  if (all.length === 0) return null;
  return [
    el('h4', {}, 'Sets of rules of which one is enough'),
    el(
      'ul',
      { class: 'decisions' },
      all.map(({ group, mark, title, members }) =>
        el(
          'li',
          {},
          markState(mark),
          ` ${title}, ${group.node} and ${group.endpoint}: rules ${members.join(', ')}, ${levelWord(group.level).toLowerCase()}`,
        ),
      ),
    ),
    el('h4', {}, 'Each rule'),
  ];
}
