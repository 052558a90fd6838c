import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Settings } from '../infrastructure/config/settings.js';
import { readUiFiles } from '../interfaces/http/ui/ui-files.js';
import type { UiFiles } from '../interfaces/http/ui/ui-files.js';

/** Where `npm run build` puts the page: from here the same, whether this is compiled or not. */
const defaultFolder = join(__dirname, '..', '..', 'dist', 'ui');

/**
 * The page, where it is to be served. Without it the service still has streams to serve: that it was not built is said
 * in the log, and stops nothing.
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
