import { el, icon } from './dom.ts';

/** Where files are dropped or chosen; the whole page takes drops too. */
export function intake(take: (files: readonly File[]) => void): HTMLElement {
  const input = el('input', {
    type: 'file',
    id: 'files',
    multiple: true,
    class: 'unseen',
    'aria-describedby': 'intake-help',
    onchange: () => {
      take([...(input.files ?? [])]);
      // The same file, mended, must be taken again.
      input.value = '';
    },
  });
  listenForDrops(take);
  return el(
    'section',
    { class: 'intake', 'aria-labelledby': 'intake-title' },
    el('h2', { id: 'intake-title' }, 'Files to verify'),
    el(
      'p',
      { id: 'intake-help' },
      'Drop them anywhere on this page, all together: the report (NAME.readiness.json) and its signature (NAME.readiness.json.sig); if you have them, the reports before it, and your own allowed_signers file.',
    ),
    el(
      'div',
      { class: 'choose' },
      input,
      el('label', { for: 'files', class: 'button' }, icon('verify'), 'Choose files'),
    ),
    el(
      'p',
      { class: 'sub' },
      'Nothing leaves this page: it may not reach any network, and works without one.',
    ),
  );
}

function listenForDrops(take: (files: readonly File[]) => void): void {
  const root = document.documentElement;
  const stop = (event: DragEvent): void => {
    event.preventDefault();
    root.classList.toggle('dropping', event.type === 'dragover');
  };
  // Without this the browser would leave the page for the file.
  document.addEventListener('dragover', stop);
  document.addEventListener('dragleave', stop);
  document.addEventListener('drop', (event) => {
    stop(event);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) take(files);
  });
}
