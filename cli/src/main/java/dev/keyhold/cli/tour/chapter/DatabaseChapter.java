package dev.keyhold.cli.tour.chapter;

import dev.keyhold.Database;
import java.util.List;
import java.util.Map;

/** What the plain database does. */
final class DatabaseChapter implements Chapter {

  // tour: begin
  record User(String name, int age) {}

  static void program(Database database, Live live) {
    live.print("my-key before:      " + database.get("my-key"));
    database.insert("my-key", 42);
    live.print("my-key inserted:    " + database.get("my-key").orElseThrow());
    database.insert("my-key", List.of("any", "JSON", 3));
    live.print("my-key overwritten: " + database.get("my-key").orElseThrow());

    database.insert("user:10", new User("Ada", 36)); // anything Jackson can write
    database.insert("user:9", Map.of("name", "Grace"));
    database.insert("User:1", null);
    User ada = database.get("user:10", User.class).orElseThrow();
    live.print("back as a record:   " + ada);
    live.print("one member of it:   " + database.get("user:10").orElseThrow().at("/name"));

    for (var entry : database) { // in order of keys, as their UTF-8 bytes compare
      live.print("  " + entry.key() + " = " + entry.value());
    }
  }

  // tour: end

  @Override
  public String name() {
    return "database";
  }

  @Override
  public String title() {
    return "a map from ordered keys to JSON";
  }

  @Override
  public String explanation() {
    return """
    A Database maps strings to JSON values. insert overwrites, get gives what is
    there, iteration follows the order of the keys. It lives in memory, and it is
    for one owner: nothing in it guards against two tasks at once. The other
    chapters are about that.
    """;
  }

  @Override
  public String run(Setting setting, Live live) {
    Database database = new Database();
    program(database, live);
    return """
    What you insert is turned into JSON there and then; what you get is an immutable
    value. %d keys are in the database, and capitals come before small letters, 10
    before 9: keys are ordered as text is, by code points.
    """
        .formatted(database.size());
  }
}
