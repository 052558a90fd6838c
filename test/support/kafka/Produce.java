import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes each line of its input as a record, by the reference client: bootstrap servers, topic, partition, codec. Without
 * idempotence, which topics of older message formats refuse.
 */
public class Produce {
  public static void main(String[] args) throws Exception {
    Properties config = new Properties();
    config.put("bootstrap.servers", args[0]);
    config.put("compression.type", args[3]);
    config.put("enable.idempotence", "false");
    config.put("max.in.flight.requests.per.connection", "1");
    config.put("linger.ms", "20");
    var failure = new AtomicReference<Exception>();
    try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new StringSerializer());
        var input = new BufferedReader(new InputStreamReader(System.in, "UTF-8"))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        producer.send(new ProducerRecord<>(args[1], Integer.valueOf(args[2]), (byte[]) null, line),
            (written, error) -> { if (error != null) failure.set(error); });
      }
      producer.flush();
    }
    if (failure.get() != null) throw failure.get();
  }
}
