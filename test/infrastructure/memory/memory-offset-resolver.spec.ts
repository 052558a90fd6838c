import { offsetResolverContract } from '../../contracts/offset-resolver.contract.js';
import { MemoryLogHarness } from './memory-log-harness.js';

describe('MemoryOffsetResolver', () => {
  const harness = new MemoryLogHarness();
  offsetResolverContract(() => harness);
});
