import { ApiExtension } from '@nestjs/swagger';

/**
 * Marks an operation that monitors leave alone, as Wikimedia's service-checker does. It probes every `GET` of the
 * description and expects 200 and an end; streams do not end, and redirects are no 200.
 * @see https://wikitech.wikimedia.org/wiki/Service_checker
 */
export const Unmonitored = (): MethodDecorator => ApiExtension('x-monitor', false);
