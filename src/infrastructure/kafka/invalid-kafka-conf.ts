/** A key of `kafka.conf` that Kafka cannot be reached with; its message names the key, and holds no secret. */
export class InvalidKafkaConf extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(`kafka.conf: ${message}`, options);
    this.name = 'InvalidKafkaConf';
  }
}
