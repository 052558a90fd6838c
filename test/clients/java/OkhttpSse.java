import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;

/** Prints the title of each event of a stream, read by com.squareup.okhttp3:okhttp-sse, which reconnects when told to. */
class OkhttpSse extends EventSourceListener {
  private final java.io.PrintStream out = new java.io.PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Semaphore ended = new Semaphore(0);
  private volatile String lastId;

  public static void main(String[] args) throws Exception {
    // Of the file that the last argument names.
    new OkhttpSse().read(Files.readString(Path.of(args[args.length - 1])));
  }

  private void read(String url) throws InterruptedException {
    var client = new OkHttpClient.Builder().readTimeout(60, TimeUnit.SECONDS).build();
    var sources = EventSources.createFactory(client);
    while (true) {
      var request = new Request.Builder().url(url);
      if (lastId != null) request.header("Last-Event-ID", lastId);
      sources.newEventSource(request.build(), this);
      ended.acquire();
      Thread.sleep(30);
    }
  }

  @Override
  public void onEvent(EventSource source, String id, String type, String data) {
    try {
      out.println(JsonParser.parseString(data).getAsJsonObject().get("title").getAsString());
    } catch (RuntimeException error) {
      System.err.println("No event: " + data);
      Runtime.getRuntime().halt(1);
    }
    if (id != null) lastId = id;
  }

  @Override
  public void onClosed(EventSource source) {
    ended.release();
  }

  @Override
  public void onFailure(EventSource source, Throwable error, Response response) {
    ended.release();
  }
}
