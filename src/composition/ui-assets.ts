import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Settings } from '../infrastructure/config/settings.js';
import { readUiFiles } from '../interfaces/http/ui/ui-files.js';
import type { UiFiles } from '../interfaces/http/ui/ui-files.js';

/** Where `npm run build` puts the page; the same relative path for sources and compiled code. */
const defaultFolder = join(__dirname, '..', '..', 'dist', 'ui');

/**
 * The files of the page, if it is enabled. If it was not built, that is logged, and the service starts without it.
 */
export function loadUiFiles({ uiEnabled, uiFolder }: Settings['http'], logger: Logger): UiFiles | undefined {
  if (!uiEnabled) return undefined;
  const folder = uiFolder ?? defaultFolder;
  const page = readUiFiles(folder);
  if (page === undefined) {
    logger.error(
      { folder },
      'stream_ui_enabled: cannot serve /v2/ui, the page is not built; see npm run build',
    );
  }
  return page;
}
