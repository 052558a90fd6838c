import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes each line of its input as a record, by the reference client: bootstrap servers, topic, partition, codec. */
public class Produce {
  public static void main(String[] args) throws Exception {
    Properties config = new Properties();
    config.put("bootstrap.servers", args[0]);
    config.put("compression.type", args[3]);
    config.put("linger.ms", "20");
    try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new StringSerializer());
        var input = new BufferedReader(new InputStreamReader(System.in, "UTF-8"))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        producer.send(new ProducerRecord<>(args[1], Integer.valueOf(args[2]), (byte[]) null, line));
      }
      producer.flush();
    }
  }
}
