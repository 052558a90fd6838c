/** A key of `kafka.conf` that is missing or invalid. The message names the key and contains no secret. */
export class InvalidKafkaConf extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(`kafka.conf: ${message}`, options);
    this.name = 'InvalidKafkaConf';
  }
}
