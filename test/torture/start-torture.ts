import { startCluster } from '../support/kafka-cluster.js';
import type { KafkaCluster } from '../support/kafka-cluster.js';
import { planOf } from './plan-of.js';
import type { Plan, PlanSize } from './plan.js';
import type { Report } from './report.js';
import { TorturedService } from './tortured-service.js';
import { TortureRun } from './torture-run.js';

/** Runs one plan from an empty cluster to the verdict, and leaves nothing behind. */
export async function startTorture(
  size: PlanSize,
): Promise<{ readonly run: TortureRun; readonly report: Report }> {
  const plan = planOf(size);
  const cluster = await startCluster(size.brokers);
  let service: TorturedService | undefined;
  try {
    service = await buildService(plan, cluster);
    const run = new TortureRun(plan, cluster, service);
    return { run, report: await run.execute() };
  } finally {
    await service?.remove();
    await cluster.stop();
  }
}

function buildService(plan: Plan, { brokers }: KafkaCluster): Promise<TorturedService> {
  const streams = Object.fromEntries(plan.topics.map(({ name }) => [name, { topics: [name] }]));
  const conf = { 'metadata.broker.list': brokers.join(',') };
  const kafka = { conf, 'consumer.request.timeout.ms': 4000 };
  return TorturedService.build(streams, { ...plan.config, kafka });
}
