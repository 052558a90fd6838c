import { StaticCatalog } from '../../../src/infrastructure/catalog/static-catalog.js';
import { streamCatalogContract } from '../../contracts/stream-catalog.contract.js';

describe('StaticCatalog', () => {
  streamCatalogContract((streams) => {
    const catalog = new StaticCatalog(streams);
    return Promise.resolve({
      catalog,
      offer: (next) => {
        catalog.replace(next);
        return Promise.resolve();
      },
      close: () => undefined,
    });
  });
});
