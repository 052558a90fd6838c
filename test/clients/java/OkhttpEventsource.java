import com.google.gson.JsonParser;
import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.RetryDelayStrategy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Prints the title of each event of a stream, read by com.launchdarkly:okhttp-eventsource. */
class OkhttpEventsource {
  public static void main(String[] args) throws Exception {
    // Of the file that the last argument names.
    var url = URI.create(Files.readString(Path.of(args[args.length - 1])));
    var out = new java.io.PrintStream(System.out, true, StandardCharsets.UTF_8);
    var stream = new EventSource.Builder(ConnectStrategy.http(url).readTimeout(60, TimeUnit.SECONDS))
        .errorStrategy(ErrorStrategy.alwaysContinue())
        .retryDelay(30, TimeUnit.MILLISECONDS)
        .retryDelayStrategy(RetryDelayStrategy.defaultStrategy().maxDelay(100, TimeUnit.MILLISECONDS))
        .build();
    for (MessageEvent event : stream.messages()) {
      out.println(JsonParser.parseString(event.getData()).getAsJsonObject().get("title").getAsString());
    }
  }
}
