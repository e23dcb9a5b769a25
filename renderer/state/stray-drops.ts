/**
 * A file that is dropped beside a place for it does nothing: a browser would open it instead of the window. A place that
 * takes files listens after this, so its word is the last.
 */
export function refuseStrayDrops(): void {
  const refuse = (event: DragEvent): void => {
    const { dataTransfer } = event;
    if (dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    dataTransfer.dropEffect = 'none';
  };
  window.addEventListener('dragover', refuse);
  window.addEventListener('drop', refuse);
}
