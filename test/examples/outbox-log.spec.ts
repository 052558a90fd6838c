import { eventSourceContract } from '../contracts/event-source.contract.js';
import { offsetResolverContract } from '../contracts/offset-resolver.contract.js';
import { OutboxHarness } from './outbox-harness.js';

describe('the outbox of the examples', () => {
  const harness = new OutboxHarness();

  beforeAll(() => harness.open());
  afterAll(() => harness.close());

  eventSourceContract(() => harness, { transactions: false, rights: false });
  offsetResolverContract(() => harness, { transactions: false, rights: false });
});
