import type { SiteFile } from '../../../shared/site/schema.ts';
import { Choice, TextBox, TextField } from '../../components/fields.tsx';
import { Segments } from '../../components/segments.tsx';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { typedOfUtc, utcOfTyped, zoneOf } from './utc-text.ts';
import { t } from '../../i18n/t.ts';

type RequestPart = NonNullable<SiteFile['request']>;

function useRequest() {
  const { open, preview, acts } = useOpen();
  const request: RequestPart = open.history.present.request ?? {};
  const set = (change: Partial<RequestPart>, field: string | null): void =>
    acts.edit((site) => ({ ...site, request: { ...site.request, ...change } }), field);
  const wrong = (key: string) => findingAt(preview.findings, `request.${key}`);
  return { request, set, wrong };
}

function WindowFields() {
  const { open } = useOpen();
  const { request, set, wrong } = useRequest();
  const zone = zoneOf(open.history.present.customer?.timeZone);
  const window = request.window ?? null;
  const setWindow = (key: 'start' | 'end', typed: string): void => {
    const next = { start: window?.start ?? '', end: window?.end ?? '', [key]: utcOfTyped(typed, zone) };
    set({ window: next.start === '' && next.end === '' ? null : next }, `request.window.${key}`);
  };
  const inUtc = (utc: string | null | undefined): { readonly help?: string } =>
    zone === 'UTC' || utc == null || !utc.endsWith('Z')
      ? {}
      : { help: t('{{time}} UTC', { time: typedOfUtc(utc) }) };
  return (
    <>
      <TextField
        mono
        id="field-request.window.start"
        label={t('Window from ({{zone}})', { zone })}
        value={typedOfUtc(window?.start ?? '', zone)}
        onChange={(text) => setWindow('start', text)}
        wrong={wrong('window.start')}
        placeholder="2026-11-24 20:00"
        {...inUtc(window?.start)}
      />
      <TextField
        mono
        id="field-request.window.end"
        label={t('Window to ({{zone}})', { zone })}
        value={typedOfUtc(window?.end ?? '', zone)}
        onChange={(text) => setWindow('end', text)}
        wrong={wrong('window.end')}
        placeholder="2026-11-24 23:00"
        {...inUtc(window?.end)}
      />
      <TextField
        mono
        id="field-request.validUntil"
        label={t('Valid until ({{zone}}), empty for permanent', { zone })}
        value={typedOfUtc(request.validUntil ?? '', zone)}
        onChange={(text) =>
          set({ validUntil: text === '' ? null : utcOfTyped(text, zone) }, 'request.validUntil')
        }
        wrong={wrong('validUntil')}
        {...inUtc(request.validUntil)}
      />
    </>
  );
}

function Parties() {
  const { request, set, wrong } = useRequest();
  const approvers = request.approvers ?? [];
  return (
    <>
      {approvers.map((approver, index) => (
        <TextField
          key={index}
          label={t('Approver: {{role}}', { role: approver.role })}
          value={approver.name ?? ''}
          onChange={(name) =>
            set(
              { approvers: approvers.map((one, at) => (at === index ? { ...one, name } : one)) },
              `request.approvers.${index}`,
            )
          }
        />
      ))}
      <TextField
        label={t('Notify (addresses, parted by commas)')}
        value={(request.notify ?? []).join(', ')}
        onChange={(text) =>
          set(
            { notify: text === '' ? [] : text.split(',').map((part) => part.trimStart()) },
            'request.notify',
          )
        }
        wrong={wrong('notify')}
      />
    </>
  );
}

const sensitive = () =>
  [
    { value: 'yes', label: t('yes') },
    { value: 'no', label: t('no') },
  ] as const;

function Reasons() {
  const { request, set } = useRequest();
  const data = request.sensitiveData ?? null;
  return (
    <>
      <TextBox
        label={t('Justification')}
        rows={2}
        value={request.justification ?? ''}
        onChange={(justification) => set({ justification }, 'request.justification')}
      />
      <TextBox
        label={t('Who gets access')}
        rows={2}
        value={request.access ?? ''}
        onChange={(access) => set({ access }, 'request.access')}
      />
      <TextBox
        label={t('What is carried')}
        rows={2}
        value={request.data ?? ''}
        onChange={(carried) => set({ data: carried }, 'request.data')}
      />
      <div>
        <span className="field-label">{t('Sensitive data')}</span>
        <div className="field-box">
          <Segments
            name={t('Sensitive data')}
            segments={sensitive()}
            chosen={data === null ? null : data ? 'yes' : 'no'}
            onChoose={(value) => set({ sensitiveData: value === 'yes' }, null)}
          />
        </div>
      </div>
    </>
  );
}

/** Number, parties and window of the request. */
export function RequestFields() {
  const { request, set, wrong } = useRequest();
  return (
    <section className="box" aria-labelledby="parties-head">
      <div className="box-head">
        <h2 id="parties-head">{t('Number, parties and window')}</h2>
      </div>
      <div className="grid-3 pad">
        <TextField
          mono
          id="field-request.number"
          label={t('Request number')}
          value={request.number ?? ''}
          onChange={(number) => set({ number }, 'request.number')}
          wrong={wrong('number')}
          help={t('It becomes the file name, for example FCR-2026-014')}
        />
        <TextField
          mono
          id="field-request.revision"
          label={t('Revision')}
          value={request.revision ?? 'A'}
          onChange={(revision) => set({ revision }, 'request.revision')}
          wrong={wrong('revision')}
        />
        <Choice
          label={t('Type')}
          value={request.type ?? 'new'}
          onChange={(value) => set({ type: value === 'modify' || value === 'remove' ? value : 'new' }, null)}
          options={[
            { value: 'new', label: 'new' },
            { value: 'modify', label: 'modify' },
            { value: 'remove', label: 'remove' },
          ]}
        />
        <Choice
          label={t('Category')}
          value={request.category ?? 'standard'}
          onChange={(value) =>
            set({ category: value === 'emergency' || value === 'temporary' ? value : 'standard' }, null)
          }
          options={[
            { value: 'standard', label: 'standard' },
            { value: 'emergency', label: 'emergency' },
            { value: 'temporary', label: 'temporary' },
          ]}
        />
        <TextField
          label={t('Priority')}
          value={request.priority ?? 'normal'}
          onChange={(priority) => set({ priority }, 'request.priority')}
        />
        <WindowFields />
        <Reasons />
        <Parties />
      </div>
    </section>
  );
}
