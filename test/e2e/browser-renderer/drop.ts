import type { Page } from '@playwright/test';

/** Drops files as a person does who lets go of them over a part of the page. */
export async function dropFiles(
  page: Page,
  files: readonly { readonly name: string; readonly text: string }[],
  over = 'main',
): Promise<void> {
  const dataTransfer = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const { name, text } of list) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent(over, 'dragover', { dataTransfer });
  await page.dispatchEvent(over, 'drop', { dataTransfer });
}
