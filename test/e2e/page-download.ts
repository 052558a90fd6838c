import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** A file that the page handed to the browser. */
export interface DownloadedFile {
  readonly name: string;
  readonly text: string;
}

/** Takes what was received as a file, by the button for it. */
export async function download(page: Page): Promise<DownloadedFile> {
  await page.getByRole('tab', { name: 'Export', exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download', exact: true }).click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/** The number of each event that the page keeps, in the order in which they came. */
export async function receivedNumbers(page: Page): Promise<readonly number[]> {
  const { text } = await download(page);
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as { readonly id: number }).id);
}
