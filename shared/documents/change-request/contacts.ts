import { unique } from '../../lib/order.ts';
import { pairs, say, space, strong, subheading } from '../blocks.ts';
import type { Block } from '../model.ts';
import { dateOf, given, listed, localWindow, utcWindow } from '../words.ts';
import type { RequestFacts } from './facts.ts';

/** Section 1: the change, the customer, the requester, and why. */

export function change(facts: RequestFacts): Block[] {
  const { request, customer: who } = facts.site;
  const words = { new: 'New', modify: 'Modify', remove: 'Remove' } as const;
  const categories = { standard: 'Standard', emergency: 'Emergency', temporary: 'Temporary' } as const;
  const { window } = request;
  const local =
    window === null || who.timeZone === null ? null : localWindow(window.start, window.end, who.timeZone);
  const windowLines =
    window === null
      ? [say('value', 'not agreed yet')]
      : [
          say('value', strong(utcWindow(window.start, window.end))),
          ...(local === null ? [] : [say('value', local)]),
        ];
  const zones = unique(facts.lines.map(({ nodeZone }) => nodeZone)).filter((zone) => zone !== null);
  return [
    subheading('Change'),
    pairs(27, [
      ['Type', say('value', strong(words[request.type]), typeTail(facts))],
      ['Category', categories[request.category]],
      ['Priority', given(request.priority)],
      ['Change window', windowLines],
      ['Valid until', request.validUntil === null ? 'no end date' : dateOf(request.validUntil)],
      [
        'Firewalls',
        zones.length === 0
          ? 'every one between the node and its counterparts'
          : `every one between zone ${listed(zones)} and the zones in section 2`,
      ],
    ]),
  ];
}

function typeTail({ asks }: RequestFacts): string {
  if (asks.kind === 'delta') return `, delta to revision ${asks.since.revision}`;
  return asks.kind === 'only-blocked' ? ', only what does not work yet' : '';
}

export function customer(facts: RequestFacts): Block[] {
  const { customer: who } = facts.site;
  const contact = [who.contact.name, who.contact.email].filter((text) => text.trim() !== '');
  return [
    subheading('Customer'),
    pairs(27, [
      ['Name', say('value', strong(given(who.name)))],
      ['Site', say('value', strong(given(who.site)))],
      ['Address', given(who.address)],
      ['Network contact', contact.length === 0 ? 'not given' : contact.map((text) => say('value', text))],
    ]),
  ];
}

export function requester(facts: RequestFacts): Block[] {
  const { technician, request } = facts.site;
  return [
    subheading('Requester'),
    pairs(27, [
      ['Name', say('value', strong(given(technician.name)))],
      ['Company', given(technician.company)],
      ['E-mail', given(technician.email)],
      ['Phone', given(technician.phone)],
      [
        'Also notify',
        request.notify.length === 0 ? 'nobody else' : request.notify.map((text) => say('value', text)),
      ],
    ]),
  ];
}

export function reasons(facts: RequestFacts): Block[] {
  const { request } = facts.site;
  const sensitive = request.sensitiveData === null ? 'not stated' : request.sensitiveData ? 'yes' : 'no';
  return [
    subheading('Why this change is needed'),
    say('value', given(request.justification)),
    space(1.5),
    pairs(27, [
      ['Who gets access', given(request.access)],
      ['Data carried', say('value', `${given(request.data)}. Sensitive data: `, strong(sensitive))],
      ...(facts.ruleSet.notAnswered.length === 0
        ? []
        : [
            [
              'Not answered',
              `${listed(facts.ruleSet.notAnswered.map((name) => facts.catalog.features[name]?.title ?? name))}: taken as not used`,
            ] as const,
          ]),
    ]),
  ];
}
