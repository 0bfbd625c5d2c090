package dev.keyhold.bench.json;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.ParseContext;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The same with Jayway's JSONPath, on the parser that it comes with (json-smart). */
final class Jayway {
  private static final ParseContext PARSER = JsonPath.using(Configuration.defaultConfiguration());

  private Jayway() {}

  /** All that a query finds in a document that is parsed already. */
  static Operation queryParsed(List<byte[]> texts, String query) {
    JsonPath path = JsonPath.compile(query);
    DocumentContext[] documents =
        texts.stream()
            .map(text -> PARSER.parse(new String(text, StandardCharsets.UTF_8)))
            .toArray(DocumentContext[]::new);
    return i -> documents[i].<Object>read(path);
  }

  /** A text is parsed, and queried. */
  static Operation parseAndQuery(List<byte[]> texts, String query) {
    JsonPath path = JsonPath.compile(query);
    byte[][] sources = texts.toArray(byte[][]::new);
    return i -> PARSER.parseUtf8(sources[i]).<Object>read(path);
  }
}
