import { StreamSchemas } from '../../../domain/ports/stream-schemas.js';
import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';
import type { Stream } from '../../../domain/stream.js';
import type { EventSchema } from './schemas/event-schema.js';
import { pageChangeSchema } from './schemas/page-change-schema.js';
import { pageDeleteSchema } from './schemas/page-delete-schema.js';
import { pageMoveSchema } from './schemas/page-move-schema.js';
import { recentChangeSchema } from './schemas/recent-change-schema.js';
import { revisionCreateSchema } from './schemas/revision-create-schema.js';

const schemas: readonly EventSchema[] = [
  pageChangeSchema,
  pageDeleteSchema,
  pageMoveSchema,
  recentChangeSchema,
  revisionCreateSchema,
];

/**
 * The schemas of the sample streams. They describe exactly what is generated, and are code, so no file can be missing.
 */
export class SampleSchemas extends StreamSchemas {
  override pathOf({ schemaUri, schemaTitle }: Stream): string | undefined {
    return schemaUri ?? schemas.find(({ title }) => title === schemaTitle)?.$id;
  }

  override read(path: string): Promise<JsonSchema | undefined> {
    return Promise.resolve(schemas.find(({ $id }) => $id === path));
  }
}
