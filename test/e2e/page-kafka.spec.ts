import type { Page } from 'playwright-core';
import { describeBrowser, TestBrowser } from '../support/browser.js';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import { testTimeoutMs } from '../support/limits.js';
import type { Service } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';
import { onKafka, serveTopics, uniqueTopic } from './kafka-streams.js';

describeBrowser('the page', () => {
  describeKafka('on Kafka', () => {
    let browser: TestBrowser;
    let broker: KafkaBroker;
    let service: Service;
    let topic: string;
    let watched: WatchedPage;
    let page: Page;

    const produce = async (...titles: readonly string[]): Promise<void> => {
      const dt = new Date().toISOString();
      const records = titles.map((title) => ({
        value: JSON.stringify({ meta: { stream: 'edit', dt }, title }),
      }));
      await broker.writer.produce(topic, 0, records);
    };
    const rows = (title: string): ReturnType<Page['locator']> =>
      page.getByRole('row').filter({ hasText: title });
    const untilLive = (): Promise<void> => page.getByRole('status').filter({ hasText: 'Live' }).waitFor();

    beforeAll(async () => {
      broker = await startKafka({ own: true });
      browser = await TestBrowser.start();
    }, kafkaStartTimeoutMs);

    afterAll(async () => {
      await browser.close();
      await broker.stop();
    });

    beforeEach(async () => {
      topic = uniqueTopic();
      await broker.writer.createTopic(topic, 1);
      service = await serveTopics(broker, [topic], {
        kafka: onKafka(broker, 5000),
        stream_ui_enabled: true,
        heartbeat_ms: 200,
      });
      watched = await browser.newPage(service.url);
      ({ page } = watched);
    }, testTimeoutMs);

    afterEach(async () => {
      await watched.close();
      await service.close();
    });

    it(
      'shows the past and the present, narrowed down by the service',
      async () => {
        await produce('Moon', 'Sun');
        const filter = encodeURIComponent('title != "Sun"');
        await page.goto(`/v2/ui?streams=edit&since=0&filter=${filter}`);
        await rows('Moon').waitFor();
        await produce('Sun', 'Mars');
        await rows('Mars').waitFor();
        expect(await rows('Sun').count()).toBe(0);
        watched.expectNoProblems();
      },
      testTimeoutMs,
    );

    it(
      'waits where Kafka is away, and shows what was written since when it is back',
      async () => {
        await page.goto('/v2/ui?streams=edit');
        await untilLive();
        await produce('Moon');
        await rows('Moon').waitFor();
        await broker.stopProcess();
        await broker.startProcess();
        await produce('Mars');
        await rows('Mars').waitFor();
        expect(await rows('Moon').count()).toBe(1);
        watched.expectNoProblems();
      },
      testTimeoutMs,
    );

    it(
      'says that records it wanted are no longer kept',
      async () => {
        await page.goto('/v2/ui?streams=edit');
        await untilLive();
        await produce('Moon');
        await rows('Moon').waitFor();
        await page.getByRole('button', { name: 'Stop', exact: true }).click();
        await service.close();
        await produce('Sun', 'Mars');
        await broker.writer.deleteRecordsBefore(topic, 0, 2);
        service = await serveTopics(broker, [topic], { stream_ui_enabled: true, port: service.port });
        await page.getByRole('button', { name: 'Continue', exact: true }).click();
        await rows('Mars').waitFor();
        await page.getByText(`Gap in ${topic}, partition 0`).waitFor();
        expect(await rows('Sun').count()).toBe(0);
        watched.expectNoProblems();
      },
      testTimeoutMs,
    );
  });
});
