declare module 'kafkajs-snappy' {
  function snappy(): { decompress(this: void, compressed: Buffer): Promise<Buffer> };
  export = snappy;
}
