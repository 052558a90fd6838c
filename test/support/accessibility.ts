import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What keeps people out, as axe has it: serious and critical violations, a line each with where they are. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
}

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}
