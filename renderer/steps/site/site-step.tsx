import type { SiteFile } from '../../../shared/site/schema.ts';
import { TextBox, TextField } from '../../components/fields.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { t } from '../../i18n/t.ts';
import { beginsAZone, emailDoubt, ownTimeZone, timeZones, withTimeZone, zoneOfCity } from './site-facts.ts';

function CustomerFields() {
  const { open, preview, acts } = useOpen();
  const customer = open.history.present.customer ?? {};
  const set = (key: 'name' | 'site' | 'address' | 'ticket', value: string): void =>
    acts.edit((site) => ({ ...site, customer: { ...site.customer, [key]: value } }), `customer.${key}`);
  const setZone = (zone: string): void => acts.edit((site) => withTimeZone(site, zone), 'customer.timeZone');
  const zone = customer.timeZone ?? '';
  const meant = zoneOfCity(zone);
  return (
    <section className="box" aria-labelledby="customer-head">
      <div className="box-head">
        <h2 id="customer-head">{t('Customer')}</h2>
      </div>
      <div className="grid-2 pad">
        <TextField
          id="customer-name"
          label={t('Customer')}
          value={customer.name ?? ''}
          onChange={(value) => set('name', value)}
          required
        />
        <TextField
          id="customer-site"
          label={t('Site')}
          value={customer.site ?? ''}
          onChange={(value) => set('site', value)}
          help={t('For example Gdańsk DC1')}
          required
        />
        <TextField
          label={t('Ticket')}
          value={customer.ticket ?? ''}
          onChange={(value) => set('ticket', value)}
          help={t("The customer's number for this change")}
        />
        <TextBox
          label={t('Postal address')}
          rows={2}
          value={customer.address ?? ''}
          onChange={(value) => set('address', value)}
        />
        <ContactFields />
        <div>
          <TextField
            mono
            id="field-customer.timeZone"
            label={t('Time zone')}
            value={zone}
            onChange={setZone}
            suggestions={timeZones()}
            wrong={beginsAZone(zone) ? undefined : findingAt(preview.findings, 'customer.timeZone')}
            fixes={meant === null ? [] : [{ words: meant, act: () => setZone(meant) }]}
            help={t('Optional. The change window is written in it too, beside UTC')}
          />
          {zone !== '' ? null : (
            <button type="button" className="link small" onClick={() => setZone(ownTimeZone())}>
              {t('As this computer: {{zone}}', { zone: ownTimeZone() })}
            </button>
          )}
        </div>
      </div>
    </section>
  );
}

function ContactFields() {
  const { open, acts } = useOpen();
  const contact = open.history.present.customer?.contact ?? {};
  const set = (key: 'name' | 'email', value: string): void =>
    acts.edit(
      (site) => ({
        ...site,
        customer: { ...site.customer, contact: { ...site.customer?.contact, [key]: value } },
      }),
      `customer.contact.${key}`,
    );
  return (
    <>
      <TextField
        label={t("Contact's name")}
        value={contact.name ?? ''}
        onChange={(value) => set('name', value)}
      />
      <TextField
        label={t("Contact's email")}
        value={contact.email ?? ''}
        wrong={emailDoubt('customer.contact.email', contact.email)}
        onChange={(value) => set('email', value)}
      />
    </>
  );
}

function TechnicianFields() {
  const { open, acts } = useOpen();
  const technician = open.history.present.technician ?? {};
  const set = (key: 'name' | 'company' | 'email' | 'phone', value: string): void =>
    acts.edit((site) => ({ ...site, technician: { ...site.technician, [key]: value } }), `technician.${key}`);
  return (
    <section className="box" aria-labelledby="technician-head">
      <div className="box-head">
        <h2 id="technician-head">{t('You')}</h2>
      </div>
      <div className="grid-2 pad">
        <TextField
          id="technician-name"
          label={t('Your name')}
          value={technician.name ?? ''}
          onChange={(value) => set('name', value)}
          required
        />
        <TextField
          label={t('Your company')}
          value={technician.company ?? ''}
          onChange={(value) => set('company', value)}
        />
        <TextField
          label={t('Your email')}
          value={technician.email ?? ''}
          wrong={emailDoubt('technician.email', technician.email)}
          onChange={(value) => set('email', value)}
        />
        <TextField
          label={t('Your phone')}
          value={technician.phone ?? ''}
          onChange={(value) => set('phone', value)}
        />
      </div>
    </section>
  );
}

function withDomain(site: SiteFile, domain: string): SiteFile {
  if (domain !== '') return { ...site, directory: { domain } };
  const rest = { ...site };
  delete rest.directory;
  return rest;
}

function DirectoryField() {
  const { open, preview, acts } = useOpen();
  const domain = open.history.present.directory?.domain ?? '';
  const set = (value: string): void => acts.edit((site) => withDomain(site, value), 'directory.domain');
  return (
    <section className="box" aria-labelledby="directory-head">
      <div className="box-head">
        <h2 id="directory-head">{t('Names on this site')}</h2>
      </div>
      <div className="grid-2 pad">
        <TextField
          mono
          id="field-directory.domain"
          label={t('Domain')}
          value={domain}
          onChange={set}
          wrong={findingAt(preview.findings, 'directory')}
          help={t('Optional. The DNS check asks for it, for example corp.example')}
        />
      </div>
    </section>
  );
}

/** Step 1: who and where. */
export function SiteStep() {
  return (
    <div className="screen narrow">
      <ScreenTop title={t('Which site is it?')}>
        {t('These names stand on every document. What is empty can be filled in later.')}
      </ScreenTop>
      <CustomerFields />
      <TechnicianFields />
      <DirectoryField />
    </div>
  );
}
