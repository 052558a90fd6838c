import { ApiExtension } from '@nestjs/swagger';

/**
 * Excludes an operation from monitors such as Wikimedia's service-checker, which calls every `GET` of the API description
 * and expects status 200 and a complete response. Streams do not end, and redirects are not 200.
 *
 * @see https://wikitech.wikimedia.org/wiki/Service_checker
 */
export const ApiNotMonitored = (): MethodDecorator => ApiExtension('x-monitor', false);
