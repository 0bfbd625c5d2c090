package dev.keyhold.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyTemplateTest {
  private static final Element ELEMENT =
      new Element(
          12, 3, "name", Json.parse("{\"s\":\"a b\",\"n\":1.50,\"z\":null,\"o\":{\"i\":[true]}}"));

  @ParameterizedTest
  @CsvSource({
    "x,x",
    "{#},12",
    "e:{#}:{#},e:12:12",
    "{key}/{/s},name/a b",
    "{/n},1.50",
    "{/z},null",
    "{/o/i/0},true",
    "a{{#}}b,a{#}b",
  })
  void placeholders_areFilled(String template, String key) throws DataException {
    assertThat(KeyTemplate.parse(template).key(ELEMENT)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "'',it is empty",
    "a{#,the { at character 2 is never closed",
    "a},the } at character 2 closes nothing",
    "{x},{x} is unknown",
    "{/a~2},{/a~2} is no JSON pointer",
  })
  void malformedTemplate_isRefused_withAHint(String template, String reason) {
    assertThatThrownBy(() -> KeyTemplate.parse(template))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("key template '" + template + "': " + reason)
        .hasMessageEndingWith("write {#}, {key} or {/pointer}, and {{ for a brace");
  }

  @Test
  void pointerToAnObject_isRefused() throws DataException {
    KeyTemplate template = KeyTemplate.parse("{/o}");
    assertThatThrownBy(() -> template.key(ELEMENT))
        .hasMessageContaining("/o in element 12 (line 3) is an object");
  }

  @Test
  void keyPlaceholder_inAFileWithoutNames_isRefused() throws DataException {
    KeyTemplate template = KeyTemplate.parse("{key}");
    Element nameless = new Element(1, 1, null, Json.TRUE);
    assertThatThrownBy(() -> template.key(nameless))
        .hasMessageContaining("element 1 (line 1) has no name");
  }
}
