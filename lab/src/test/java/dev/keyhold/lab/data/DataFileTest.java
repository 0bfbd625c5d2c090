package dev.keyhold.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataFileTest {
  @TempDir private Path directory;

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("data.json"), content);
  }

  private List<String> read(String content) throws Exception {
    return DataFile.read(file(content), null, (_, _, _) -> {}).stream()
        .map(entry -> entry.key() + "=" + entry.value())
        .toList();
  }

  @Test
  void array_elements_becomeNumberedEntries() throws Exception {
    assertThat(read(" [ {\"a\": 1} ,\n 2.50, \"x,]\\\"\" , [3], null ] \n"))
        .containsExactly(
            "entry:1={\"a\":1}",
            "entry:2=2.50",
            "entry:3=\"x,]\\\"\"",
            "entry:4=[3]",
            "entry:5=null");
  }

  @Test
  void lines_values_becomeNumberedEntries() throws Exception {
    assertThat(read("{\"a\":1}\n{\"b\":\n2}\r\n\n3\n"))
        .containsExactly("entry:1={\"a\":1}", "entry:2={\"b\":2}", "entry:3=3");
  }

  @Test
  void lines_scalarFirst_areLines() throws Exception {
    assertThat(read("1\n\"two\"")).containsExactly("entry:1=1", "entry:2=\"two\"");
  }

  @Test
  void object_members_becomeEntriesOfTheirNames() throws Exception {
    assertThat(read("{ \"one\" : 1, \"t\\u0077o\": {\"x\": [2]},\n\"\": \"}\" }"))
        .containsExactly("one=1", "two={\"x\":[2]}", "=\"}\"");
  }

  @Test
  void byteOrderMark_atTheStart_isSkipped() throws Exception {
    assertThat(read("\ufeff[1]")).containsExactly("entry:1=1");
  }

  @Test
  void largeFile_beyondOneBuffer_isReadWhole() throws Exception {
    StringBuilder text = new StringBuilder("[");
    for (int i = 1; i <= 20_000; i++) {
      text.append(i == 1 ? "" : ",\n").append("{\"n\":").append(i).append(",\"t\":\"\u00e9\"}");
    }
    List<Entry> entries =
        DataFile.read(
            file(text.append("]").toString()), KeyTemplate.parse("{/n}"), (_, _, _) -> {});
    assertThat(entries).hasSize(20_000);
    assertThat(entries.getLast()).extracting(Entry::key).isEqualTo("20000");
  }

  @Test
  void progress_ofAFile_endsAtItsSize() throws Exception {
    long[] last = {0, 0};
    Path file = file("[" + "1,".repeat(100_000) + "1]");
    DataFile.read(
        file,
        null,
        (bytesRead, bytesTotal, _) -> {
          last[0] = bytesRead;
          last[1] = bytesTotal;
        });
    assertThat(last).containsExactly(Files.size(file), Files.size(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,\\n 2|line 2, column 3: the file ends where , or ] should come: it is truncated",
        "[1,|line 1, column 4: the file ends where a value should come: it is truncated",
        "[{'a':[1,2|line 1, column 11: the file ends inside the value that begins at line 1,"
            + " column 2: it is truncated",
        "{'a':1,'b'|line 1, column 11: the file ends inside the value that begins at line 1,"
            + " column 1: it is truncated",
        "[1] 2|line 1, column 5: the array has ended, and then comes '2': remove what follows",
        "[1 2]|line 1, column 4: expected , or ], found '2'",
        "[1,,2]|line 1, column 4: expected a value, found ','",
        "[1,]|line 1, column 4: expected a value, found ']'",
        "{1:2}|line 1, column 2: expected a member's name in quotes, found '1'",
        "{'a' 2}|line 1, column 6: expected : after the member's name, found '2'",
        "{'a':1;'b':2}|line 1, column 7: expected the end of the value, found ';'",
      })
  void malformedFile_isRefused_withLineAndColumn(String text, String message) throws Exception {
    String content = text.replace("\\n", "\n").replace('\'', '"');
    Path file = file(content);
    assertThatThrownBy(() -> DataFile.read(file, null, (_, _, _) -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": " + message);
  }

  @Test
  void malformedElement_isRefused_withTheLineAndColumnOfTheFile() throws Exception {
    Path file = file("[\n  {\"a\": 1},\n  {\"a\": tru}\n]");
    assertThatThrownBy(() -> DataFile.read(file, null, (_, _, _) -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": line 3, column ")
        .hasMessageNotContaining("byte")
        .hasMessageNotContaining("\n");
  }

  @Test
  void invalidUtf8_isRefused_withItsPlace() throws Exception {
    Path file = directory.resolve("latin1.json");
    Files.write(file, "[1,\n\"\u00e9\"]".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> DataFile.read(file, null, (_, _, _) -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": line 2, column 2: ");
  }

  @ParameterizedTest
  @CsvSource({"'',is empty", "' \n ',is empty", "[],has no elements", "{},has no members"})
  void nothingInside_isRefused(String content, String message) throws Exception {
    Path file = file(content);
    assertThatThrownBy(() -> DataFile.read(file, null, (_, _, _) -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void missingFileAndDirectory_areRefused() {
    Path missing = directory.resolve("no.json");
    assertThatThrownBy(() -> DataFile.read(missing, null, (_, _, _) -> {}))
        .hasMessage(missing + " does not exist: give a file that does");
    assertThatThrownBy(() -> DataFile.read(directory, null, (_, _, _) -> {}))
        .hasMessage(directory + " is a directory: give a file");
  }

  @Test
  void template_thatNamesAMissingMember_tellsWhichElement() throws Exception {
    Path file = file("[{\"country\":\"AD\"},\n\n{\"name\":\"x\"}]");
    KeyTemplate template = KeyTemplate.parse("city:{/country}:{#}");
    assertThatThrownBy(() -> DataFile.read(file, template, (_, _, _) -> {}))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "key template 'city:{/country}:{#}': element 2 (line 3) has no /country: name a member"
                + " that every element has, or {#}");
  }

  @Test
  void interruptedThread_stopsReading() throws Exception {
    Path file = file("[1]");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> DataFile.read(file, null, (_, _, _) -> {}))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void sample_hasSixHundredEntries() throws Exception {
    List<Entry> entries = DataFile.sample(null);
    assertThat(entries).hasSize(600);
    assertThat(entries.getFirst().key()).isEqualTo("item:north:1");
    assertThat(entries.stream().map(Entry::key)).doesNotHaveDuplicates();
  }
}
