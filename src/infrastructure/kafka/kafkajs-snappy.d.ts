declare module 'kafkajs-snappy' {
  function snappy(): { readonly decompress: (compressed: Buffer) => Promise<Buffer> };
  export = snappy;
}
